import type { CalendarDay } from "../domain/entities";
import { weekOf } from "./aggregate";
import { addDays, addMonths, daysBetween, firstYear, lastYear, makeDay, partsOf, weekday, weekNumber } from "./civil";
import { calendarUnit, dayWords, monthOf, quoted, refuse, weekdayOf, whichOf } from "./date-words";

export interface DayContext {
  today: CalendarDay;
  /** 1 Monday … 7 Sunday */
  weekStartsOn: number;
}

/** @throws InputError where the calendar has no such day */
export function existing(year: number, month: number, day: number, text: string): CalendarDay {
  const made = makeDay(year, month, day);
  if (made !== null) return made;
  if (year < firstYear || year > lastYear)
    return refuse(`${quoted(text)}: the year must be between ${firstYear} and ${lastYear}.`);
  return refuse(`${quoted(text)}: the calendar has no such day. Write it as 2026-11-19.`);
}

const fullYear = (year: string) => (year.length === 2 ? 2000 + Number(year) : Number(year));

/** Without a year, the one that brings the day nearest to today: in January, 16.12. is of last year. */
function nearestYear(month: number, day: number, { today }: DayContext, text: string): CalendarDay {
  const { year } = partsOf(today);
  const made = [year, year - 1, year + 1].map((each) => makeDay(each, month, day)).filter((each) => each !== null);
  if (made.length === 0) return existing(year, month, day, text);
  return made.reduce((best, each) =>
    Math.abs(daysBetween(today, each)) < Math.abs(daysBetween(today, best)) ? each : best,
  );
}

const dated = (month: number, day: number, year: string | undefined, context: DayContext, text: string) =>
  year === undefined ? nearestYear(month, day, context, text) : existing(fullYear(year), month, day, text);

/** 2026-11-19, 20261119, 2026-W47-4, 16.11., 16.11.2026, 16/11/2026 */
function readNumeric(text: string, context: DayContext): CalendarDay | null {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (iso) return existing(Number(iso[1]), Number(iso[3]), Number(iso[4]), text);
  const week = /^(\d{4})-?w(\d{1,2})-?([1-7])$/.exec(text);
  if (week) return addDays(mondayOf(Number(week[1]), Number(week[2]), text), Number(week[3]) - 1);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})(?:\.|\.\s?(\d{4}|\d{2}))?$/.exec(text);
  if (dotted) {
    const month = Number(dotted[2]);
    // 11.30 is a clock time; only the closing dot or a year makes it a date that is wrong.
    if (month > 12 && !/\..*\./.test(text)) return null;
    return dated(month, Number(dotted[1]), dotted[3], context, text);
  }
  const slashed = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/.exec(text);
  if (!slashed) return null;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  if (first <= 12 && second <= 12 && first !== second) {
    const day = (month: number, dayOfMonth: number) => dated(month, dayOfMonth, slashed[3], context, text);
    return refuse(`${quoted(text)} could be ${day(second, first)} or ${day(first, second)}: write it like that.`);
  }
  return first > 12 ? dated(second, first, slashed[3], context, text) : dated(first, second, slashed[3], context, text);
}

/** The Monday of an ISO week. */
export function mondayOf(year: number, week: number, text: string): CalendarDay {
  const fourth = existing(year, 1, 4, text);
  const monday = addDays(fourth, (week - 1) * 7 + 1 - weekday(fourth));
  const there = weekNumber(monday);
  if (week < 1 || there.year !== year || there.week !== week) return refuse(`${year} has no week ${week}.`);
  return monday;
}

/** 19 nov, 19. november 2026, nov 19th, november 19, 2026 */
function readNamedMonth(text: string, context: DayContext): CalendarDay | null {
  const found =
    /^(?<day>\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?(?<month>[a-z]+\.?),?(?: (?<year>\d{4}))?$/.exec(text) ??
    /^(?<month>[a-z]+\.?) ?(?<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:,? (?<year>\d{4}))?$/.exec(text);
  const month = monthOf(found?.groups?.month ?? "");
  return month === null ? null : dated(month, Number(found?.groups?.day), found?.groups?.year, context, text);
}

/** monday, last monday, monday last week */
function readWeekday(text: string, { today, weekStartsOn }: DayContext): CalendarDay | null {
  const parts = text.split(" ").filter((word) => word !== "of" && word !== "the");
  const named = parts.find((word) => weekdayOf(word) !== null);
  const wanted = named === undefined ? null : weekdayOf(named);
  if (wanted === null) return null;
  const others = parts.filter((word) => word !== named);
  const which = others[0] === undefined ? null : whichOf(others[0]);
  const sinceThen = (weekday(today) - wanted + 7) % 7;
  if (others.length === 0) return addDays(today, -sinceThen);
  if (which === null || others.length > 2) return null;
  if (others.length === 2 && calendarUnit(others[1] ?? "") !== "week") return null;
  if (others.length === 2 || which === 0)
    return weekOf(addDays(today, 7 * which), weekStartsOn).find((day) => weekday(day) === wanted) ?? null;
  return which === -1 ? addDays(today, -(sinceThen || 7)) : addDays(today, 7 - sinceThen);
}

/** 3 days ago, vor 2 wochen, 3 dni temu, in 2 days */
function readDistance(text: string, { today }: DayContext): CalendarDay | null {
  const ago = /^(?:vor )?(\d{1,4}) ([a-z]+)( ago| temu)?$/.exec(text);
  const ahead = /^(?:in|za) (\d{1,4}) ([a-z]+)$/.exec(text);
  const found = ahead ?? (ago && (ago[3] !== undefined || text.startsWith("vor ")) ? ago : null);
  const unit = calendarUnit(found?.[2] ?? "");
  if (!found || unit === null) return null;
  return moved(today, unit, Number(found[1]) * (ahead ? 1 : -1), text);
}

/** @throws InputError where that leads out of the years we know */
export function moved(
  day: CalendarDay,
  unit: "day" | "week" | "month" | "quarter" | "year",
  count: number,
  text: string,
) {
  const months = { month: 1, quarter: 3, year: 12 };
  const result =
    unit === "day" || unit === "week"
      ? addDays(day, count * (unit === "week" ? 7 : 1))
      : addMonths(day, count * months[unit]);
  if (!/^\d{4}-/.test(result)) return refuse(`${quoted(text)} leads out of the calendar.`);
  const { year, month, day: dayOfMonth } = partsOf(result);
  return existing(year, month, dayOfMonth, text);
}

/**
 * One civil day; null: this is no day at all. Text after `simplify`. A bare weekday is the last one, today included;
 * "last monday" is the last one before today, "monday last week" says what it says.
 */
export function readDay(given: string, context: DayContext): CalendarDay | null {
  const text = given.replace(/^(?:on|am|w|we|dnia) (?=.)/, "").replace(/,$/, "");
  const days = dayWords.get(text);
  if (days !== undefined) return addDays(context.today, days);
  const day =
    readNumeric(text, context) ??
    readNamedMonth(text, context) ??
    readWeekday(text, context) ??
    readDistance(text, context);
  if (day !== null) return day;
  const [first = "", ...rest] = text.split(/,? /);
  const named = weekdayOf(first);
  if (named === null || rest.length === 0) return null;
  const date = readNumeric(rest.join(" "), context) ?? readNamedMonth(rest.join(" "), context);
  if (date !== null && weekday(date) !== named)
    refuse(`${quoted(given)}: ${date} is not a ${first}. Leave out one of the two.`);
  return date;
}
