import { type Answered, type Asked, type FakeState, ok, paged, problem } from "../model";
import { type Check, forbidden, may } from "./checks";

/** Resources that are rows: listed with filters and pages, looked at, made, changed and deleted. */

export interface FakeRow extends Record<string, unknown> {
  id: number;
}

export interface Resource<T extends { id: number } = FakeRow> {
  rows(state: FakeState): T[];
  /** Fields of a body; all others are refused, so that an adapter cannot send what the reference does not know. */
  fields: Record<string, Check>;
  needed: string[];
  /** Only on create. */
  fixed?: string[];
  /** What a new row has beside what was sent. */
  fresh(asked: Asked): Omit<T, "id">;
  /** Keys of rows that a list can be narrowed by. */
  filters?: string[];
  /** Whether a row fits a filter; absent: the same value. */
  fits?(row: T, name: string, wanted: string[]): boolean;
  /** Absent: everybody sees all. */
  sees?(asked: Asked, row: T): boolean;
  /** The elevated right that writes need; absent: none. */
  right?: string;
  /** What else is wrong with a create or a change. */
  wrong?(asked: Asked, after: T, others: T[], before: T | null): Answered | null;
  show?(asked: Asked, row: T): unknown;
  /** Most rows of a page; absent: the whole list at once. */
  perPage?: number;
  /** Members in which answers stand: all, one. */
  keys?: [string, string];
  /** How many rows of what hang on one that is deleted: it must be inactive, and none. A dry run only says so (§2.5). */
  relations?(state: FakeState, row: T): Record<string, number>;
  /** What else stands against a delete. */
  stays?(asked: Asked, row: T): Answered | null;
  written?(asked: Asked, row: T): void;
  removed?(asked: Asked, row: T): void;
}

/** Values of a filter in each form: plain or `filter[…]`, scalar, `[]`, comma list. */
export function wantedOf(asked: Asked, name: string): string[] | null {
  const forms = [name, `${name}[]`, `filter[${name}]`, `filter[${name}][]`];
  asked.known(...forms);
  const found = forms.flatMap((form) => asked.query.getAll(form));
  return found.length === 0 ? null : found.flatMap((value) => value.split(","));
}

/** Rows that are kept as they are answered, in `state.rows`. */
export const rowsIn =
  (name: string) =>
  (state: FakeState): FakeRow[] => {
    state.rows[name] ??= [];
    return state.rows[name] as FakeRow[];
  };
export const rowsOf = (asked: Asked, name: string): FakeRow[] => rowsIn(name)(asked.state);

/** The value of a row by its wire name. */
const memberOf = (row: object, name: string) => (row as Record<string, unknown>)[name];

function listed<T extends { id: number }>(asked: Asked, rows: readonly T[], resource: Resource<T>): T[] {
  asked.known("sort[]", "scope");
  const filters = (resource.filters ?? []).map((name) => [name, wantedOf(asked, name)] as const);
  return rows.filter((row) =>
    filters.every(
      ([name, wanted]) =>
        wanted === null || (resource.fits?.(row, name, wanted) ?? wanted.includes(String(memberOf(row, name)))),
    ),
  );
}

function bodyProblem<T extends { id: number }>(asked: Asked, creates: boolean, resource: Resource<T>): Answered | null {
  const { state, body } = asked;
  for (const name of creates ? resource.needed : [])
    if (body[name] === undefined || body[name] === "")
      return problem(state, 422, "Empty", `The field ${name} is required.`, name);
  for (const [name, value] of Object.entries(body)) {
    const check = resource.fields[name];
    if (!check || (!creates && resource.fixed?.includes(name)))
      return problem(state, 422, "FieldsShouldBeEmpty", `There is no field ${name}.`, name, { fields: [name] });
    if (!check(value)) return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  }
  return null;
}

function remove<T extends { id: number }>(asked: Asked, row: T, resource: Resource<T>): Answered {
  const { state, query } = asked;
  const refused = resource.stays?.(asked, row);
  if (refused) return refused;
  if (resource.relations) {
    asked.known("dry_run");
    if (memberOf(row, "active")) {
      const resources = [asked.path[0]?.replace("lumpSumServices", "lumpsum_services")];
      return problem(state, 422, "HasToBeInactive", "It has to be inactive.", null, { resources });
    }
    const relations = Object.entries(resource.relations(state, row)).filter(([, count]) => count > 0);
    if (relations.length > 0)
      return problem(state, 422, "RelationsPreventDeletion", "Other data belong to it.", null, {
        resources: relations.map(([name]) => name),
        count: relations.map(([, count]) => count),
      });
    if (["1", "true"].includes(query.get("dry_run") ?? "")) return ok({ success: true });
  }
  const rows = resource.rows(state);
  rows.splice(rows.indexOf(row), 1);
  resource.removed?.(asked, row);
  return ok({ success: true });
}

export function resourceRoute<T extends { id: number }>(
  asked: Asked,
  id: string | undefined,
  resource: Resource<T>,
): Answered {
  const { state, method, user, body } = asked;
  const rows = resource.rows(state);
  const seen = rows.filter((row) => resource.sees?.(asked, row) ?? true);
  const [listKey, oneKey] = resource.keys ?? ["data", "data"];
  const show = (row: T) => (resource.show ? resource.show(asked, row) : row);
  if (id === undefined && method === "GET") {
    const found = listed(asked, seen, resource).map(show);
    return resource.perPage ? paged(asked, listKey, found, resource.perPage) : ok({ [listKey]: found });
  }
  const row = id === undefined ? null : seen.find((each) => each.id === Number(id));
  if (row === undefined) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET" && row) return ok({ [oneKey]: show(row) });
  if (resource.right && !may(user, resource.right)) return forbidden(asked);
  if (method === "DELETE" && row) return remove(asked, row, resource);
  if (method !== (row ? "PUT" : "POST")) return problem(state, 405, "General", "Method not allowed");
  const after = { ...(row ?? resource.fresh(asked)), ...body, id: row?.id ?? state.nextId } as T;
  const others = rows.filter((each) => each !== row);
  const refused = bodyProblem(asked, row === null, resource) ?? resource.wrong?.(asked, after, others, row);
  if (refused) return refused;
  if (row) Object.assign(row, after);
  else {
    state.nextId += 1;
    rows.push(after);
  }
  resource.written?.(asked, row ?? after);
  return ok({ [oneKey]: show(row ?? after) });
}
