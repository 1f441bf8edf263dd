import { type Answered, type Asked, ok, paged, problem } from "../model";
import { forbidden, may } from "./shelf";

/** Resources that are rows and nothing more: kept as they are answered, in `state.rows`. */

export interface LedgerRow extends Record<string, unknown> {
  id: number;
}

type Check = (value: unknown) => boolean;

export interface Ledger {
  /** Where the rows are in `state.rows`. */
  name: string;
  /** Fields of a body; all others are refused, so that an adapter cannot send what the reference does not know. */
  fields: Record<string, Check>;
  needed: string[];
  /** Only on create. */
  fixed?: string[];
  /** What a new row has beside what was sent. */
  fresh(asked: Asked): Record<string, unknown>;
  /** Keys of rows that a list can be narrowed by. */
  filters: string[];
  /** Whether a row fits a filter; absent: the same value. */
  fits?(row: LedgerRow, name: string, wanted: string[]): boolean;
  sees(asked: Asked, row: LedgerRow): boolean;
  right: string;
  wrong?(asked: Asked, after: LedgerRow, others: LedgerRow[]): Answered | null;
  show?(asked: Asked, row: LedgerRow): unknown;
  /** Most rows of a page; absent: the whole list at once. */
  perPage?: number;
  /** Members in which answers stand: all, one. */
  keys?: [string, string];
  removed?(asked: Asked, row: LedgerRow): void;
}

/** Values of a filter in each form: plain or `filter[…]`, scalar, `[]`, comma list. */
export function wantedOf(asked: Asked, name: string): string[] | null {
  const forms = [name, `${name}[]`, `filter[${name}]`, `filter[${name}][]`];
  asked.known(...forms);
  const found = forms.flatMap((form) => asked.query.getAll(form));
  return found.length === 0 ? null : found.flatMap((value) => value.split(","));
}

export const rowsOf = (asked: Asked, name: string): LedgerRow[] => {
  asked.state.rows[name] ??= [];
  return asked.state.rows[name] as LedgerRow[];
};

export function ledgerRoute(asked: Asked, id: string | undefined, ledger: Ledger): Answered {
  const { state, method, user, body } = asked;
  const rows = rowsOf(asked, ledger.name);
  const [listKey, oneKey] = ledger.keys ?? ["data", "data"];
  const show = (row: LedgerRow) => ledger.show?.(asked, row) ?? row;
  if (id === undefined && method === "GET") {
    const filters = ledger.filters.map((name) => [name, wantedOf(asked, name)] as const);
    const found = rows
      .filter((row) => ledger.sees(asked, row))
      .filter((row) =>
        filters.every(
          ([name, wanted]) =>
            wanted === null || (ledger.fits?.(row, name, wanted) ?? wanted.includes(String(row[name]))),
        ),
      )
      .map(show);
    return ledger.perPage ? paged(asked, listKey, found, ledger.perPage) : ok({ [listKey]: found });
  }
  const row = id === undefined ? undefined : rows.find((each) => each.id === Number(id) && ledger.sees(asked, each));
  if (id !== undefined && !row) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET" && row) return ok({ [oneKey]: show(row) });
  if (!may(user, ledger.right)) return forbidden(asked);
  if (method === "DELETE" && row) {
    rows.splice(rows.indexOf(row), 1);
    ledger.removed?.(asked, row);
    return ok({ success: true });
  }
  if (method !== (row ? "PUT" : "POST")) return problem(state, 405, "General", "Method not allowed");
  for (const name of row ? [] : ledger.needed)
    if (body[name] === undefined) return problem(state, 422, "Empty", `The field ${name} is required.`, name);
  for (const [name, value] of Object.entries(body)) {
    const check = ledger.fields[name];
    if (!check || (row && ledger.fixed?.includes(name)))
      return problem(state, 422, "FieldsShouldBeEmpty", `There is no field ${name}.`, name, { fields: [name] });
    if (!check(value)) return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  }
  const after = { ...(row ?? ledger.fresh(asked)), ...body, id: row?.id ?? state.nextId } as LedgerRow;
  const wrong = ledger.wrong?.(
    asked,
    after,
    rows.filter((each) => each !== row),
  );
  if (wrong) return wrong;
  if (row) Object.assign(row, after);
  else {
    state.nextId += 1;
    rows.push(after);
  }
  return ok({ [oneKey]: show(row ?? after) });
}
