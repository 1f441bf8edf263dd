import { dayAfter, dayAt, momentsAt } from "#core/time/wall-clock";
import { parseClock } from "./clock-text";
import { clockOf } from "./format";

/** As the server has it: a longer way round midnight is more likely a slip than a night shift. */
const longestNight = 16 * 3600;

export interface TypedSpan {
  /** Seconds between the two; null: not known, or the clocks skip or repeat one of them. */
  seconds: number | null;
  /** The end lies on the day after the begin. */
  nextDay: boolean;
  /** Why there is no length. */
  problem: "skipped" | "twice" | null;
  /** The end as the server shall read it: with its day where that is the next one. */
  to: string;
}

/**
 * What two clock times of a day mean, as the server will read them: an end before the begin is of the next day.
 * @param from, to as typed; what is no plain clock time is left to the server
 */
export function typedSpan(day: string, from: string, to: string, zone: string): TypedSpan {
  const [begin, end] = [parseClock(from), parseClock(to)];
  const unknown: TypedSpan = { seconds: null, nextDay: false, problem: null, to };
  if (begin === null || end === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return unknown;
  // Midnight as an end is the end of the day.
  const midnight = end % 1440 === 0;
  const later = midnight ? 1440 : end <= begin ? end + 1440 : end;
  if (end === begin) return unknown;
  const [first, last] = [momentsAt(day, begin, zone), momentsAt(day, later, zone)];
  if (first.length === 0 || last.length === 0) return { ...unknown, problem: "skipped" };
  if (first.length > 1 || last.length > 1) return { ...unknown, problem: "twice" };
  const seconds = ((last[0] ?? 0) - (first[0] ?? 0)) / 1000;
  const nextDay = !midnight && later >= 1440;
  if (seconds <= 0 || (nextDay && seconds > longestNight)) return unknown;
  const dated = `${dayAfter(day)} ${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
  return { seconds, nextDay, problem: null, to: nextDay ? dated : to };
}

/** How many days after its begin an entry ends, midnight counting for the day that it ends. */
export function daysLater(begin: string, end: string, zone: string): number {
  const last = dayAt(Math.max(Date.parse(begin), Date.parse(end) - 1000), zone);
  return Math.round((Date.parse(last) - Date.parse(dayAt(Date.parse(begin), zone))) / 86_400_000);
}

/** The clock time of an end, with its day where that is another than the begin's. */
export function endText(begin: string, end: string, zone: string): string {
  const day = dayAt(Date.parse(end), zone);
  return day === dayAt(Date.parse(begin), zone) ? clockOf(end, zone) : `${day} ${clockOf(end, zone)}`;
}
