import type { RecordField, RecordValue, ServiceRecord } from "../../../../domain/records";
import { clockOf } from "../../../../time/format";
import type { WireReport, WireReportDay, WireReportMonth } from "../../wire/balance";
import { told } from "../fields";
import { timesText } from "./work-time";

/** User reports in our words: durations in seconds, leave in days, clock times in the caller's zone. */

/** How much of a report is told, by Clockodo's numbers (clockodo-api.md §4). */
export const details = ["year", "month", "week", "day", "times"] as const;

export const fields: readonly RecordField[] = [
  told("person", "ref", { of: "person" }),
  told("year", "number"),
  told("worked", "duration"),
  told("target", "duration"),
  told("difference", "duration"),
  told("carried_over", "duration", { hint: "Overtime from before." }),
  told("struck_off", "duration", { hint: "Overtime that was reduced by hand." }),
  told("time_off_taken", "duration", { hint: "Taken from overtime." }),
  told("time_off_planned", "duration"),
  told("leave_days", "number"),
  told("leave_carried_over", "number"),
  told("workdays", "number"),
  told("absences", "map", { hint: "Days by kind." }),
  told("surcharges", "map"),
  told("months", "list", { item: "map", hint: "With detail month, week, day or times." }),
];
export const filters: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person" },
  { name: "year", kind: "number", hint: "Else of the period, or this year." },
  { name: "detail", kind: "choice", choices: details, hint: "times: days with begin, end and breaks. Default year." },
];

/** Without what is null, 0 or empty: a year of days is long enough. */
const filled = (values: Record<string, RecordValue | undefined>): { [name: string]: RecordValue } =>
  Object.fromEntries(
    Object.entries(values).filter(
      (pair): pair is [string, RecordValue] => pair[1] !== undefined && pair[1] !== null && pair[1] !== 0,
    ),
  );
const counts = (of: Readonly<Record<string, number | null | undefined>> | null | undefined) => {
  const some = filled(of ?? {});
  return Object.keys(some).length > 0 ? some : undefined;
};

/** What a year, a month and a week tell alike. */
const sumsOf = (of: Pick<WireReportMonth, "sum_hours" | "sum_target" | "diff" | "sum_reduction_used">) => ({
  worked: of.sum_hours,
  target: of.sum_target,
  difference: of.diff,
  time_off_taken: of.sum_reduction_used,
});

export interface Span {
  first: string;
  last: string;
}

const dayOfReport = (zone: string) => (day: WireReportDay) => {
  const at = (instant: string | null | undefined) => (instant ? clockOf(instant, zone) : undefined);
  return filled({
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
      ? day.breaks.map(({ since, until }) => timesText(zone, { time_since: since, time_until: until }))
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
      filled({
        month: `${year}-${String(month.nr).padStart(2, "0")}`,
        ...sumsOf(month),
        struck_off: month.sum_overtime_reduced,
        weeks: month.week_details?.map((week) =>
          filled({
            week: week.nr,
            ...sumsOf(week),
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
      ...filled({
        ...sumsOf(row),
        carried_over: row.overtime_carryover,
        struck_off: row.overtime_reduced,
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
