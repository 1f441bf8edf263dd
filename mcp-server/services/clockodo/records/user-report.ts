import { pageOf } from "../../../domain/drafts";
import { InputError } from "../../../domain/errors";
import type { Call } from "../../../domain/ports";
import type { RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../domain/records";
import { partsOf } from "../../../time/civil";
import { clockOf, dayOf, toInstant } from "../../../time/format";
import type { Clockodo } from "../context";
import { demand } from "../gates";
import { wireId } from "../ids";
import { pathOf } from "../paths";
import { oneReport, reports, type WireReport, type WireReportDay, type WireReportMonth } from "../wire/balance";
import { partly } from "./ledger";
import { idOf } from "./shared";
import type { ClockodoRecordType } from "./type";

/** How much of a report is told, by Clockodo's numbers (clockodo-api.md §4). */
const details = ["year", "month", "week", "day", "times"] as const;

const read = (name: string, kind: RecordField["kind"], hint?: string): RecordField => ({
  name,
  kind,
  when: "never",
  ...(hint && { hint }),
});
const fields: readonly RecordField[] = [
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
const filters: readonly RecordField[] = [
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

interface Span {
  first: string;
  last: string;
}

/** Sums of a person's year (clockodo-api.md §2.13): durations in seconds, leave in days. */
export function userReportType(clockodo: Clockodo): ClockodoRecordType {
  const { client, env } = clockodo;

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

  function recordOf(row: WireReport, year: number, span: Span | null, zone: string): ServiceRecord {
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

  /** @param person null: everybody whose report the caller may see */
  async function rows(person: number | null, year: number, type: number, call?: Call): Promise<WireReport[]> {
    const query = [
      ["year", year],
      ["type", type],
    ] as const;
    if (person === null) return (await client.get(reports, pathOf("userreports"), { query }, call)).userreports;
    return [(await client.get(oneReport, pathOf("userreports", person), { query }, call)).userreport];
  }

  async function yearOf(query: Pick<RecordQuery, "first" | "last" | "filters">, zone: string): Promise<number> {
    if (query.filters?.year != null) return Number(query.filters.year);
    const { year } = partsOf(query.first ?? dayOf(toInstant(env.now()), zone));
    if (query.last !== undefined && partsOf(query.last).year !== year)
      throw new InputError("argument", "A user report is of one year.", { next: "Ask for each year by itself." });
    return year;
  }

  return {
    async describe(call) {
      const why = (await clockodo.facts.get({ signal: call?.signal })).refused["user_report.read"];
      return {
        actions: why === undefined ? ["list", "get"] : [],
        parents: [],
        fields,
        filters,
        notes: [why ?? "An id is a person's and a year: 42-2026. A period narrows months and days."],
      };
    },
    async list(query, call) {
      const { zone } = await demand(clockodo, "user_report.read", call);
      const year = await yearOf(query, zone);
      const detail = details.findIndex((each) => each === (query.filters?.detail ?? "year"));
      const person = query.filters?.person == null ? null : idOf(query.filters.person, "a person");
      const span =
        query.first !== undefined && query.last !== undefined ? { first: query.first, last: query.last } : null;
      const [found, { user }] = await Promise.all([
        rows(person, year, Math.max(0, detail), call),
        clockodo.profile.get({ signal: call?.signal }),
      ]);
      const notes = person === null && user.role !== "owner" ? [partly] : [];
      return pageOf(
        found.map((row) => recordOf(row, year, span, zone)),
        query,
        notes,
      );
    },
    async get(id, _of, call) {
      const { zone } = await demand(clockodo, "user_report.read", call);
      const [, person = "", given] = /^(\d+)(?:-(\d{4}))?$/.exec(id) ?? [];
      const number = wireId(person, "a user report (a person's, with the year: 42-2026)");
      const year = given === undefined ? await yearOf({}, zone) : Number(given);
      const [row] = await rows(number, year, 1, call);
      if (!row) throw new InputError("argument", "There is no such report.");
      return recordOf(row, year, null, zone);
    },
  };
}
