import type { Clockodo } from "../../context";
import {
  leaveCarry,
  overtimeCarry,
  overtimeReduction,
  quota,
  type WireLeaveCarry,
  type WireOvertimeCarry,
  type WireOvertimeReduction,
  type WireQuota,
} from "../../wire/balance";
import type { WireField } from "../shared";
import type { ClockodoRecordType } from "../type";
import { ledgerType } from "./ledger";
import type { LedgerField } from "./ledger-values";

/** What balances of leave and overtime begin with (clockodo-api.md §2.10). */

const hour = 3600;
const person: LedgerField = {
  name: "person",
  wire: "users_id",
  kind: "ref",
  of: "person",
  needed: true,
  when: "create",
};
const note: LedgerField = { name: "note", wire: "note", kind: "text", hint: "Shown with rights only." };
const year: LedgerField = {
  name: "year",
  wire: "year",
  kind: "number",
  needed: true,
  when: "create",
  hint: "One of a person for each year, 2000 to 2037.",
};
const personFilter: WireField = { name: "person", wire: "users_id", kind: "ref", of: "person" };
const yearFilter: WireField = { name: "year", wire: "year", kind: "number" };
const wholeYear = (of: number) => ({ first: `${of}-01-01`, last: `${of}-12-31` });

export const leaveQuotaType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType<WireQuota>(clockodo, {
    type: "leave_quota",
    what: "a quota of leave",
    kind: "leave_account",
    resource: "holidaysQuota",
    row: quota,
    fields: [
      person,
      { name: "days", wire: "count", kind: "number", needed: true, hint: "Days each year, 0 to 365." },
      { name: "first_year", wire: "year_since", kind: "number", needed: true },
      { name: "last_year", wire: "year_until", kind: "number", hint: "Empty: from then on." },
      note,
    ],
    filters: [personFilter, yearFilter],
    notes: [
      "Who has the company's default days has no quota of their own, and can get none until that is switched off.",
    ],
    nameOf: (row, names) =>
      `${names("person", row.users_id)} ${row.year_since}${row.year_until === row.year_since ? "" : `–${row.year_until ?? ""}`}`,
    span: (row) => ({
      first: `${row.year_since}-01-01`,
      last: row.year_until == null ? null : `${row.year_until}-12-31`,
    }),
  });

export const leaveCarryType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType<WireLeaveCarry>(clockodo, {
    type: "leave_carry",
    what: "a carry of leave",
    kind: "leave_account",
    resource: "holidaysCarry",
    row: leaveCarry,
    fields: [
      person,
      year,
      { name: "days", wire: "count", kind: "number", needed: true, hint: "Whole or half days; below zero too." },
      note,
    ],
    filters: [personFilter, yearFilter],
    notes: ["Days carried over into a year."],
    nameOf: (row, names) => `${names("person", row.users_id)} ${row.year}`,
    span: (row) => wholeYear(row.year),
  });

export const overtimeCarryType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType<WireOvertimeCarry>(clockodo, {
    type: "overtime_carry",
    what: "a carry of overtime",
    kind: "overtime_account",
    resource: "overtimeCarry",
    row: overtimeCarry,
    fields: [
      person,
      year,
      {
        name: "hours",
        wire: "hours",
        kind: "duration",
        scale: hour,
        needed: true,
        signed: true,
        hint: "999 h at most.",
      },
      note,
    ],
    filters: [personFilter, yearFilter],
    notes: ["Overtime carried over into a year."],
    nameOf: (row, names) => `${names("person", row.users_id)} ${row.year}`,
    span: (row) => wholeYear(row.year),
  });

export const overtimeReductionType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType<WireOvertimeReduction>(clockodo, {
    type: "overtime_reduction",
    what: "a reduction of overtime",
    kind: "overtime_account",
    resource: "overtimeReductions",
    row: overtimeReduction,
    fields: [
      person,
      { name: "day", wire: "date", kind: "day", needed: true },
      { name: "hours", wire: "hours", kind: "duration", scale: hour, needed: true, signed: true },
      note,
      { name: "added", wire: "added_at", kind: "day", when: "never" },
      { name: "added_by", wire: "added_by_users_id", kind: "ref", of: "person", when: "never" },
    ],
    filters: [personFilter],
    notes: ["Overtime that was paid out or struck off. Time off for overtime is leave: request_absence."],
    nameOf: (row, names) => `${names("person", row.users_id)} ${row.date}`,
    span: (row) => ({ first: row.date, last: row.date }),
  });
