import { type Answered, type Asked, type FakeUser, ok, problem } from "../model";
import { countDays, daysFrom, freeShare, targetHours, viewsAbsences, weekdayOf } from "./absence-rules";
import { rowsOf } from "./resource";

/** `/userreports`: sums of a year, with months, weeks, days as wanted (§2.13). Durations are seconds. */

const absenceNames: Record<number, string> = {
  1: "regular_holidays",
  2: "special_leaves",
  4: "sick_self",
  5: "sick_child",
  6: "school",
  7: "maternity_protection",
  8: "home_office",
  9: "out_of_office",
  13: "quarantine",
  14: "military_service",
};
const none = () => Object.fromEntries(Object.values(absenceNames).map((name) => [name, 0])) as Record<string, number>;
const noSurcharges = { saturday: 0, sunday: 0, nonbusiness: 0, nonbusiness_special: 0, night: 0, night_increased: 0 };

interface Day {
  date: string;
  target: number;
  hours: number;
  past: boolean;
  nonbusiness: boolean;
  absence: Record<string, number>;
  reduction: number;
  start: string | null;
  end: string | null;
}

function daysOf(asked: Asked, owner: FakeUser, year: number): Day[] {
  const today = new Date(asked.now).toISOString().slice(0, 10);
  const { state } = asked;
  const approved = state.absences.filter((each) => each.users_id === owner.id && each.status === 1);
  return [...daysFrom(`${year}-01-01`, `${year}-12-31`)].map((date) => {
    const free = freeShare(asked, owner.id, date);
    const raw = targetHours(asked, owner, date) * 3600;
    const absence = none();
    let away = 0;
    let reduction = 0;
    for (const one of approved.filter((each) => each.date_since <= date && each.date_until >= date)) {
      const share = raw === 0 ? 0 : Math.min(one.half_day ? 0.5 : 1, 1 - free);
      const name = absenceNames[one.type];
      if (name) absence[name] = (absence[name] ?? 0) + share;
      if (one.type === 3) reduction += (one.count_hours ?? raw / 3600) * 3600;
      else if (one.type !== 8 && one.type !== 9) away += share;
    }
    const worked = state.entries.filter(
      (each) =>
        each.users_id === owner.id &&
        each.type === 1 &&
        each.until !== null &&
        new Date(each.since).toISOString().startsWith(date),
    );
    const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
    return {
      date,
      target: Math.round(raw * Math.max(0, 1 - free - away)),
      hours: worked.reduce((sum, each) => sum + ((each.until ?? each.since) - each.since) / 1000, 0),
      past: date <= today,
      nonbusiness: free === 1,
      absence,
      reduction,
      start: worked.length > 0 ? at(Math.min(...worked.map((each) => each.since))) : null,
      end: worked.length > 0 ? at(Math.max(...worked.map((each) => each.until ?? each.since))) : null,
    };
  });
}

const sum = (days: Day[], of: (day: Day) => number) => days.reduce((all, day) => all + of(day), 0);
const past = (days: Day[]) => days.filter((day) => day.past);
const sums = (days: Day[]) => {
  const over = past(days);
  const [target, hours] = [sum(over, (day) => day.target), sum(over, (day) => day.hours)];
  return { sum_target: target, sum_hours: hours, diff: hours - target };
};

const weekNumber = (date: string) => {
  const thursday = Date.parse(`${date}T00:00:00Z`) + (3 - weekdayOf(date)) * 86_400_000;
  const year = new Date(thursday).getUTCFullYear();
  return 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
};

function groupsOf<K>(days: Day[], key: (day: Day) => K): [K, Day[]][] {
  const groups = new Map<K, Day[]>();
  for (const day of days) groups.set(key(day), [...(groups.get(key(day)) ?? []), day]);
  return [...groups];
}

const dayRow = (day: Day, type: number) => ({
  date: day.date,
  weekday: weekdayOf(day.date) + 1,
  nonbusiness: day.nonbusiness,
  target: day.target,
  target_raw: day.target,
  count_absence: day.absence,
  count_reduction_used: day.reduction,
  surcharges: noSurcharges,
  ...(day.past && { hours: day.hours, hours_without_compensation: day.hours, diff: day.hours - day.target }),
  ...(type === 4 && { work_start: day.start, work_end: day.end, breaks: [] }),
});

const weekRow = ([nr, days]: [number, Day[]], type: number) => ({
  nr,
  ...sums(days),
  sum_reduction_used: sum(past(days), (day) => day.reduction),
  surcharges: noSurcharges,
  day_details: type < 3 ? null : days.map((day) => dayRow(day, type)),
});

const monthRow = ([nr, days]: [number, Day[]], type: number) => ({
  nr,
  ...sums(days),
  sum_hours_without_compensation: sum(past(days), (day) => day.hours),
  sum_reduction_used: sum(past(days), (day) => day.reduction),
  sum_overtime_reduced: 0,
  surcharges: noSurcharges,
  week_details: type < 2 ? null : groupsOf(days, (day) => weekNumber(day.date)).map((week) => weekRow(week, type)),
});

function report(asked: Asked, owner: FakeUser, year: number, type: number) {
  const { state } = asked;
  const days = daysOf(asked, owner, year);
  const ofYear = (name: string) => rowsOf(asked, name).filter((row) => row.users_id === owner.id && row.year === year);
  const carried = Number(ofYear("overtimeCarry")[0]?.hours ?? 0) * 3600;
  const reduced = rowsOf(asked, "overtimeReductions")
    .filter((row) => row.users_id === owner.id && String(row.date).startsWith(String(year)))
    .reduce((all, row) => all + Number(row.hours) * 3600, 0);
  const quota = rowsOf(asked, "holidaysQuota").find(
    (row) =>
      row.users_id === owner.id &&
      Number(row.year_since) <= year &&
      (row.year_until === null || Number(row.year_until) >= year),
  );
  const all = none();
  for (const one of state.absences)
    if (one.users_id === owner.id && one.status === 1 && one.date_since.startsWith(String(year))) {
      const name = absenceNames[one.type];
      if (name) all[name] = (all[name] ?? 0) + (countDays(asked, one) ?? 0);
    }
  const { diff, ...whole } = sums(days);
  return {
    users_id: owner.id,
    users_name: owner.name,
    users_number: owner.number,
    users_email: owner.email,
    ...whole,
    sum_reduction_used: sum(past(days), (day) => day.reduction),
    sum_reduction_planned: sum(
      days.filter((day) => !day.past),
      (day) => day.reduction,
    ),
    overtime_carryover: carried,
    overtime_reduced: reduced,
    diff: state.settings.reportDiffWhole ? diff + carried - reduced : diff,
    holidays_quota: owner.default_holidays_count ? state.company.holidays_count_default : Number(quota?.count ?? 0),
    holidays_carry: Number(ofYear("holidaysCarry")[0]?.count ?? 0),
    workdays: days.filter((day) => day.target > 0).length,
    sum_absence: all,
    surcharges: noSurcharges,
    month_details:
      type < 1 ? null : groupsOf(days, (day) => Number(day.date.slice(5, 7))).map((month) => monthRow(month, type)),
  };
}

export function userreports(asked: Asked, [id]: string[]): Answered {
  const { state, method, query, user } = asked;
  if (method !== "GET") return problem(state, 405, "General", "Method not allowed");
  asked.known("year", "type");
  if (!state.company.module_user_reports) return problem(state, 403, "Forbidden", "The module is switched off.");
  const year = Number(query.get("year"));
  const type = Number(query.get("type") ?? 0);
  if (!Number.isInteger(year) || year < 1910 || year > new Date(asked.now).getUTCFullYear() + 1)
    return problem(state, 422, "UnexpectedValue", "The year is wrong.", "year");
  if (![0, 1, 2, 3, 4].includes(type)) return problem(state, 422, "UnexpectedValue", "The type is wrong.", "type");
  const seen = state.users.filter(
    (each) => each.id === user.id || (user.role === "owner" && viewsAbsences(asked, each.id)),
  );
  if (id === undefined) return ok({ userreports: seen.map((each) => report(asked, each, year, type)) });
  const found = seen.find((each) => each.id === Number(id));
  return found
    ? ok({ userreport: report(asked, found, year, type) })
    : problem(state, 403, "Forbidden", "You are not allowed to see this.");
}
