import type { CalendarDay, TargetHours } from "../../domain/entities";
import type { MessageText } from "../../messages/catalog";
import { weekOf } from "../aggregate";
import { addDays } from "../civil";
import { shortDay } from "../day-text";
import { hoursMinutes } from "../format";
import { keepsTarget, targetOf, workOf } from "../target";
import { weekOfYear } from "./keys";

/** What somebody has to work, and between which days. */
export interface TargetSchedule extends TargetHours {
  first?: CalendarDay;
  last?: CalendarDay;
}

/** Days off as far as they take from what has to be worked. */
export interface Away {
  name: string;
  first: CalendarDay;
  last: CalendarDay;
  firstHalf?: boolean;
  lastHalf?: boolean;
  /** Only this much of its (single) day. */
  seconds?: number;
  /** Taken from overtime: the day stays owed, and so the balance goes down by it. */
  fromOvertime?: boolean;
}

export interface Holiday {
  day: CalendarDay;
  name: string;
  half: boolean;
}

/** One day of a schedule. Seconds. */
export interface OwedDay {
  day: CalendarDay;
  /** By weekday and contract alone; where no target is kept at all, the eight hours that are assumed. */
  contract: number;
  /** What is left of it after holidays and absences. */
  target: number;
  holiday?: Holiday;
  away: { name: string; days: number; seconds: number; fromOvertime: boolean }[];
}

/** The part of a day that an absence takes: 1, 0.5, or 0 where it does not touch it. */
function partOf(away: Away, day: CalendarDay): number {
  if (day < away.first || day > away.last) return 0;
  const half = (day === away.first && away.firstHalf) || (day === away.last && away.lastHalf);
  return half ? 0.5 : 1;
}

/** Each day from `first` to `last`, both included. Of a schedule without any target, Monday to Friday are taken to be worked. */
export function owedDays(
  { first, last }: { first: CalendarDay; last: CalendarDay },
  schedule: TargetSchedule,
  holidays: readonly Holiday[],
  absences: readonly Away[],
): OwedDay[] {
  const byDay = new Map<CalendarDay, Holiday>();
  // Two on one day: the whole one counts.
  for (const holiday of holidays)
    if (!byDay.has(holiday.day) || byDay.get(holiday.day)?.half) byDay.set(holiday.day, holiday);
  const kept = keepsTarget(schedule);
  const days: OwedDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const employed = (!schedule.first || day >= schedule.first) && (!schedule.last || day <= schedule.last);
    const contract = employed ? (kept ? (targetOf(day, schedule) ?? 0) : workOf(day, schedule)) : 0;
    const holiday = byDay.get(day);
    const workday = holiday ? (holiday.half ? contract / 2 : 0) : contract;
    let left = workday;
    const away: OwedDay["away"] = [];
    for (const absence of absences) {
      const part = partOf(absence, day);
      // On days off and holidays nobody can be away from work.
      if (part === 0 || workday === 0) continue;
      const wanted = absence.seconds ?? Math.min(workday, contract * part);
      const seconds = absence.fromOvertime ? Math.min(wanted, workday) : Math.min(wanted, left);
      if (!absence.fromOvertime) left -= seconds;
      if (seconds <= 0) continue;
      away.push({ name: absence.name, days: seconds / contract, seconds, fromOvertime: absence.fromOvertime ?? false });
    }
    days.push({ day, contract, target: left, ...(holiday && { holiday }), away });
  }
  return days;
}

/** Worked against owed for a stretch of days. Seconds. */
export interface Stretch {
  first: CalendarDay;
  last: CalendarDay;
  seconds: number;
  target: number;
  difference: number;
  /** All differences up to its last day. */
  balance: number;
  notes: MessageText[];
}

/** `Sickness 14–16 Oct`, `half of Holiday on 2 Oct`, `Christmas on 25 Dec` */
function notesOf(days: readonly OwedDay[]): MessageText[] {
  const notes: MessageText[] = [];
  let run: { name: string; first: CalendarDay; last: CalendarDay } | null = null;
  const close = () => {
    if (run)
      notes.push(
        run.first === run.last
          ? `${run.name} on ${shortDay(run.first)}`
          : `${run.name} ${shortDay(run.first)} – ${shortDay(run.last)}`,
      );
    run = null;
  };
  for (const { day, contract, holiday, away } of days) {
    if (holiday && contract > 0) notes.push(`${holiday.name} on ${shortDay(day)}${holiday.half ? " (half)" : ""}`);
    if (contract === 0 || (holiday && !holiday.half)) continue;
    const [one] = away;
    const name = one ? `${one.name}${one.days < 1 ? " (part of the day)" : ""}` : null;
    if (run && run.name === name) run.last = day;
    else {
      close();
      if (name) run = { name, first: day, last: day };
    }
  }
  close();
  return notes;
}

/** @param before balance up to the day before `days` */
export function stretchOf(
  days: readonly OwedDay[],
  worked: ReadonlyMap<CalendarDay, number>,
  before: number,
): Stretch | null {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return null;
  const seconds = days.reduce((sum, { day }) => sum + (worked.get(day) ?? 0), 0);
  const target = days.reduce((sum, one) => sum + one.target, 0);
  const difference = seconds - target;
  return {
    first: first.day,
    last: last.day,
    seconds,
    target,
    difference,
    balance: before + difference,
    notes: notesOf(days),
  };
}

/** The weeks of these days, the first and the last cut where the days are. */
export function weeksOf(
  days: readonly OwedDay[],
  worked: ReadonlyMap<CalendarDay, number>,
  before: number,
  weekStartsOn: number,
): (Stretch & { number: number })[] {
  const weeks = new Map<CalendarDay, OwedDay[]>();
  for (const one of days) {
    const [first = one.day] = weekOf(one.day, weekStartsOn);
    const list = weeks.get(first);
    if (list) list.push(one);
    else weeks.set(first, [one]);
  }
  let balance = before;
  return [...weeks].flatMap(([first, list]) => {
    const stretch = stretchOf(list, worked, balance);
    if (!stretch) return [];
    balance = stretch.balance;
    return [{ ...stretch, number: weekOfYear(first).week }];
  });
}

/** Absences summed up by name, over the days of a period. */
export function absencesOf(days: readonly OwedDay[]): { name: string; days: number; seconds: number }[] {
  const sums = new Map<string, { name: string; days: number; seconds: number }>();
  for (const { away } of days)
    for (const one of away) {
      const name = one.fromOvertime ? `${one.name} (from overtime)` : one.name;
      const sum = sums.get(name) ?? { name, days: 0, seconds: 0 };
      sum.days += one.days;
      sum.seconds += one.seconds;
      sums.set(name, sum);
    }
  return [...sums.values()]
    .map((sum) => ({ ...sum, days: Math.round(sum.days * 100) / 100 }))
    .sort((a, b) => b.days - a.days || a.name.localeCompare(b.name));
}

/** A day on which less was worked than had to be. Seconds. */
export interface ShortDay {
  day: CalendarDay;
  /** Without what was taken from overtime. */
  target: number;
  seconds: number;
  /** `nothing logged`, `4:00 of 7:00 (Sickness for part of the day)` */
  why: string;
}

/**
 * Days before today that fell short of what had to be worked, holidays, absences and time off in lieu taken off.
 * @param leeway seconds; who is short by less is not
 */
export function shortDays(
  days: readonly OwedDay[],
  worked: ReadonlyMap<CalendarDay, number>,
  today: CalendarDay,
  leeway: number,
): ShortDay[] {
  return days.flatMap((one) => {
    const { day, away } = one;
    const target = one.target - away.reduce((sum, { fromOvertime, seconds }) => sum + (fromOvertime ? seconds : 0), 0);
    const seconds = worked.get(day) ?? 0;
    if (target <= 0 || day >= today || target - seconds < Math.max(1, Math.min(leeway, target))) return [];
    return [{ day, target, seconds, why: whyShort(one, target, seconds) }];
  });
}

function whyShort({ holiday, away }: OwedDay, target: number, seconds: number): string {
  const less = [
    ...(holiday ? [`half a day of ${holiday.name}`] : []),
    ...away.map(({ name, fromOvertime }) => `${name} for part of the day${fromOvertime ? ", from overtime" : ""}`),
  ];
  const worked = seconds > 0 ? `${hoursMinutes(seconds)} of ${hoursMinutes(target)}` : "nothing logged";
  return `${worked}${less.length > 0 ? ` (${less.join("; ")})` : ""}`;
}
