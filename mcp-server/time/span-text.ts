import type { Instant } from "../domain/entities";
import { dayBounds } from "./aggregate";
import { daySpan } from "./day-text";
import { clockOf, dayOf, toInstant } from "./format";

const lastDayOf = (to: Instant, zone: string) => dayOf(toInstant(Date.parse(to) - 1000), zone);

/**
 * `[from, to)` as a person writes it, in the zone: `9–15 Nov 2026` where it is whole days, else with clock times:
 * `18 Nov 2026, 09:00–11:30`, `18 Nov 2026, 22:00–19 Nov 2026, 02:00`.
 * @param to null: it goes on
 */
export function spanText(from: Instant, to: Instant | null, zone: string): string {
  const first = dayOf(from, zone);
  const begin = `${daySpan(first, first)}, ${clockOf(from, zone)}`;
  if (to === null) return `${begin}–now`;
  const last = to > from ? lastDayOf(to, zone) : dayOf(to, zone);
  const isWhole = from === dayBounds(first, zone).from && to === dayBounds(last, zone).to;
  if (isWhole) return daySpan(first, last);
  const end = dayOf(to, zone);
  const clock = clockOf(to, zone);
  if (end === first) return `${begin}–${clock}`;
  // Midnight at the end of the day is that day's.
  return last === first ? `${begin}–24:00` : `${begin}–${daySpan(end, end)}, ${clock}`;
}

/** A period that was asked for; what of it lies ahead is no part of any sum yet, and said so. */
export const periodText = (from: Instant, to: Instant, zone: string, now: Instant): string =>
  `${spanText(from, to, zone)}${from <= now && now < to && lastDayOf(to, zone) > dayOf(now, zone) ? ", so far" : ""}`;
