import type { RecordDraft, RecordField, ServiceRecord } from "../../../domain/records";
import { message } from "../../../messages/message";
import type { Row, Sql } from "../../../platform/sqlite";
import { notFound, rowId } from "../database/rows";
import { type OwnHoliday, ownHolidayOf, ownHolidayRows, partsOfDay } from "../own-holidays";
import { invalid } from "../refusals";
import { checkedName, longestName } from "../work";
import { inSpan } from "./in-span";
import type { SheetRecordType } from "./sheet-record-type";

/** Free days of the person's own, as records. */

const fields: RecordField[] = [
  { name: "name", kind: "text", needed: true, maxLength: longestName },
  { name: "day", kind: "day", needed: true, hint: "The free day; of a yearly one the first." },
  { name: "yearly", kind: "flag", hint: "Free on this date of each year from day on. Default: once." },
  { name: "half", kind: "flag", hint: "Free from noon on. Default: the whole day." },
];

const toRecord = (row: Row): ServiceRecord => {
  const { name, day, yearly, half } = ownHolidayOf(row);
  return { type: "holiday", id: String(row.id), name, values: { name, day, yearly, half } };
};

function holidayRow(sql: Sql, id: string): Row {
  const row = sql.get("SELECT * FROM own_holiday WHERE id = ?", rowId(id, "holiday"));
  if (!row) throw notFound("holiday");
  return row;
}

/** @param before what is not said stays so @throws ServiceError `invalid` */
function checked(sql: Sql, values: RecordDraft, before?: OwnHoliday & { id: number }): OwnHoliday {
  const day = String(values.day ?? before?.day);
  if (partsOfDay(day) === null) throw invalid("day", message("day_format_hint"));
  const twin = sql.get("SELECT id, name FROM own_holiday WHERE day = ? AND id <> ?", day, before?.id ?? 0);
  if (twin) throw invalid("day", message("own_holiday_exists", { day, id: String(twin.id) }), "Change that one.");
  return {
    name: checkedName(String(values.name ?? before?.name ?? ""), "holiday").name,
    day,
    yearly: Boolean(values.yearly === undefined ? before?.yearly : values.yearly),
    half: Boolean(values.half === undefined ? before?.half : values.half),
  };
}

const columns = ({ name, day, yearly, half }: OwnHoliday) => [name, day, Number(yearly), Number(half)];

export const ownHolidayRecords: SheetRecordType = {
  actions: ["list", "get", "create", "update", "delete"],
  fields,
  filters: [],
  list(sql, query) {
    const dated = ownHolidayRows(sql).map((row) => {
      const { day, yearly } = ownHolidayOf(row);
      return { record: toRecord(row), first: day, last: yearly ? null : day };
    });
    const notes = ["Only days of the person's own. Those of the country are in list_absences with show: holidays."];
    return { ...inSpan(dated, query), notes };
  },
  get: (sql, id) => toRecord(holidayRow(sql, id)),
  create(sql, values) {
    const { id } = sql.run(
      "INSERT INTO own_holiday (name, day, yearly, half) VALUES (?, ?, ?, ?)",
      ...columns(checked(sql, values)),
    );
    return toRecord(holidayRow(sql, String(id)));
  },
  update(sql, id, values) {
    const row = holidayRow(sql, id);
    const next = checked(sql, values, { ...ownHolidayOf(row), id: Number(row.id) });
    sql.run(
      "UPDATE own_holiday SET name = ?, day = ?, yearly = ?, half = ? WHERE id = ?",
      ...columns(next),
      Number(row.id),
    );
    return toRecord(holidayRow(sql, id));
  },
  remove(sql, id) {
    sql.run("DELETE FROM own_holiday WHERE id = ?", Number(holidayRow(sql, id).id));
  },
};
