import type { CalendarDay, TargetChange, TargetHours } from "../../domain/entities";
import { message } from "../../messages/message";
import type { Row, Sql } from "../../platform/sqlite";
import { dayOf } from "../../time/format";
import { weekOn } from "../../time/target";
import { fromSeconds, notFound, rowId } from "./database/rows";
import { invalid } from "./refusals";

/** What is to be worked, from which day on. */

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Older than any day that a calendar has: what was set for the account holds from the beginning. */
const always: CalendarDay = "0001-01-01";

export const weekOfRow = (row: Row): number[] => weekdays.map((day) => Number(row[day]));

/** Oldest first. */
export const targetRows = (sql: Sql): Row[] => sql.all("SELECT * FROM target_hours ORDER BY first");

export function targetRow(sql: Sql, id: string): Row {
  const row = sql.get("SELECT * FROM target_hours WHERE id = ?", rowId(id, "row of target hours"));
  if (!row) throw notFound("row of target hours");
  return row;
}

/**
 * The hours of every day.
 * @param before what was set for the account, which holds before the first row
 * @param today the day that `targetSeconds` is of
 */
export function readTargetHours(sql: Sql, before: readonly number[] | null, today: CalendarDay) {
  const changes: TargetChange[] = targetRows(sql).map((row) => ({
    first: String(row.first),
    targetSeconds: weekOfRow(row),
  }));
  const targetSeconds = before === null ? null : [...before];
  if (changes.length === 0) return { targetSeconds };
  if (targetSeconds) changes.unshift({ first: always, targetSeconds });
  const hours: TargetHours = { targetSeconds, targetChanges: changes };
  const now = weekOn(today, hours);
  return { targetSeconds: now && [...now], targetChanges: changes };
}

/**
 * From which day on working time counts: as it was set, else from the first entry, so that a new sheet owes nothing. A sheet
 * without hours of its own owes nothing before its first row, either.
 */
export function readFirstDay(
  sql: Sql,
  before: readonly number[] | null,
  { today, zone, firstDay }: { today: CalendarDay; zone: string; firstDay?: CalendarDay },
): CalendarDay {
  if (firstDay !== undefined) return firstDay;
  const begin = sql.get("SELECT min(begin_at) AS at FROM entry")?.at;
  const entered = typeof begin === "number" ? dayOf(fromSeconds(begin), zone) : today;
  const [row] = before === null ? targetRows(sql) : [];
  const days = [entered < today ? entered : today, ...(row ? [String(row.first)] : [])];
  return days.sort().at(-1) ?? today;
}

/** @param week seconds per weekday, Monday first @returns the row's id @throws ServiceError `conflict`, `not_found` */
export function writeTargetHours(sql: Sql, first: CalendarDay, week: readonly number[], id?: string): string {
  const twin = sql.get(
    "SELECT id FROM target_hours WHERE first = ? AND id <> ?",
    first,
    id === undefined ? 0 : Number(id),
  );
  if (twin) throw invalid("first", message("target_hours_exist", { first, id: String(twin.id) }), "Change those.");
  const values = [first, ...week];
  if (id === undefined) {
    const columns = `first, ${weekdays.join(", ")}`;
    return String(sql.run(`INSERT INTO target_hours (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, ...values).id);
  }
  const sets = ["first", ...weekdays].map((name) => `${name} = ?`).join(", ");
  sql.run(`UPDATE target_hours SET ${sets} WHERE id = ?`, ...values, rowId(id, "row of target hours"));
  return id;
}
