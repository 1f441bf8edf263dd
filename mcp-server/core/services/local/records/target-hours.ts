import type { RecordDraft, RecordField, ServiceRecord } from "../../../domain/records";
import type { Row, Sql } from "../../../platform/sqlite";
import { hoursMinutes } from "../../../time/format";
import { invalid } from "../refusals";
import { targetRow, targetRows, weekdays, weekOfRow, writeTargetHours } from "../target-hours";
import { inSpan } from "./in-span";
import type { SheetRecordType } from "./sheet-record-type";

/** What is to be worked, as records: a row holds from its first day until the next one begins. */

const fields: RecordField[] = [
  { name: "first", kind: "day", needed: true, hint: "Day from which on it holds, until the next row." },
  { name: "week", kind: "duration", hint: "Hours a week, spread evenly over Monday to Friday; or say single days." },
  ...weekdays.map((name): RecordField => ({ name, kind: "duration" })),
];

const sum = (week: readonly number[]) => week.reduce((all, seconds) => all + seconds, 0);

const toRecord = (row: Row): ServiceRecord => {
  const week = weekOfRow(row);
  const first = String(row.first);
  return {
    type: "target_hours",
    id: String(row.id),
    name: `From ${first}: ${hoursMinutes(sum(week))} a week`,
    values: { first, week: sum(week), ...Object.fromEntries(weekdays.map((day, index) => [day, week[index] ?? 0])) },
  };
};

/** In whole minutes; what does not divide by five goes to the first days, so that the week is exactly what was said. */
function spread(seconds: number): number[] {
  const minutes = Math.round(seconds / 60);
  return weekdays.map((_, day) => (day < 5 ? Math.floor(minutes / 5) + (day < minutes % 5 ? 1 : 0) : 0) * 60);
}

const daySeconds = 86_400;

/** @param before what is not said stays so @throws ServiceError `invalid` */
function weekOf(values: RecordDraft, before?: readonly number[]): readonly number[] {
  const named = weekdays.filter((day) => values[day] != null);
  // A row as it was read tells both, and they agree.
  const told = weekdays.map((day, index) => Number(values[day] ?? before?.[index] ?? 0));
  const isWhole = named.length === weekdays.length || (before !== undefined && named.length > 0);
  const agrees = isWhole && values.week === sum(told);
  if (values.week != null && !agrees) {
    if (named.length > 0) throw invalid("week", "Give hours for the week or for single days, not both.");
    const week = spread(Number(values.week));
    if (week.some((seconds) => seconds > daySeconds)) throw invalid("week", "A week has 120 hours of work at most.");
    return week;
  }
  if (named.length === 0 && !before)
    throw invalid("week", "It takes hours of a week, or of single days.", 'Give week: "38:30", or monday: "8h", …');
  return weekdays.map((day, index) => {
    const seconds = values[day] === undefined ? (before?.[index] ?? 0) : Number(values[day] ?? 0);
    if (seconds < 0 || seconds > daySeconds) throw invalid(day, `${day} has 24 hours.`);
    return seconds;
  });
}

/** @param before seconds per weekday that were set for the account */
export const targetHoursRecords = (before: readonly number[] | null): SheetRecordType => {
  const base = (rows: readonly Row[]) => {
    const until = rows[0] ? `Before ${String(rows[0].first)}` : "On all days";
    return before ? [`${until}: ${hoursMinutes(sum(before))} a week, as set when the account was made.`] : [];
  };
  return {
    actions: ["list", "get", "create", "update", "delete"],
    fields,
    filters: [],
    list(sql, query) {
      const all = targetRows(sql);
      const records = all.map((row, index) => {
        const next = all[index + 1];
        return { record: toRecord(row), first: String(row.first), last: next ? String(next.first) : null };
      });
      return { ...inSpan(records, query), notes: base(all) };
    },
    get: (sql, id) => toRecord(targetRow(sql, id)),
    create: (sql, values) => save(sql, String(values.first), weekOf(values)),
    update(sql, id, values) {
      const row = targetRow(sql, id);
      return save(sql, String(values.first ?? row.first), weekOf(values, weekOfRow(row)), id);
    },
    remove(sql, id) {
      sql.run("DELETE FROM target_hours WHERE id = ?", Number(targetRow(sql, id).id));
    },
  };
};

const save = (sql: Sql, first: string, week: readonly number[], id?: string) =>
  toRecord(targetRow(sql, writeTargetHours(sql, first, week, id)));
