import type { RecordField, RecordValue, ServiceRecord } from "../../../../domain/records";
import { clockOf } from "../../../../time/format";
import type { WireReport, WireReportDay, WireReportMonth } from "../../wire/balance";

/** User reports in our words: durations in seconds, leave in days, clock times in the caller's zone. */

/** How much of a report is told, by Clockodo's numbers (clockodo-api.md §4). */
export const details = ["year", "month", "week", "day", "times"] as const;

const read = (name: string, kind: RecordField["kind"], hint?: string): RecordField => ({
  name,
  kind,
  when: "never",
  ...(hint && { hint }),
});
export const fields: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person", when: "never" },
  read("year", "number"),
  read("worked", "duration"),
  read("target", "duration"),
  read("difference", "duration"),
  read("carried_over", "duration", "Overtime from before."),
  read("struck_off", "duration", "Overtime that was reduced by hand."),
  read("time_off_taken", "duration", "Taken from overtime."),
  read("time_off_planned", "duration"),
  read("leave_days", "number"),
  read("leave_carried_over", "number"),
  read("workdays", "number"),
  read("absences", "map", "Days by kind."),
  read("surcharges", "map"),
  { name: "months", kind: "list", item: "map", when: "never", hint: "With detail month, week, day or times." },
];
export const filters: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person" },
  { name: "year", kind: "number", hint: "Else of the period, or this year." },
  { name: "detail", kind: "choice", choices: details, hint: "times: days with begin, end and breaks. Default year." },
];

/** Without what is null, 0 or empty: a year of days is long enough. */
const told = (values: Record<string, RecordValue | undefined>): { [name: string]: RecordValue } =>
  Object.fromEntries(
    Object.entries(values).filter(
      (pair): pair is [string, RecordValue] => pair[1] !== undefined && pair[1] !== null && pair[1] !== 0,
    ),
  );
const counts = (of: Readonly<Record<string, number | null | undefined>> | null | undefined) => {
  const some = told(of ?? {});
  return Object.keys(some).length > 0 ? some : undefined;
};

export interface Span {
  first: string;
  last: string;
}

const dayOfReport = (zone: string) => (day: WireReportDay) => {
  const at = (instant: string | null | undefined) => (instant ? clockOf(instant, zone) : undefined);
  return told({
    day: day.date,
    holiday: day.nonbusiness ? true : undefined,
    worked: day.hours,
    target: day.target,
    difference: day.diff,
    time_off_taken: day.count_reduction_used,
    absences: counts(day.count_absence),
    begin: at(day.work_start),
    end: at(day.work_end),
    breaks: day.breaks?.length
      ? day.breaks.map(({ since, until }) => `${clockOf(since, zone)}–${until ? clockOf(until, zone) : ""}`)
      : undefined,
  });
};

function monthsOf(year: number, months: readonly WireReportMonth[], span: Span | null, zone: string): RecordValue[] {
  const within = (from: string, to: string) => !span || (from <= span.last && to >= span.first);
  return months
    .filter(({ nr }) => {
      const month = `${year}-${String(nr).padStart(2, "0")}`;
      return within(`${month}-01`, `${month}-31`);
    })
    .map((month) =>
      told({
        month: `${year}-${String(month.nr).padStart(2, "0")}`,
        worked: month.sum_hours,
        target: month.sum_target,
        difference: month.diff,
        time_off_taken: month.sum_reduction_used,
        struck_off: month.sum_overtime_reduced,
        weeks: month.week_details?.map((week) =>
          told({
            week: week.nr,
            worked: week.sum_hours,
            target: week.sum_target,
            difference: week.diff,
            time_off_taken: week.sum_reduction_used,
            days: week.day_details?.filter(({ date }) => within(date, date)).map(dayOfReport(zone)),
          }),
        ),
      }),
    );
}

export function recordOf(row: WireReport, year: number, span: Span | null, zone: string): ServiceRecord {
  const name = row.users_name ?? `#${row.users_id}`;
  const months = row.month_details ? monthsOf(year, row.month_details, span, zone) : undefined;
  return {
    type: "user_report",
    id: `${row.users_id}-${year}`,
    name: `${name} ${year}`,
    values: {
      person: { id: String(row.users_id), name },
      year,
      ...told({
        worked: row.sum_hours,
        target: row.sum_target,
        difference: row.diff,
        carried_over: row.overtime_carryover,
        struck_off: row.overtime_reduced,
        time_off_taken: row.sum_reduction_used,
        time_off_planned: row.sum_reduction_planned,
        leave_days: row.holidays_quota,
        leave_carried_over: row.holidays_carry,
        workdays: row.workdays,
        absences: counts(row.sum_absence),
        surcharges: counts(row.surcharges),
        months,
      }),
    },
  };
}
