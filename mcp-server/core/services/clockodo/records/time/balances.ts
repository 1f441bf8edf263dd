import type { z } from "zod";
import { leaveCarry, overtimeCarry, overtimeReduction, quota } from "../../wire/balance";
import { field, type NameOf, never, ref } from "../fields";
import type { RecordSpec } from "../record-type";

/** What balances of leave and overtime begin with (clockodo-api.md §2.10). */

const hours = { scale: 3600, needed: true, signed: true, range: [-999, 999] } as const;
const years = [2000, 2037] as const;
const person = ref("person", "users_id", "person", { needed: true, when: "create" });
const note = field("note", "text", { hint: "Shown with rights only." });
const year = field("year", "number", {
  needed: true,
  when: "create",
  range: years,
  hint: "One of a person for each year, 2000 to 2037.",
});
const personFilter = ref("person", "users_id", "person");
const yearFilter = field("year", "number");

/** What the two carries have in common. */
const ofYear = {
  partial: true,
  filters: [personFilter, yearFilter],
  nameOf: (row: { users_id: number; year: number }, names: NameOf) => `${names("person", row.users_id)} ${row.year}`,
  span: (row: { year: number }) => ({ first: `${row.year}-01-01`, last: `${row.year}-12-31` }),
} as const;

export const leaveQuotaRow: RecordSpec<z.infer<typeof quota>> = {
  type: "leave_quota",
  what: "a quota of leave",
  kind: "leave_account",
  resource: "holidaysQuota",
  row: quota,
  partial: true,
  fields: [
    person,
    field("days", "number", { wire: "count", needed: true, range: [0, 365], hint: "Days each year, 0 to 365." }),
    field("first_year", "number", { wire: "year_since", needed: true, range: years }),
    field("last_year", "number", { wire: "year_until", range: years, hint: "Empty: from then on." }),
    note,
  ],
  filters: [personFilter, yearFilter],
  notes: ["Who has the company's default days has no quota of their own, and can get none until that is switched off."],
  nameOf: (row, names) =>
    `${names("person", row.users_id)} ${row.year_since}${row.year_until === row.year_since ? "" : `–${row.year_until ?? ""}`}`,
  span: (row) => ({
    first: `${row.year_since}-01-01`,
    last: row.year_until == null ? null : `${row.year_until}-12-31`,
  }),
};

export const leaveCarryRow: RecordSpec<z.infer<typeof leaveCarry>> = {
  ...ofYear,
  type: "leave_carry",
  what: "a carry of leave",
  kind: "leave_account",
  resource: "holidaysCarry",
  row: leaveCarry,
  fields: [
    person,
    year,
    field("days", "number", {
      wire: "count",
      needed: true,
      range: [-9_999, 9_999, 0.5],
      hint: "Whole or half days; below zero too.",
    }),
    note,
  ],
  notes: ["Days carried over into a year."],
};

export const overtimeCarryRow: RecordSpec<z.infer<typeof overtimeCarry>> = {
  ...ofYear,
  type: "overtime_carry",
  what: "a carry of overtime",
  kind: "overtime_account",
  resource: "overtimeCarry",
  row: overtimeCarry,
  fields: [person, year, field("hours", "duration", { ...hours, hint: "999 h at most." }), note],
  notes: ["Overtime carried over into a year."],
};

export const overtimeReductionRow: RecordSpec<z.infer<typeof overtimeReduction>> = {
  type: "overtime_reduction",
  what: "a reduction of overtime",
  kind: "overtime_account",
  resource: "overtimeReductions",
  row: overtimeReduction,
  partial: true,
  fields: [
    person,
    field("day", "day", { wire: "date", needed: true }),
    field("hours", "duration", hours),
    note,
    field("added", "day", { wire: "added_at", ...never }),
    ref("added_by", "added_by_users_id", "person", never),
  ],
  filters: [personFilter],
  notes: ["Overtime that was paid out or struck off. Time off for overtime is leave: request_absence."],
  nameOf: (row, names) => `${names("person", row.users_id)} ${row.date}`,
  span: (row) => ({ first: row.date, last: row.date }),
};
