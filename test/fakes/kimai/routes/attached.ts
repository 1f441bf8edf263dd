import { type Answered, type Asked, type FakeWork, fail, ok } from "../model";
import { may } from "../rights";
import { byId, commentRow, rateRow } from "../shapes";
import { extraFields, formFailure, invalidChoice } from "../timeform";
import type { WorkKind } from "../workform";

/** What belongs to customers, projects and activities: custom fields, rates, comments (kimai-api.md §3.10, §3.11). */

function nextId({ state }: Asked, table: string): number {
  const id = (state.counters[table] ?? 0) + 1;
  state.counters[table] = id;
  return id;
}

const rateFields = ["user", "rate", "internalRate", "isFixed"];

function addRate(asked: Asked, kind: WorkKind, item: FakeWork): Answered {
  const { state } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const user = body.user == null || body.user === "" ? null : Number(body.user);
  const errors: Record<string, string[]> = {};
  if (user !== null && !byId(state.users, user)) errors.user = [invalidChoice];
  else if (item.rates?.some((each) => each.user === user)) errors.user = ["This value is already used."];
  // A rate that is not given is none of the errors (recorded): it is 0.
  const rate = Number(body.rate ?? 0);
  const internalRate = body.internalRate == null ? null : Number(body.internalRate);
  for (const [field, value] of Object.entries({ rate, internalRate }))
    if (value !== null && !(value >= 0)) errors[field] = ["This value is not valid."];
  const extra = Object.keys(body).some((field) => !rateFields.includes(field));
  if (extra || Object.keys(errors).length > 0) return formFailure(rateFields, errors, extra ? [extraFields] : []);
  const made = { id: nextId(asked, `${kind} rates`), user, rate, internalRate, isFixed: body.isFixed === true };
  item.rates = [...(item.rates ?? []), made];
  return ok(rateRow(state, made));
}

function rates(asked: Asked, method: string, kind: WorkKind, item: FakeWork, id: string | undefined): Answered {
  if (!may(asked.state, asked.user, "edit_work")) return fail(403);
  if (id === undefined) {
    if (method === "GET") return ok((item.rates ?? []).map((each) => rateRow(asked.state, each)));
    return method === "POST" ? addRate(asked, kind, item) : fail(405);
  }
  if (method !== "DELETE") return fail(405);
  if (!item.rates?.some((each) => each.id === Number(id))) return fail(404);
  item.rates = item.rates.filter((each) => each.id !== Number(id));
  return { status: 204 };
}

function addComment(asked: Asked, kind: WorkKind, item: FakeWork): Answered {
  const { state, user, now } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const fields = ["pinned", "message"];
  const empty = typeof body.message !== "string" || body.message.trim() === "";
  const extra = Object.keys(body).some((field) => !fields.includes(field));
  const errors = empty ? { message: ["This value should not be null."] } : {};
  if (extra || empty) return formFailure(fields, errors as Record<string, string[]>, extra ? [extraFields] : []);
  const id = nextId(asked, `${kind} comments`);
  const made = { id, message: String(body.message), user: user.id, created: now, pinned: body.pinned === true };
  item.comments = [...(item.comments ?? []), made];
  return ok(commentRow(state, user, made));
}

function comments(asked: Asked, method: string, kind: WorkKind, item: FakeWork, [id, verb]: string[]): Answered {
  const { state, user } = asked;
  if (!may(state, user, "comments_work")) return fail(403);
  if (id === undefined) {
    if (method === "GET") return ok((item.comments ?? []).map((each) => commentRow(state, user, each)));
    return method === "POST" ? addComment(asked, kind, item) : fail(405);
  }
  const comment = item.comments?.find((each) => each.id === Number(id));
  if (!comment) return fail(404);
  if (!may(state, user, "edit_work")) return fail(403);
  if (verb === "pin") {
    if (method !== "PATCH") return fail(405);
    comment.pinned = !comment.pinned;
    return ok(commentRow(state, user, comment));
  }
  if (verb !== undefined) return fail(404);
  if (method !== "DELETE") return fail(405);
  item.comments = item.comments?.filter((each) => each !== comment);
  return { status: 204 };
}

function meta(asked: Asked, kind: WorkKind, item: FakeWork): Answered | null {
  const { state, user } = asked;
  const { name, value } = (asked.body ?? {}) as { name?: unknown; value?: unknown };
  if (!may(state, user, "edit_work")) return fail(403);
  if (typeof name !== "string" || !state.settings.workMetaFields[kind]?.includes(name)) return fail(404);
  if (value === undefined) return fail(400);
  item.meta = { ...item.meta, [name]: String(value ?? "") };
  return null;
}

/**
 * @param path what follows the id: `rates`, `comments/3/pin`
 * @param sees whether the caller may view the item
 */
export function attached(
  asked: Asked,
  method: string,
  kind: WorkKind,
  item: FakeWork,
  path: string[],
  sees: boolean,
  row: () => object,
): Answered {
  const [what, ...rest] = path;
  const [major = 0, minor = 0] = asked.state.settings.version.split(".").map(Number);
  const since = (version: number) => major * 1000 + minor >= version;
  switch (what) {
    case "meta":
      if (rest.length > 0) return fail(404);
      if (method !== "PATCH") return fail(405);
      return sees ? (meta(asked, kind, item) ?? ok(row())) : fail(403);
    case "rates":
      if (rest.length > 1) return fail(404);
      return sees ? rates(asked, method, kind, item, rest[0]) : fail(403);
    case "comments":
      if (kind === "activity" || rest.length > 2 || !since(2057)) return fail(404);
      return sees ? comments(asked, method, kind, item, rest) : fail(403);
    case "team": {
      if (rest.length > 0) return fail(404);
      if (method !== "POST") return fail(405);
      const message = 'This endpoint was removed, use "POST /api/teams/" instead.';
      return { status: 410, body: { code: 410, message } };
    }
  }
  return fail(404);
}
