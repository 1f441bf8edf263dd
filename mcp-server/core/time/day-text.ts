import type { CalendarDay } from "../domain/entities";
import { partsOf, weekday } from "./civil";

/** Days in words for answers of tools; windows have their own, in the person's language. */

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const monthNames = "January February March April May June July August September October November December".split(" ");

/** `November 2026` */
export const monthName = (day: CalendarDay): string => {
  const { year, month } = partsOf(day);
  return `${monthNames[month - 1] ?? ""} ${year}`;
};

/** `Saturday` */
export const weekdayName = (day: CalendarDay): string => weekdays[weekday(day) - 1] ?? "";

/** `25 Dec` */
export const shortDay = (day: CalendarDay): string => {
  const parts = partsOf(day);
  return `${parts.day} ${months[parts.month - 1]}`;
};

/** `Tue 22 Dec 2026` */
export const longDay = (day: CalendarDay): string =>
  `${weekdayName(day).slice(0, 3)} ${shortDay(day)} ${partsOf(day).year}`;

/** `21 Dec 2026`, `21–31 Dec 2026`, `28 Nov–3 Dec 2026`, `28 Dec 2026–8 Jan 2027` */
export function daySpan(first: CalendarDay, last: CalendarDay): string {
  const [begin, end] = [partsOf(first), partsOf(last)];
  const whole = `${shortDay(last)} ${end.year}`;
  if (first === last) return whole;
  if (begin.year !== end.year) return `${shortDay(first)} ${begin.year}–${whole}`;
  return begin.month === end.month ? `${begin.day}–${whole}` : `${shortDay(first)}–${whole}`;
}

/** At most two decimals: `8`, `0.5`, `0.33`. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** `1 day`, `6.5 days` */
export const daysText = (days: number): string => `${rounded(days)} ${rounded(days) === 1 ? "day" : "days"}`;
