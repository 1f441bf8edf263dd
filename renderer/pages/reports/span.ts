import { addDays, addMonths, monthEnd, weekdayOf } from "../../lib/format";

export const units = ["week", "month", "year"] as const;
export type Unit = (typeof units)[number];

/** First and last day of the week, month or year that holds this day. */
export function spanOf(unit: Unit, day: string): { from: string; to: string } {
  if (unit === "week") {
    const from = addDays(day, -weekdayOf(day));
    return { from, to: addDays(from, 6) };
  }
  const from = unit === "month" ? addMonths(day, 0) : `${day.slice(0, 4)}-01-01`;
  return { from, to: unit === "month" ? monthEnd(from) : `${day.slice(0, 4)}-12-31` };
}

/** A day within the span that is so many weeks, months or years away. */
export function stepped(unit: Unit, day: string, steps: number): string {
  if (unit === "week") return addDays(day, 7 * steps);
  return addMonths(day, unit === "month" ? steps : 12 * steps);
}
