import type { z } from "zod";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft } from "../../../../domain/records";
import { targetRow, weekdays } from "../../wire/account";
import { type ClockodoField, field, ref } from "../fields";
import type { RecordSpec } from "../record-type";

type Row = z.infer<typeof targetRow>;

const hours = { scale: 3600 };

const fields: readonly ClockodoField[] = [
  ref("person", "users_id", "person", { needed: true, when: "create" }),
  field("kind", "choice", { wire: "type", choices: ["weekly", "monthly"], needed: true }),
  field("first", "day", { wire: "date_since", needed: true }),
  field("last", "day", { wire: "date_until", hint: "Empty: from then on." }),
  ...weekdays.map((name) => field(name, "duration", { ...hours, range: [0, 24], hint: "Weekly: to work that day." })),
  field("month", "duration", {
    wire: "monthly_target",
    ...hours,
    range: [0, 744],
    hint: "Monthly: to work in a month.",
  }),
  field("workdays", "list", { item: "choice", choices: weekdays, apart: true, hint: "Monthly; else Clockodo's." }),
  field("compensation_day", "duration", {
    wire: "compensation_daily",
    scale: 60,
    range: [0, 1_440, 1],
    hint: "Weekly: overtime of a day that is paid with the salary.",
  }),
  field("compensation_month", "duration", {
    wire: "compensation_monthly",
    ...hours,
    range: [0, 744, 1],
    hint: "The same for a month, in whole hours.",
  }),
  field("holiday_credit", "flag", {
    wire: "holiday_fixed_credit",
    binary: true,
    hint: "Fixed hours for a day of leave.",
  }),
  field("surcharge_model", "number", { wire: "surcharge_models_id", hint: "Its id." }),
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
 * Clockodo wants type and begin with every change (clockodo-api.md §2.12). A day that is not named has no hours; which
 * days are workdays is left to Clockodo unless somebody names them.
 */
function complete(given: Record<string, unknown>, draft: RecordDraft, before: Row | null): Record<string, unknown> {
  const type = String(given.type ?? before?.type);
  const weekly = type === "weekly";
  const days = workdaysOf(draft);
  const needless = weekly ? ["month", "workdays"] : [...weekdays, "compensation_day"];
  const wrong = needless.filter((name) => draft[name] != null);
  if (wrong.length > 0)
    throw new InputError("argument", `Target hours that are ${type} take no ${wrong.join(", ")}.`, {
      next: weekly ? "Give hours by weekday." : "Give month and workdays.",
    });
  if (before && before.type === type) return { type, date_since: before.date_since, ...given, ...days };
  const none = weekly ? Object.fromEntries(weekdays.map((day) => [day, 0])) : {};
  const fresh = before ? { date_since: before.date_since } : { date_until: null, compensation_monthly: 0 };
  return { ...fresh, ...none, ...(weekly && { compensation_daily: 0 }), ...given, ...days };
}

export const targetHoursRow: RecordSpec<Row> = {
  type: "target_hours",
  what: "a row of target hours",
  kind: "target_hours",
  resource: "targethours",
  row: targetRow,
  keys: { list: "targethours", one: "targethoursRow" },
  partial: true,
  fields,
  filters: [ref("person", "users_id", "person")],
  notes: [
    "Who works by the company's default hours has no record here.",
    "A new weekly one: days that are not named have no hours.",
  ],
  nameOf: (row, names) => `${names("person", row.users_id)} from ${row.date_since}`,
  span: (row) => ({ first: row.date_since, last: row.date_until ?? null }),
  extra(row) {
    const held = row as Record<string, unknown>;
    const credit = held.absence_fixed_credit ?? held.holiday_fixed_credit;
    return {
      workdays: row.type === "monthly" ? weekdays.filter((day) => held[`workday_${day}`] === true) : undefined,
      holiday_credit: credit == null ? undefined : Boolean(credit),
    };
  },
  complete,
};
