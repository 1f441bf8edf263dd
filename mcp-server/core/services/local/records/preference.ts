import type { Ref } from "../../../domain/entities";
import type { RecordDraft, ServiceRecord } from "../../../domain/records";
import type { Sql } from "../../../platform/sqlite";
import { notFound } from "../database/rows";
import { readSettings, writeBalanceBegin, writeCalendar, writeLeaveDays, writeZone } from "../settings";
import type { SheetRecordType } from "./sheet-record-type";

const text = (value: RecordDraft[string] | undefined) => (value == null ? value : String(value));

/** What the person set for the whole sheet: one record. */
export function preferenceRecords(me: Ref): SheetRecordType {
  const read = (sql: Sql): ServiceRecord => {
    const { zone, firstDay, openingBalance, leaveDays, calendar } = readSettings(sql);
    const values = {
      ...(zone !== undefined && { zone }),
      ...(firstDay !== undefined && { first_day: firstDay }),
      ...(openingBalance !== undefined && { opening_balance: openingBalance }),
      ...(leaveDays !== undefined && { leave_days: leaveDays }),
      ...(calendar && { holiday_country: calendar.country }),
      ...(calendar?.region && { holiday_region: calendar.region }),
    };
    return { type: "preference", ...me, values };
  };
  const mine = (id: string) => {
    if (id !== me.id) throw notFound("preference");
  };
  return {
    actions: ["list", "get", "update"],
    fields: [
      {
        name: "first_day",
        kind: "day",
        hint: "From which day on target hours and balance count. Empty: from the first entry on.",
      },
      {
        name: "opening_balance",
        kind: "duration",
        signed: true,
        hint: "Overtime that the balance begins with on first_day: 4:10, -4:10.",
      },
      {
        name: "zone",
        kind: "text",
        hint: "Time zone of new entries: Europe/Berlin. Entries of before stay in the zone in which they were recorded.",
      },
      { name: "leave_days", kind: "number", hint: "Days of holiday a year, whole or half." },
      { name: "holiday_country", kind: "text", hint: "Whose public holidays are free: DE, Poland. Empty: nobody's." },
      { name: "holiday_region", kind: "text", hint: "Part of that country with days of its own: HH, Bayern." },
    ],
    filters: [],
    list: (sql) => ({ records: [read(sql)], total: 1, notes: [] }),
    get(sql, id) {
      mine(id);
      return read(sql);
    },
    update(sql, id, values) {
      mine(id);
      const { zone, first_day: first, opening_balance: opening, leave_days: days } = values;
      const { holiday_country: country, holiday_region: region } = values;
      if (zone !== undefined) writeZone(sql, String(zone ?? ""));
      if (first !== undefined || opening !== undefined)
        writeBalanceBegin(sql, text(first), opening == null ? opening : Number(opening));
      if (days !== undefined) writeLeaveDays(sql, days === null ? null : Number(days));
      if (country !== undefined || region !== undefined) writeCalendar(sql, text(country), text(region));
      return read(sql);
    },
  };
}
