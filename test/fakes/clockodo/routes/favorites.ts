import { type Answered, type Asked, filterOf, ok, problem } from "../model";
import { id as isId, oneOf, orNull, text, within } from "./checks";
import { type Resource, resourceRoute, rowsIn } from "./resource";

const resource: Resource = {
  rows: rowsIn("favorites"),
  fields: {
    name: text(50),
    customers_id: isId,
    projects_id: orNull(isId),
    subprojects_id: orNull(isId),
    services_id: isId,
    billable: oneOf(0, 1),
    text: orNull(text(1000)),
    color: within(1, 9),
    position: within(0, 10_000),
  },
  needed: ["name", "customers_id", "services_id", "color", "position"],
  fresh: ({ user }) => ({ projects_id: null, subprojects_id: null, billable: 1, text: null, users_id: user.id }),
  sees: ({ user }, row) => row.users_id === user.id,
  show: (_asked, { users_id: _, ...row }) => row,
};

/** `/v2/favorites`: everybody has their own (§2.7). */
export const favorites = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, resource);

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
