import type Libsql from "libsql";
import { codeOf, isDamage, type Row, type Sql, type Value } from "../../../platform/sqlite";

/** Ids between the last row that can be read from one end and from the other, beyond which only known ones are tried. */
const mostTried = 500_000;

export interface ReadTable {
  rows: Row[];
  /** Every row was reached: none was skipped over. */
  complete: boolean;
}

/** Whether a statement met damage; a column or index that is not there is as lost as a page. */
const isLost = (error: unknown) => isDamage(error) || codeOf(error) === "SQLITE_ERROR";

/** All rows that a query gives before it runs into damage; rows of the same batch may be missing. */
function until(raw: Libsql.Database, sql: string): ReadTable {
  const rows: Row[] = [];
  try {
    for (const row of raw.prepare(sql).iterate([])) rows.push(row as Row);
    return { rows, complete: true };
  } catch (error) {
    if (isLost(error)) return { rows, complete: false };
    throw error;
  }
}

/** The row for these values. A statement that met damage gives nothing any more, so each is made anew after it. */
function reader(raw: Libsql.Database, sql: string) {
  let statement: Libsql.Statement | null = null;
  return (values: readonly Value[]): { row: Row | undefined; lost: boolean } => {
    try {
      statement ??= raw.prepare(sql);
      return { row: statement.get([...values]) as Row | undefined, lost: false };
    } catch (error) {
      if (!isLost(error)) throw error;
      statement = null;
      return { row: undefined, lost: true };
    }
  };
}

/** From one end of a table to the damage, row by row where it gets near. */
function fromEnd(raw: Libsql.Database, select: string, key: readonly string[], way: "ASC" | "DESC"): ReadTable {
  const order = key.map((name) => `"${name}" ${way}`).join(", ");
  const read = until(raw, `${select} ORDER BY ${order}`);
  if (read.complete) return read;
  const [keys, marks] = [quoted(key), key.map(() => "?").join(", ")];
  const first = reader(raw, `${select} ORDER BY ${order} LIMIT 1`);
  const next = reader(
    raw,
    `${select} WHERE (${keys}) ${way === "ASC" ? ">" : "<"} (${marks}) ORDER BY ${order} LIMIT 1`,
  );
  const keyOf = (row: Row) => key.map((name) => row[name] ?? null);
  // A damaged tree may lead around in a circle.
  const seen = new Set(read.rows.map((row) => JSON.stringify(keyOf(row))));
  for (;;) {
    const last = read.rows.at(-1);
    const { row } = last ? next(keyOf(last)) : first([]);
    if (!row || seen.has(JSON.stringify(keyOf(row)))) return read;
    seen.add(JSON.stringify(keyOf(row)));
    read.rows.push(row);
  }
}

/** Columns that a table has in that database; none: there is no such table, or it cannot be told. */
export function columnsOf(sql: Sql, table: string): string[] {
  try {
    return sql.all(`PRAGMA table_info("${table}")`).map(({ name }) => String(name));
  } catch (error) {
    if (isDamage(error)) return [];
    throw error;
  }
}

/** Column that `readTable` adds to each row: 1 when any of its values contains a NUL byte. */
export const containsNul = "contains_nul";

/** SQLite has to look for NUL: libsql cuts a text at the first one, so that an overwritten text looks empty. */
const nulCheck = (columns: readonly string[]): string => {
  const checks = columns.map((name) => `ifnull(instr(CAST("${name}" AS BLOB), X'00'), 0) > 0`);
  return `(${checks.join(" OR ")}) AS ${containsNul}`;
};

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

/**
 * The rows of a table, from both ends and, where its rows have ids, each one in between by its id. Only what hangs in the
 * table's own tree counts: pages that were given up still hold what somebody has deleted.
 * @param key columns of the primary key
 * @param ids null: its key is no id; `known`: ids that something else names
 */
export function readTable(
  raw: Libsql.Database,
  table: string,
  columns: readonly string[],
  key: readonly string[],
  ids: { known: readonly number[] } | null,
): ReadTable {
  const select = `SELECT ${quoted(columns)}, ${nulCheck(columns)} FROM "${table}" NOT INDEXED`;
  const up = fromEnd(raw, select, key, "ASC");
  if (up.complete) return up;
  const down = fromEnd(raw, select, key, "DESC");
  const found = new Map<string, Row>();
  const keyOf = (row: Row) => JSON.stringify(key.map((name) => row[name]));
  for (const row of [...up.rows, ...down.rows]) found.set(keyOf(row), row);
  const [id = ""] = key;
  if (ids) {
    const { known } = ids;
    const from = Number(up.rows.at(-1)?.[id] ?? 0);
    const to = Number(down.rows.at(-1)?.[id] ?? known.reduce((most, one) => Math.max(most, one), from) + 1);
    const one = reader(raw, `${select} WHERE "${id}" = ?`);
    for (const tried of between(from, to, known)) {
      const { row } = one([tried]);
      if (row) found.set(keyOf(row), row);
    }
  }
  return { rows: [...found.values()], complete: false };
}

function between(from: number, to: number, known: readonly number[]): number[] {
  if (to - from > mostTried) return known.filter((id) => id > from && id < to);
  return Array.from({ length: Math.max(0, to - from - 1) }, (_, index) => from + 1 + index);
}

/** What the indexes tell of entries, also of those whose rows cannot be read. */
export interface IndexedEntries {
  /** Seconds by id. */
  begins: Map<number, number>;
  /** Every entry is in `begins`. */
  complete: boolean;
  /** Ids of what runs; null: that cannot be read. */
  running: Set<number> | null;
}

export function indexedEntries(raw: Libsql.Database): IndexedEntries {
  const select = "SELECT begin_at, id FROM entry INDEXED BY entry_begin";
  const up = fromEnd(raw, select, ["begin_at", "id"], "ASC");
  const down = up.complete ? { rows: [] } : fromEnd(raw, select, ["begin_at", "id"], "DESC");
  const begins = new Map([...up.rows, ...down.rows].map(({ id, begin_at }) => [Number(id), Number(begin_at)]));
  const running = until(raw, "SELECT id FROM entry INDEXED BY entry_running WHERE end_at IS NULL");
  return {
    begins,
    complete: up.complete,
    running: running.complete ? new Set(running.rows.map(({ id }) => Number(id))) : null,
  };
}
