import { type Answered, type Asked, type FakeInvoice, fail, ok } from "../model";
import { may } from "../rights";
import { invoiceRow } from "../shapes";
import { isAtLeast } from "../version";
import { queryTime } from "../zones";

const states = ["new", "pending", "paid", "canceled"];

/** GET /invoices: the only list beside time records that has pages (§3.3). */
function list(asked: Asked): Answered {
  const { state, user, query } = asked;
  const times = ["begin", "end"].map((name) => {
    const text = query.get(name);
    return text ? queryTime(text, user.zone) : undefined;
  });
  const [begin, end] = times;
  const status = query.getAll("status[]");
  const customers = query.getAll("customers[]");
  const numbers = ["page", "size"].map((name) => query.get(name) ?? "");
  const bad =
    times.includes(null) ||
    status.some((each) => !states.includes(each)) ||
    [...customers, ...numbers].some((each) => !/^\d*$/.test(each));
  if (bad) return fail(400);
  const found = state.invoices.filter(
    (each) =>
      (begin == null || each.created >= begin) &&
      (end == null || each.created <= end) &&
      (status.length === 0 || status.includes(each.status)) &&
      (customers.length === 0 || customers.includes(String(each.customer))),
  );
  found.sort((a, b) => b.created - a.created || b.id - a.id);
  const size = Math.min(Number(query.get("size")) || 50, 500);
  const page = Number(query.get("page")) || 1;
  const pages = Math.max(1, Math.ceil(found.length / size));
  if (page > pages) return fail(404);
  return ok(
    found.slice((page - 1) * size, page * size).map((each) => invoiceRow(state, each)),
    {
      "X-Page": String(page),
      "X-Total-Count": String(found.length),
      "X-Total-Pages": String(pages),
      "X-Per-Page": String(size),
    },
  );
}

function customFields(asked: Asked, invoice: FakeInvoice): Answered {
  const { state, user, body } = asked;
  if (!isAtLeast(state, 2, 56)) return fail(404);
  if (!may(state, user, "edit_invoice")) return fail(403);
  if (!Array.isArray(body)) return fail(400);
  const given = body as { name?: string; value?: unknown }[];
  if (given.some((each) => typeof each?.name !== "string" || !("value" in each))) return fail(400);
  if (given.some((each) => !state.settings.invoiceMetaFields.includes(String(each.name)))) return fail(404);
  for (const { name, value } of given) {
    if (value === null || value === "") delete invoice.meta[String(name)];
    else invoice.meta[String(name)] = String(value);
  }
  return ok(invoiceRow(state, invoice));
}

/** @param path what follows `/api/invoices/` */
export function invoices(asked: Asked, method: string, path: string[]): Answered {
  const { state, user } = asked;
  const [id, verb] = path;
  if (id === undefined) {
    if (method !== "GET") return fail(405);
    return may(state, user, "view_invoice") ? list(asked) : fail(403);
  }
  const found = /^\d+$/.test(id) ? state.invoices.find((each) => each.id === Number(id)) : undefined;
  if (!found || path.length > 2) return fail(404);
  if (verb === "custom-fields") return method === "PATCH" ? customFields(asked, found) : fail(405);
  if (verb === "download") {
    if (method !== "GET") return fail(405);
    if (!may(state, user, "view_invoice")) return fail(403);
    const { name, type, text } = found.file;
    const disposition = `inline; filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, "_")}"; filename*=utf-8''${encodeURIComponent(name)}`;
    return {
      status: 200,
      raw: Buffer.from(text, "utf8"),
      headers: { "content-type": type, "content-disposition": disposition },
    };
  }
  if (verb !== undefined) return fail(404);
  if (method === "GET") return may(state, user, "view_invoice") ? ok(invoiceRow(state, found)) : fail(403);
  if (method !== "DELETE") return fail(405);
  // Nobody has this right in a default Kimai (§3.9).
  if (!may(state, user, "delete_invoice")) return fail(403);
  state.invoices = state.invoices.filter((each) => each !== found);
  return { status: 204 };
}
