import { type Answered, type Asked, filterOf, ok, problem } from "../model";
import { id as isId, orNull, text, within } from "./shelf";

const billable = (value: unknown) => value === null || value === 0 || value === 1;
const fields: Record<string, (value: unknown) => boolean> = {
  name: text(50),
  customers_id: isId,
  projects_id: orNull(isId),
  subprojects_id: orNull(isId),
  services_id: isId,
  billable,
  text: orNull(text(1000)),
  color: within(1, 9),
  position: within(0, 10_000),
};
const needed = ["name", "customers_id", "services_id", "color", "position"];

/** `/v2/favorites`: everybody has their own (§2.7). */
export function favorites(asked: Asked, [id]: string[]): Answered {
  const { state, user, method, body } = asked;
  state.rows.favorites ??= [];
  const rows = state.rows.favorites;
  const show = ({ users_id: _, ...row }: Record<string, unknown>) => row;
  const own = rows.filter((each) => each.users_id === user.id);
  if (id === undefined && method === "GET") return ok({ data: own.map(show) });
  const row = id === undefined ? undefined : own.find((each) => each.id === Number(id));
  if (id !== undefined && !row) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET" && row) return ok({ data: show(row) });
  if (method === "DELETE" && row) {
    rows.splice(rows.indexOf(row), 1);
    return ok({ success: true });
  }
  for (const name of row ? [] : needed)
    if (body[name] === undefined) return problem(state, 422, "Empty", `The field ${name} is required.`, name);
  for (const [name, value] of Object.entries(body))
    if (!fields[name]?.(value)) return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  if (row) Object.assign(row, body);
  else {
    const empty = { projects_id: null, subprojects_id: null, billable: null, text: null };
    rows.push({ ...empty, ...body, id: state.nextId++, users_id: user.id });
  }
  return ok({ data: show(row ?? (rows.at(-1) as Record<string, unknown>)) });
}

/** `/v3/entriesTexts`: texts that were used before, newest first (§2.4). */
export function entriesTexts(asked: Asked): Answered {
  const { state, user, query } = asked;
  asked.known("mode", "term", "items", "filter[projects_id][]", "filter[services_id][]", "filter[users_id][]");
  if (!["add", "edit", "reports"].includes(query.get("mode") ?? ""))
    return problem(state, 422, "UnexpectedValue", "The mode is wrong.", "mode");
  const term = (query.get("term") ?? "").toLowerCase();
  const customers = filterOf(asked, "customers_id");
  const projects = filterOf(asked, "projects_id");
  const services = filterOf(asked, "services_id");
  const has = (wanted: string[] | null, id: number | null) => wanted === null || wanted.includes(String(id));
  const found = state.entries.filter(
    (each) =>
      each.users_id === user.id &&
      each.text?.toLowerCase().includes(term) &&
      has(customers, each.customers_id) &&
      has(projects, each.projects_id) &&
      has(services, each.services_id),
  );
  const texts = [...new Set(found.toSorted((a, b) => b.since - a.since).map((each) => each.text))];
  const items = Math.min(800, Number(query.get("items") ?? 20));
  return ok({ data: texts.slice(0, items).map((label, index) => ({ id: index + 1, label, value: label })) });
}
