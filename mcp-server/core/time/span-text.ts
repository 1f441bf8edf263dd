import type { CalendarDay, Instant } from "../domain/entities";
import { dayBounds } from "./aggregate";
import { daySpan } from "./day-text";
import { clockOf, dayOf, toInstant } from "./format";

const lastDayOf = (to: Instant, zone: string) => dayOf(toInstant(Date.parse(to) - 1000), zone);

interface Span {
  first: CalendarDay;
  last: CalendarDay;
  /** Clock times; absent: whole days. */
  begin?: string | undefined;
  end?: string | undefined;
}

/** `[from, to)` in days and clock times of the zone; where it ends with its first day, at `24:00` of that. */
export function spanDays(from: Instant, to: Instant, zone: string): Span {
  const first = dayOf(from, zone);
  const last = to > from ? lastDayOf(to, zone) : dayOf(to, zone);
  if (from === dayBounds(first, zone).from && to === dayBounds(last, zone).to) return { first, last };
  const begin = clockOf(from, zone);
  const end = dayOf(to, zone);
  // Midnight at the end of the day is that day's.
  if (end !== first && last === first) return { first, last, begin, end: "24:00" };
  return { first, last: end, begin, end: clockOf(to, zone) };
}

/** `9–15 Nov 2026` where it is whole days, else with clock times: `18 Nov 2026, 22:00–19 Nov 2026, 02:00`. */
export function spanWords({ first, last, begin, end }: Span): string {
  if (begin === undefined || end === undefined) return daySpan(first, last);
  const until = first === last ? end : `${daySpan(last, last)}, ${end}`;
  return `${daySpan(first, first)}, ${begin}–${until}`;
}

/**
 * `[from, to)` as a person writes it, in the zone.
 * @param to null: it goes on
 */
export function spanText(from: Instant, to: Instant | null, zone: string): string {
  if (to !== null) return spanWords(spanDays(from, to, zone));
  const first = dayOf(from, zone);
  return `${daySpan(first, first)}, ${clockOf(from, zone)}–now`;
}

/** A period that was asked for; what of it lies ahead is no part of any sum yet, and said so. */
export const periodText = (from: Instant, to: Instant, zone: string, now: Instant): string =>
  `${spanText(from, to, zone)}${from <= now && now < to && lastDayOf(to, zone) > dayOf(now, zone) ? ", so far" : ""}`;
