import type { Entry, Instant, Ref, Work } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { message } from "../../../messages/message";
import type { Row, Sql, Value } from "../../../platform/sqlite";
import { toInstant } from "../../../time/format";

/** The rows of the time sheet as entries: whole seconds in, instants out. */

export const toSeconds = (instant: Instant) => Math.floor(Date.parse(instant) / 1000);
export const fromSeconds = (seconds: number): Instant => toInstant(seconds * 1000);

/** @throws ServiceError `not_found` for anything that no row can have */
export function rowId(id: string, what: string): number {
  const number = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  if (number > 0) return number;
  throw notFound(what);
}

export const notFound = (what: string) =>
  new ServiceError("not_found", message("not_in_time_sheet", { type: what }), { next: "It may have been deleted." });

const levels = ["customer", "project", "activity"] as const;

/** Columns and joins of everything that becomes an `Entry`; `e` is the entry. */
export const selectEntries = `SELECT e.id, e.begin_at, e.end_at, e.text, e.exact, e.billable, e.exported, e.zone,
  e.customer_id, e.project_id, e.activity_id,
  c.name AS customer_name, p.name AS project_name, a.name AS activity_name
  FROM entry e LEFT JOIN item c ON c.id = e.customer_id LEFT JOIN item p ON p.id = e.project_id
  LEFT JOIN item a ON a.id = e.activity_id`;

/** The references that a row has in `<level>_id` and `<level>_name`. */
export function workOf(row: Row): Work {
  const work: Work = {};
  for (const level of levels) {
    const id = row[`${level}_id`];
    if (typeof id === "number") work[level] = { id: String(id), name: String(row[`${level}_name`] ?? "") };
  }
  return work;
}

function toEntry(row: Row, tags: string[]): Entry {
  const [begin, end] = [Number(row.begin_at), row.end_at];
  const over = typeof end === "number";
  return {
    id: String(row.id),
    work: workOf(row),
    begin: fromSeconds(begin),
    end: over ? fromSeconds(end) : null,
    seconds: over ? end - begin : null,
    breakSeconds: 0,
    text: readText(row),
    tags,
    ...(typeof row.billable === "number" ? { billable: row.billable === 1 } : {}),
    exported: row.exported === 1,
    ...(typeof row.zone === "string" && { zone: row.zone }),
  };
}

/** Entries of rows that `selectEntries` gave, in their order, with their tags by name. */
export function toEntries(sql: Sql, rows: Row[]): Entry[] {
  if (rows.length === 0) return [];
  const tags = new Map<Value | undefined, string[]>();
  const found = sql.all(
    `SELECT et.entry_id, t.name FROM entry_tag et JOIN tag t ON t.id = et.tag_id
     WHERE et.entry_id IN (SELECT value FROM json_each(?)) ORDER BY t.search`,
    JSON.stringify(rows.map(({ id }) => id)),
  );
  for (const { entry_id, name } of found) {
    const names = tags.get(entry_id) ?? [];
    names.push(String(name));
    tags.set(entry_id, names);
  }
  return rows.map((row) => toEntry(row, tags.get(row.id) ?? []));
}

/** @throws ServiceError `not_found` */
export function getEntry(sql: Sql, id: number): Entry {
  const [entry] = toEntries(sql, sql.all(`${selectEntries} WHERE e.id = ?`, id));
  if (!entry) throw notFound("entry");
  return entry;
}

export function runningEntry(sql: Sql): Entry | null {
  return toEntries(sql, sql.all(`${selectEntries} WHERE e.end_at IS NULL`))[0] ?? null;
}

/** What a text needs to come back as it was given: SQLite ends one at NUL, and UTF-8 has no half surrogates. */
export function writeText(text: string): { text: string; exact: string | null } {
  const plain = text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd");
  return { text: plain, exact: plain === text ? null : JSON.stringify(text) };
}

export const readText = (row: Row): string =>
  typeof row.exact === "string" ? String(JSON.parse(row.exact)) : String(row.text ?? "");

export const refOf = (row: Row): Ref => ({ id: String(row.id), name: String(row.name) });
