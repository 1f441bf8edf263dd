import type { Asked, FakeAbsence, FakeUser } from "../model";
import { may } from "./checks";
import { rowsOf } from "./resource";

/** Who sees and decides whose leave, and what a day of it counts. */

const leads = ({ state, user }: Asked, owner: number) =>
  state.teams.some((team) => team.leader === user.id && team.user_ids.includes(owner));

/** With types, notes and dates of decision. */
export const viewsAbsences = (asked: Asked, owner: number): boolean =>
  asked.user.id === owner || may(asked.user, "see_absences") || leads(asked, owner);

export const managesAbsences = (asked: Asked, owner: number): boolean =>
  asked.user.role === "owner" || leads(asked, owner);

/** Colleagues of one's team can be seen to be away, without why (§2.9). */
export function knowsOf(asked: Asked, owner: number): boolean {
  const team = asked.state.users.find((each) => each.id === owner)?.teams_id ?? null;
  return viewsAbsences(asked, owner) || (team !== null && team === asked.user.teams_id);
}

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

export function* daysFrom(first: string, last: string): Generator<string> {
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= Date.parse(`${last}T00:00:00Z`); at += 86_400_000)
    yield new Date(at).toISOString().slice(0, 10);
}

/** The row of target hours that holds on a day; undefined: the company's default, or none. */
const targetRow = (asked: Asked, owner: number, day: string) =>
  rowsOf(asked, "targethours").find(
    (row) =>
      row.users_id === owner &&
      String(row.date_since) <= day &&
      (row.date_until === null || String(row.date_until) >= day),
  );

/** Hours to work on such a day, holidays aside. */
export function targetHours(asked: Asked, owner: FakeUser, day: string): number {
  const weekday = weekdays[weekdayOf(day)];
  if (owner.default_target_hours) return asked.state.company.target_hours_default[weekdayOf(day)] ?? 0;
  const row = targetRow(asked, owner.id, day);
  if (!row) return 0;
  if (row.type === "weekly") return Number(row[String(weekday)] ?? 0);
  return row[`workday_${weekday}`] ? Number(row.monthly_target) / 21 : 0;
}

const own = (asked: Asked, owner: number, day: string): number | null => {
  const member = rowsOf(asked, "usersNonbusinessGroups").find(
    (row) =>
      row.users_id === owner &&
      String(row.date_since) <= day &&
      (row.date_until === null || row.date_until === undefined || String(row.date_until) >= day),
  );
  return member ? Number(member.nonbusiness_groups_id) : null;
};
/** The group of holidays that holds for somebody on a day. */
export function groupOf(asked: Asked, owner: number, day: string): number | undefined {
  const fallback = rowsOf(asked, "nonbusinessGroups").find((row) => row.company_default === true)?.id;
  return own(asked, owner, day) ?? fallback;
}

/** The day of a holiday in a year; null: it is none of that year. */
export function evaluated(row: Record<string, unknown>, year: number): string | null {
  if (row.type === "DISTINCT_ONCE" && Number(row.year) !== year) return null;
  return `${year}-${String(row.month).padStart(2, "0")}-${String(row.day).padStart(2, "0")}`;
}

/** 0, 0.5 or 1: how much of a day is free by its holidays. */
export function freeShare(asked: Asked, owner: number, day: string): number {
  const group = groupOf(asked, owner, day);
  const free = rowsOf(asked, "nonbusinessDays")
    .filter((row) => row.nonbusiness_group_id === group && evaluated(row, Number(day.slice(0, 4))) === day)
    .reduce((sum, row) => sum + (row.half_day ? 0.5 : 1), 0);
  return Math.min(1, free);
}

/** Working days that an absence takes; null for overtime reduction, which counts in hours (§2.9). */
export function countDays(asked: Asked, absence: FakeAbsence): number | null {
  if (absence.type === 3) return null;
  const owner = asked.state.users.find((each) => each.id === absence.users_id);
  if (!owner) return 0;
  let days = 0;
  for (const day of daysFrom(absence.date_since, absence.date_until))
    if (targetHours(asked, owner, day) > 0)
      days += Math.min(absence.half_day ? 0.5 : 1, 1 - freeShare(asked, owner.id, day));
  return days;
}
