import type { RecordDraft, RecordField, ServiceRecord } from "../../../domain/records";
import type { Row, Sql } from "../../../platform/sqlite";
import { notFound, rowId } from "../database/rows";
import { invalid } from "../refusals";
import { inSpan } from "./in-span";
import type { SheetRecordType } from "./sheet-record-type";

/** Days of holiday that are carried over into a year. */

const fields: RecordField[] = [
  { name: "year", kind: "number", needed: true, when: "create", hint: "Into which they are carried." },
  { name: "days", kind: "number", needed: true, hint: "Whole or half days." },
  { name: "until", kind: "day", hint: "Last day to take them. Empty: all year." },
];
const filters: RecordField[] = [{ name: "year", kind: "number" }];

export interface LeaveCarry {
  days: number;
  /** The last day on which they can be taken; absent: the year's. */
  until?: string;
}

const carryOf = ({ days, until }: Row): LeaveCarry => ({
  days: Number(days),
  ...(typeof until === "string" && { until }),
});

export function readCarry(sql: Sql, year: number): LeaveCarry | undefined {
  const row = sql.get("SELECT * FROM leave_carry WHERE year = ?", year);
  return row && carryOf(row);
}

const toRecord = (row: Row): ServiceRecord => ({
  type: "leave_carry",
  id: String(row.id),
  name: `Carried over into ${row.year}`,
  values: { year: Number(row.year), ...carryOf(row) },
});

function carryRow(sql: Sql, id: string): Row {
  const row = sql.get("SELECT * FROM leave_carry WHERE id = ?", rowId(id, "carry of leave"));
  if (!row) throw notFound("carry of leave");
  return row;
}

/** @throws ServiceError `invalid` */
function checked(values: RecordDraft, year: number, before?: LeaveCarry): [number, string | null] {
  const days = Number(values.days ?? before?.days);
  if (!(days >= 0 && days <= 366 && Number.isInteger(days * 2)))
    throw invalid("days", "Days of leave are whole or half ones, 366 at most.");
  const until = values.until === undefined ? (before?.until ?? null) : (values.until as string | null);
  if (until !== null && until.slice(0, 4) !== String(year)) throw invalid("until", `It must be a day of ${year}.`);
  return [days, until];
}

export const leaveCarryRecords: SheetRecordType = {
  actions: ["list", "get", "create", "update", "delete"],
  fields,
  filters,
  list(sql, query) {
    const year = query.filters?.year;
    const rows = sql
      .all("SELECT * FROM leave_carry ORDER BY year")
      .filter((row) => year == null || row.year === Number(year));
    const dated = rows.map((row) => ({ record: toRecord(row), first: `${row.year}-01-01`, last: `${row.year}-12-31` }));
    return { ...inSpan(dated, query), notes: [] };
  },
  get: (sql, id) => toRecord(carryRow(sql, id)),
  create(sql, values) {
    const year = Number(values.year);
    if (!(Number.isInteger(year) && year >= 1970 && year <= 9999)) throw invalid("year", "It takes a year, like 2026.");
    const twin = sql.get("SELECT id FROM leave_carry WHERE year = ?", year);
    if (twin) throw invalid("year", `There are days carried over into ${year} already (#${twin.id}).`, "Change those.");
    const [days, until] = checked(values, year);
    const { id } = sql.run("INSERT INTO leave_carry (year, days, until) VALUES (?, ?, ?)", year, days, until);
    return toRecord(carryRow(sql, String(id)));
  },
  update(sql, id, values) {
    const row = carryRow(sql, id);
    const [days, until] = checked(values, Number(row.year), carryOf(row));
    sql.run("UPDATE leave_carry SET days = ?, until = ? WHERE id = ?", days, until, Number(row.id));
    return toRecord(carryRow(sql, id));
  },
  remove(sql, id) {
    sql.run("DELETE FROM leave_carry WHERE id = ?", Number(carryRow(sql, id).id));
  },
};
