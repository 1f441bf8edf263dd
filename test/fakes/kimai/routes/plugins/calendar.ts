import { type Answered, type Asked, type FakeState, type FakeUser, fail } from "../../model";
import { mayPlug } from "../../plugins";
import { visiblePeople } from "../../rights";
import { byId } from "../../shapes";

/** Days without any library: the fake must not share the adapter's arithmetic. */
export const addDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export function daysOf(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDay(day, 1)) days.push(day);
  return days;
}

export const holidaysOf = (state: FakeState, group: number) =>
  state.plugged.holidays.filter((each) => each.group === group).sort((a, b) => a.day.localeCompare(b.day));

/** Seconds that the person's contract expects of a day, less public holidays. */
export function workOf(state: FakeState, person: FakeUser, day: string): number {
  const value = (name: string) => person.preferences.find((each) => each.name === name)?.value ?? null;
  const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  const seconds = Number(value(`work_${names[new Date(`${day}T00:00:00Z`).getUTCDay()]}`) ?? 0);
  const holiday = holidaysOf(state, Number(value("public_holiday_group") ?? 1)).find((each) => each.day === day);
  return holiday ? (holiday.halfDay ? seconds / 2 : 0) : seconds;
}

/**
 * DELETE /work-contract/lock|unlock/{user}/{month} [code/docs]: locking closes the months of the year up to this one,
 * unlocking opens them from this one to the end of the year.
 */
export function workContract(asked: Asked, method: string, [verb, person, month, more]: string[]): Answered {
  const { state, user } = asked;
  const day = /^(\d{4})-(\d\d)-\d\d$/.exec(month ?? "");
  if ((verb !== "lock" && verb !== "unlock") || !day || more !== undefined) return fail(404);
  if (method !== "DELETE") return fail(405);
  const found = byId(state.users, Number(person));
  if (!found) return fail(404);
  const right = verb === "lock" ? "approve_times_contract" : "unlock_times_contract";
  if (!mayPlug(state, user, right) || !visiblePeople(state, user).has(found.id)) return fail(403);
  const { lockedMonths } = state.plugged;
  const [, year = "", number = ""] = day;
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`);
  const hit = months.filter((each) => (verb === "lock" ? each <= `${year}-${number}` : each >= `${year}-${number}`));
  const held = lockedMonths[found.id] ?? [];
  lockedMonths[found.id] =
    verb === "lock" ? [...new Set([...held, ...hit])].sort() : held.filter((each) => !hit.includes(each));
  return { status: 204 };
}
