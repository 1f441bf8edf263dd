import type { CalendarDay, TargetHours } from "../domain/entities";
import { addDays, partsOf } from "./civil";
import { weekdayName } from "./day-text";
import { assumedDay, keepsTarget, weekOn, workOf } from "./target";

/** How many working days a leave takes. Pure; whose hours and holidays these are is the caller's matter. */

interface Holiday {
  day: CalendarDay;
  name: string;
  half: boolean;
  part?: string;
}

/** What one person works on which day. Where no hours are kept, Monday to Friday are working days. */
export interface WorkCalendar extends TargetHours {
  holidays: ReadonlyMap<CalendarDay, { name: string; free: number; part?: string }>;
}

/** Days from the first to the last, both included. A single day with either half is half a day. */
export interface LeaveSpan {
  first: CalendarDay;
  last: CalendarDay;
  firstHalf?: boolean;
  lastHalf?: boolean;
  /** Only this many seconds of the (single) day. */
  seconds?: number | null;
  /** Which half a single half day is, `morning` or `afternoon`. */
  from?: string;
}

/** Two half holidays on one day make a whole one. */
export function workCalendar(hours: TargetHours, holidays: readonly Holiday[]): WorkCalendar {
  const days = new Map<CalendarDay, { name: string; free: number; part?: string }>();
  for (const { day, name, half, part } of holidays) {
    const before = days.get(day);
    days.set(day, {
      name: before?.name ?? name,
      free: Math.min(1, (before?.free ?? 0) + (half ? 0.5 : 1)),
      ...(part && { part }),
    });
  }
  const { targetSeconds, targetChanges } = hours;
  if (!keepsTarget(hours)) return { targetSeconds: null, holidays: days };
  return { targetSeconds, ...(targetChanges && { targetChanges }), holidays: days };
}

/** Seconds that would be worked on such a weekday. */
export const dayLength = (day: CalendarDay, calendar: WorkCalendar): number => workOf(day, calendar);

/** 1 for a working day, 0.5 beside half a public holiday, else 0. */
export const workingShare = (day: CalendarDay, calendar: WorkCalendar): number =>
  dayLength(day, calendar) > 0 ? 1 - (calendar.holidays.get(day)?.free ?? 0) : 0;

/** How much of a day somebody is away, 0 to 1, whether it is a working day or not. */
export function awayShare(day: CalendarDay, span: LeaveSpan, calendar: WorkCalendar): number {
  if (day < span.first || day > span.last) return 0;
  if ((day === span.first && span.firstHalf) || (day === span.last && span.lastHalf)) return 0.5;
  if (span.seconds === undefined || span.seconds === null || span.first !== span.last) return 1;
  return Math.min(1, Math.max(0, span.seconds) / (dayLength(day, calendar) || assumedDay));
}

/** Which half of that day a leave takes; undefined: all of it, or not known. */
function halfOn(day: CalendarDay, { first, last, firstHalf, lastHalf, from }: LeaveSpan): string | undefined {
  if (first === last) return firstHalf || lastHalf ? from : undefined;
  return day === first && firstHalf ? "afternoon" : day === last && lastHalf ? "morning" : undefined;
}

/** What one day of a leave takes: the part away, but never more than what is worked that day. */
export function leaveShare(day: CalendarDay, span: LeaveSpan, calendar: WorkCalendar): number {
  const off = calendar.holidays.get(day);
  // Half a day off on the half that is free anyway.
  if (off?.part !== undefined && off.free < 1 && off.part === halfOn(day, span)) return 0;
  return Math.min(workingShare(day, calendar), awayShare(day, span, calendar));
}

export function* daysFrom(first: CalendarDay, last: CalendarDay): Generator<CalendarDay> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}

export interface LeaveCount {
  /** Working days; a half one counts 0.5, hours their part of that day. */
  days: number;
  /** Seconds of work that it replaces; null where no hours are kept. */
  seconds: number | null;
  /** Working days by calendar year. */
  byYear: Map<number, { days: number; seconds: number }>;
  /** Its days that are none, and why: a weekday's or a public holiday's name. */
  skipped: { day: CalendarDay; why: string; holiday: boolean }[];
  /** Half holidays in it. */
  halves: { day: CalendarDay; why: string }[];
}

/**
 * Counts the working days of a leave. Never negative, never less for more days, and the same for a leave and for the
 * pieces that it is cut into.
 */
export function countLeave(span: LeaveSpan, calendar: WorkCalendar): LeaveCount {
  const count: LeaveCount = { days: 0, seconds: null, byYear: new Map(), skipped: [], halves: [] };
  let seconds = 0;
  let assumed = false;
  for (const day of daysFrom(span.first, span.last)) {
    const working = workingShare(day, calendar);
    const holiday = calendar.holidays.get(day)?.name;
    if (working === 0) {
      const free = dayLength(day, calendar) > 0 && holiday !== undefined;
      count.skipped.push({ day, why: free ? holiday : weekdayName(day), holiday: free });
      continue;
    }
    if (working < 1) count.halves.push({ day, why: holiday ?? "" });
    const share = leaveShare(day, span, calendar);
    assumed ||= weekOn(day, calendar) === null;
    const { year } = partsOf(day);
    const inYear = count.byYear.get(year) ?? { days: 0, seconds: 0 };
    const worth = share * dayLength(day, calendar);
    count.byYear.set(year, { days: inYear.days + share, seconds: inYear.seconds + worth });
    count.days += share;
    seconds += worth;
  }
  return { ...count, seconds: assumed || !keepsTarget(calendar) ? null : Math.round(seconds) };
}

/**
 * The last day up to which a leave fits into what is left of each year, ending with a working day.
 * @param room by year what is left; a year that is not in it has no limit
 * @param worth what a leave takes of a year, in the unit of `room`
 * @returns null where not even its first working day fits
 */
export function lastFitting(
  span: LeaveSpan,
  calendar: WorkCalendar,
  room: ReadonlyMap<number, number>,
  worth: (counted: { days: number; seconds: number }) => number,
): CalendarDay | null {
  const used = new Map<number, { days: number; seconds: number }>();
  let fits: CalendarDay | null = null;
  for (const day of daysFrom(span.first, span.last)) {
    const { year } = partsOf(day);
    const share = leaveShare(day, { ...span, lastHalf: false }, calendar);
    if (share === 0) continue;
    const before = used.get(year) ?? { days: 0, seconds: 0 };
    const now = { days: before.days + share, seconds: before.seconds + share * dayLength(day, calendar) };
    if (worth(now) > (room.get(year) ?? Number.POSITIVE_INFINITY) + 1e-9) return fits;
    used.set(year, now);
    fits = day;
  }
  return fits;
}

/** The nearest working day, from this one on in steps of a day; null: none within two weeks. */
export function workingDay(day: CalendarDay, step: 1 | -1, calendar: WorkCalendar): CalendarDay | null {
  for (let away = 0, at = day; away < 14; away++, at = addDays(at, step)) if (workingShare(at, calendar) > 0) return at;
  return null;
}
