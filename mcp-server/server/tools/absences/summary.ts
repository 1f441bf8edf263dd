import type { Absence, AbsenceList } from "#core/domain/absences";
import type { CalendarDay, Ref } from "#core/domain/entities";
import { quote } from "#core/domain/quote";
import type { AbsencesResult } from "#core/domain/results/absences";
import { longDay, rounded, weekdayName } from "#core/time/day-text";
import { daysFrom, leaveShare, type WorkCalendar, workingShare } from "#core/time/leave";
import type { Days } from "#core/time/period";
import { cleanRef } from "../lib/view";
import { isLive } from "./absence-view";

export interface AwayRow {
  day: CalendarDay;
  /** Why the account's own person would not work that day anyway. */
  free?: string;
  /** `why` and `part` where the service tells them; `requested`: it is not decided yet. */
  away: (Ref & { why?: string; part?: true; requested?: true })[];
  /** `why`: not away, but elsewhere (home office). */
  here: (Ref & { why?: string })[];
  /** People that are here but not listed, for there are too many. */
  more_here?: number;
  /** Their absences could not be read, or are only drafts. */
  unknown: (Ref & { why?: string })[];
}

const mostHere = 100;

/**
 * Who is away on each day. Somebody is here only if their absences were really read; who could not be read is unknown.
 * @param me the person of absences that name nobody
 */
export function awayRows({ absences, people, unread }: AbsenceList, days: Days, me: Ref, own: WorkCalendar): AwayRow[] {
  return [...daysFrom(days.first, days.last)].map((day) => {
    const away = new Map<string, AwayRow["away"][number]>();
    const unknown = new Map(
      unread.map(({ person }): [string, AwayRow["unknown"][number]] => [person.id, cleanRef(person)]),
    );
    const elsewhere = new Map<string, string>();
    for (const absence of absences) {
      if (day < absence.first || day > absence.last) continue;
      const person = absence.person ?? me;
      if (absence.working) {
        if (isLive(absence)) elsewhere.set(person.id, absence.type ? quote(absence.type.name, 80) : "elsewhere");
        continue;
      }
      if (absence.status === "draft") unknown.set(person.id, { ...cleanRef(person), why: "only a draft" });
      if (!isLive(absence)) continue;
      const part =
        (day === absence.first && absence.firstHalf) ||
        (day === absence.last && absence.lastHalf) ||
        (absence.days !== null && absence.first === absence.last && absence.days > 0 && absence.days < 1);
      const before = away.get(person.id);
      if (before && !before.requested && !before.part) continue;
      away.set(person.id, {
        ...cleanRef(person),
        ...(absence.type && { why: quote(absence.type.name, 80) }),
        ...(part && { part }),
        ...(absence.status === "requested" && { requested: true }),
      });
    }
    const here = people
      .filter(({ id }) => !away.has(id) && !unknown.has(id))
      .map((person) => {
        const why = elsewhere.get(person.id);
        return { ...cleanRef(person), ...(why !== undefined && { why }) };
      });
    const free = workingShare(day, own) > 0 ? undefined : (own.holidays.get(day)?.name ?? weekdayName(day));
    return {
      day,
      ...(free !== undefined && { free: quote(free, 80) }),
      away: [...away.values()],
      here: here.slice(0, mostHere),
      ...(here.length > mostHere && { more_here: here.length - mostHere }),
      unknown: [...unknown].flatMap(([id, person]) => (away.has(id) ? [] : [person])),
    };
  });
}

export function awayLines(rows: readonly AwayRow[]): string[] {
  const names = (list: readonly (Ref & { why?: string })[]) =>
    list.map(({ name, why }) => (why ? `${name} (${why})` : name)).join(", ");
  return rows.flatMap(({ day, free, away, here, more_here, unknown }) => {
    const gone = away.map(({ name, why, part, requested }) => {
      const more = [why, part && "part of the day", requested && "not approved yet"].filter(Boolean).join(", ");
      return more ? `${name} (${more})` : name;
    });
    return [
      `${longDay(day)}${free ? ` (${free})` : ""}: away ${gone.join(", ") || "nobody known"}`,
      here.length > 0 ? `  not away: ${names(here)}${more_here ? ` and ${more_here} more` : ""}` : "",
      unknown.length > 0 ? `  not known: ${names(unknown)}` : "",
    ].filter(Boolean);
  });
}

type Statistic = NonNullable<AbsencesResult["statistics"]>[number];

/** Days of an absence within the period, by month. What the service counts for the whole is kept, and shared out. */
function byMonth(absence: Absence, days: Days, calendar: WorkCalendar): Map<string, number> {
  const shares = [...daysFrom(absence.first, absence.last)].map((day) => ({
    day,
    share: leaveShare(day, absence, calendar),
  }));
  const counted = shares.reduce((sum, { share }) => sum + share, 0);
  // Only the service sees a working day in it, so its first day stands for it.
  if (counted === 0 && absence.days && shares[0]) shares[0].share = absence.days;
  const scale = counted > 0 && absence.days !== null ? absence.days / counted : 1;
  const months = new Map<string, number>();
  for (const { day, share } of shares)
    if (share > 0 && day >= days.first && day <= days.last)
      months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + share * scale);
  return months;
}

/**
 * Days and number of absences by type, status, person and month, as far as they lie in the period. By status all count,
 * else those that are approved or wait for it.
 */
export function leaveStatistics(
  absences: readonly Absence[],
  days: Days,
  me: Ref,
  calendarFor: (personId: string) => WorkCalendar,
): Statistic[] {
  const groups = new Map<string, Statistic>();
  const add = (by: Statistic["by"], { id, name }: Ref, more: number) => {
    const key = `${by} ${id}`;
    const group = groups.get(key) ?? { by, ...cleanRef({ id, name }), days: 0, absences: 0 };
    groups.set(key, { ...group, days: group.days + more, absences: group.absences + 1 });
  };
  for (const absence of absences) {
    const person = absence.person ?? me;
    const months = byMonth(absence, days, calendarFor(person.id));
    const sum = [...months.values()].reduce((total, part) => total + part, 0);
    add("status", { id: absence.status, name: absence.status }, sum);
    if (!isLive(absence)) continue;
    add("type", absence.type ?? { id: "", name: "not told" }, sum);
    add("person", person, sum);
    for (const [month, part] of months) add("month", { id: month, name: month }, part);
  }
  const order = ["type", "status", "person", "month"];
  return [...groups.values()]
    .map((group) => ({ ...group, days: rounded(group.days) }))
    .sort(
      (a, b) =>
        order.indexOf(a.by) - order.indexOf(b.by) ||
        (a.by === "month" ? (a.id < b.id ? -1 : 1) : b.days - a.days || (a.name < b.name ? -1 : 1)),
    );
}
