import type { z } from "zod";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft } from "../../../../domain/records";
import type { Clockodo } from "../../context";
import { targetRow } from "../../wire/account";
import type { ClockodoRecordType } from "../type";
import { ledgerType } from "./ledger";
import type { LedgerField } from "./ledger-values";

type Row = z.infer<typeof targetRow>;

const hour = 3600;
const minute = 60;
const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const fields: readonly LedgerField[] = [
  { name: "person", wire: "users_id", kind: "ref", of: "person", needed: true, when: "create" },
  { name: "kind", wire: "type", kind: "choice", choices: ["weekly", "monthly"], needed: true },
  { name: "first", wire: "date_since", kind: "day", needed: true },
  { name: "last", wire: "date_until", kind: "day", hint: "Empty: from then on." },
  ...weekdays.map(
    (name): LedgerField => ({ name, wire: name, kind: "duration", scale: hour, hint: "Weekly: to work that day." }),
  ),
  { name: "month", wire: "monthly_target", kind: "duration", scale: hour, hint: "Monthly: to work in a month." },
  { name: "workdays", wire: "workdays", kind: "list", item: "choice", choices: weekdays, hint: "Monthly." },
  {
    name: "compensation_day",
    wire: "compensation_daily",
    kind: "duration",
    scale: minute,
    hint: "Weekly: overtime of a day that is paid with the salary.",
  },
  {
    name: "compensation_month",
    wire: "compensation_monthly",
    kind: "duration",
    scale: hour,
    hint: "The same for a month.",
  },
  { name: "holiday_credit", wire: "holiday_fixed_credit", kind: "flag", hint: "Fixed hours for a day of leave." },
  { name: "surcharge_model", wire: "surcharge_models_id", kind: "number", hint: "Its id." },
];

/** Seven flags of the days that were named; undefined: nothing was said of them. */
function workdaysOf({ workdays }: RecordDraft): Record<string, boolean> | undefined {
  if (workdays == null) return undefined;
  const named = Array.isArray(workdays) ? workdays : [workdays];
  for (const each of named)
    if (!(weekdays as readonly unknown[]).includes(each))
      throw new InputError("argument", `workdays takes ${weekdays.join(", ")}.`);
  return Object.fromEntries(weekdays.map((day) => [`workday_${day}`, named.includes(day)]));
}

/**
 * Clockodo wants all hours of a new row, and type and begin with every change (clockodo-api.md §2.12). A day that is not
 * named has no hours.
 */
function complete(body: Record<string, unknown>, draft: RecordDraft, before: Row | null): Record<string, unknown> {
  const { workdays: _, ...given } = body;
  const type = String(given.type ?? before?.type);
  if (typeof given.holiday_fixed_credit === "boolean") given.holiday_fixed_credit = given.holiday_fixed_credit ? 1 : 0;
  const days = workdaysOf(draft);
  const needless = type === "weekly" ? ["month", "workdays"] : [...weekdays, "compensation_day"];
  const wrong = needless.filter((name) => draft[name] != null);
  if (wrong.length > 0)
    throw new InputError("argument", `Target hours that are ${type} take no ${wrong.join(", ")}.`, {
      next: type === "weekly" ? "Give hours by weekday." : "Give month and workdays.",
    });
  if (before && before.type === type) return { type, date_since: before.date_since, ...given, ...days };
  const none = Object.fromEntries(
    weekdays.map((day) => [type === "weekly" ? day : `workday_${day}`, type === "weekly" ? 0 : false]),
  );
  const fresh = before ? { date_since: before.date_since } : { date_until: null, compensation_monthly: 0 };
  return { ...fresh, ...none, ...(type === "weekly" && { compensation_daily: 0 }), ...given, ...days };
}

export const targetHoursType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType<Row>(clockodo, {
    type: "target_hours",
    what: "a row of target hours",
    kind: "target_hours",
    resource: "targethours",
    row: targetRow,
    keys: { list: "targethours", one: "targethoursRow" },
    fields,
    filters: [{ name: "person", wire: "users_id", kind: "ref", of: "person" }],
    notes: [
      "Who works by the company's default hours has no record here.",
      "A new one: days that are not named have no hours.",
    ],
    nameOf: (row, names) => `${names("person", row.users_id)} from ${row.date_since}`,
    span: (row) => ({ first: row.date_since, last: row.date_until ?? null }),
    extra(row) {
      const open = row as Record<string, unknown>;
      const days = weekdays.filter((day) => open[`workday_${day}`] === true);
      const credit = open.absence_fixed_credit ?? open.holiday_fixed_credit;
      return {
        ...(row.type === "monthly" && { workdays: [...days] }),
        ...(credit == null ? {} : { holiday_credit: Boolean(credit) }),
      };
    },
    complete,
  });
