import { type Answered, type Asked, type FakeState, type FakeUser, filterOf, ok, paged, problem } from "../model";

/** What the plain resources have in common: lists with filters and pages, single ones, create, change, two kinds of delete. */

/** Whether a value may stand in a field. */
type Check = (value: unknown) => boolean;
export const text =
  (most: number): Check =>
  (value) =>
    typeof value === "string" && value.length <= most;
export const flag: Check = (value) => typeof value === "boolean";
export const within =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most;
export const id: Check = (value) => Number.isInteger(value) && Number(value) > 0;
export const ids: Check = (value) => Array.isArray(value) && value.every(id);
export const day: Check = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** Owners may everything; a worker what was given to them (§5). */
export const may = (user: FakeUser, right: string) => user.role === "owner" || user.elevated.includes(right);
export const forbidden = (asked: Asked) => problem(asked.state, 403, "Forbidden", "You are not allowed to do this");

export interface Row {
  id: number;
  name: string;
  active: boolean;
}

export interface Shelf<T extends Row> {
  rows(state: FakeState): T[];
  /** Fields of a body; all others are refused, so that an adapter cannot send what the reference does not know. */
  fields: Record<string, Check>;
  needed: string[];
  /** Only on create. */
  fixed?: string[];
  fresh(id: number, body: Record<string, unknown>): T;
  show(asked: Asked, row: T): unknown;
  /** The elevated right that writes need. */
  right: string;
  /** What else is wrong with a create or a change. */
  wrong?(asked: Asked, before: T | null, after: T): Answered | null;
  /** How many rows of what hang on it. */
  relations(state: FakeState, row: T): Record<string, number>;
  /** Deletes what hangs on it. */
  sweep(state: FakeState, row: T): void;
  /** Filters by an exact value, beside `active` and `fulltext`. */
  filters: (keyof T & string)[];
  /** Query parameters that the reference knows beside those. */
  known: string[];
}

const perPage = 5_000;

function found<T extends Row>(asked: Asked, shelf: Shelf<T>): T[] {
  asked.known("sort[]", ...shelf.known);
  const term = filterOf(asked, "fulltext")?.[0]?.toLowerCase();
  const exact = (["active", ...shelf.filters] as const).map((name) => [name, filterOf(asked, name)] as const);
  const same = (value: unknown, wanted: string[]) =>
    wanted.some((one) => (typeof value === "boolean" ? value === ["true", "1"].includes(one) : String(value) === one));
  const rows = shelf
    .rows(asked.state)
    .filter(
      (row) =>
        (!term || row.name.toLowerCase().includes(term)) &&
        exact.every(([name, wanted]) => wanted === null || same(row[name as keyof T], wanted)),
    );
  const sort = asked.query.get("sort[]");
  const by = (sort?.replace(/^-/, "") ?? "id") as keyof T;
  const sign = sort?.startsWith("-") ? -1 : 1;
  return [...rows].sort((a, b) => sign * String(a[by]).localeCompare(String(b[by]), undefined, { numeric: true }));
}

function bodyProblem<T extends Row>(asked: Asked, shelf: Shelf<T>, creates: boolean): Answered | null {
  const { state, body } = asked;
  for (const name of creates ? shelf.needed : [])
    if (body[name] === undefined || body[name] === "")
      return problem(state, 422, "Empty", `The field ${name} is required.`, name);
  for (const [name, value] of Object.entries(body)) {
    const check = shelf.fields[name];
    if (!check || (!creates && shelf.fixed?.includes(name)))
      return problem(state, 422, "UnexpectedValue", `There is no field ${name}.`, name);
    if (!check(value)) return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  }
  return null;
}

function remove<T extends Row>(asked: Asked, shelf: Shelf<T>, row: T): Answered {
  const { state, query } = asked;
  asked.known("dry_run", "force");
  const given = (name: string) => ["1", "true"].includes(query.get(name) ?? "");
  if (row.active) return problem(state, 422, "HasToBeInactive", "It has to be inactive.");
  const relations = Object.entries(shelf.relations(state, row)).filter(([, count]) => count > 0);
  if (relations.length > 0 && !given("force"))
    return problem(state, 422, "RelationsPreventDeletion", "Other data belong to it.", null, {
      resources: relations.map(([name]) => name),
      count: relations.map(([, count]) => count),
    });
  if (given("dry_run")) return ok({ success: true });
  if (given("force")) shelf.sweep(state, row);
  const rows = shelf.rows(state);
  rows.splice(rows.indexOf(row), 1);
  return ok({ success: true });
}

export function shelfRoute<T extends Row>(asked: Asked, rowId: string | undefined, shelf: Shelf<T>): Answered {
  const { state, method, user, body } = asked;
  if (rowId === undefined && method === "GET")
    return paged(
      asked,
      "data",
      found(asked, shelf).map((row) => shelf.show(asked, row)),
      perPage,
    );
  const row = rowId === undefined ? null : shelf.rows(state).find((each) => each.id === Number(rowId));
  if (row === undefined) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET" && row) return ok({ data: shelf.show(asked, row) });
  if (!may(user, shelf.right)) return forbidden(asked);
  if (method === "DELETE" && row) return remove(asked, shelf, row);
  if (method !== (row ? "PUT" : "POST")) return problem(state, 405, "General", "Method not allowed");
  const refused = bodyProblem(asked, shelf, row === null);
  if (refused) return refused;
  const after = { ...(row ?? shelf.fresh(state.nextId, body)), ...body } as T;
  const wrong = shelf.wrong?.(asked, row, after);
  if (wrong) return wrong;
  if (row) Object.assign(row, after);
  else {
    state.nextId += 1;
    shelf.rows(state).push(after);
  }
  return ok({ data: shelf.show(asked, row ?? after) });
}
