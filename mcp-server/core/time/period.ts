import type { CalendarDay } from "../domain/entities";
import { weekOf } from "./aggregate";
import { addDays, addMonths, makeDay, partsOf, weekday, weekNumber } from "./civil";
import { type CalendarUnit, calendarUnit, monthOf, quoted, refuse, weekdayOf, whichOf } from "./date-words";
import { type DayContext, existing, mondayOf, moved, readDay } from "./day";
import { rangesIn } from "./range";

export interface Days {
  first: CalendarDay;
  last: CalendarDay;
}

const monthsFrom = (year: number, month: number, count: number, text: string): Days => {
  if (month < 1 || month > 12) refuse(`${quoted(text)}: a year has the months 1 to 12.`);
  const first = existing(year, month, 1, text);
  return { first, last: addDays(addMonths(first, count), -1) };
};
const monthDays = (year: number, month: number, text: string) => monthsFrom(year, month, 1, text);

/** The week, month, quarter or year in which a day lies. */
function around(day: CalendarDay, unit: CalendarUnit, weekStartsOn: number, text: string): Days {
  const { year, month } = partsOf(day);
  if (unit === "day") return { first: day, last: day };
  if (unit === "month") return monthDays(year, month, text);
  if (unit === "quarter") return monthsFrom(year, month - ((month - 1) % 3), 3, text);
  if (unit === "year") return monthsFrom(year, 1, 12, text);
  const [first = day] = weekOf(day, weekStartsOn);
  return { first, last: addDays(first, 6) };
}

/** Numbers that people write out: "last two weeks". */
const spelled: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "one ein eine",
    "two zwei dwa dwie",
    "three drei trzy",
    "four vier cztery",
    "five funf piec",
    "six sechs szesc",
  ].flatMap((words, index) => words.split(" ").map((word) => [word, String(index + 1)])),
);

const orders = ["first erste", "second zweite", "third dritte", "fourth vierte"];

/** "first week of October": seven days each, counted from the first of the month; the last ones from its end. */
function readWeekOf(text: string, context: DayContext): Days | null {
  const found = /^(?:the )?([a-z]+) (?:week|woche) (?:of |in |im )?(?:the )?(.+)$/.exec(text);
  const month = found && (readUnits(found[2] ?? "", context) ?? readNamed(found[2] ?? "", context));
  if (!found || !month?.first.endsWith("-01") || month.first.slice(0, 7) !== month.last.slice(0, 7)) return null;
  const word = found[1] ?? "";
  if (word === "last" || word === "letzte") return { first: addDays(month.last, -6), last: month.last };
  const at = orders.findIndex((words) => words.split(" ").includes(word));
  const first = addDays(month.first, 7 * at);
  return at < 0 ? null : { first, last: addDays(first, 6) };
}

/** last week, this month, next year, week; last 7 days (today included), next 2 weeks; 2 weeks ago */
function readUnits(text: string, { today, weekStartsOn }: DayContext): Days | null {
  const parts = text
    .replace(/^(?:the|in|w) (?=[a-z])/, "")
    .split(" ")
    .map((part, index) => (index === 1 ? (spelled[part] ?? part) : part));
  const [first = "", second = "", third = ""] = parts;
  const which = whichOf(first);
  if (parts.length <= 2) {
    const unit = calendarUnit(parts.length === 1 ? first : second);
    const steps = parts.length === 1 ? 0 : which;
    if (unit === null || unit === "day" || steps === null) return null;
    return around(moved(startOf(today, unit), unit, steps, text), unit, weekStartsOn, text);
  }
  const ago = /^(?:vor (\d{1,3}) (\w+)|(\d{1,3}) (\w+) (?:ago|temu))$/.exec(text);
  const agoUnit = calendarUnit(ago?.[2] ?? ago?.[4] ?? "");
  if (ago && agoUnit !== null && agoUnit !== "day")
    return around(
      moved(startOf(today, agoUnit), agoUnit, -Number(ago[1] ?? ago[3]), text),
      agoUnit,
      weekStartsOn,
      text,
    );
  const unit = calendarUnit(third);
  if (parts.length !== 3 || !/^\d{1,4}$/.test(second) || Number(second) === 0 || unit === null || !which) return null;
  const far = moved(today, unit, which * Number(second), text);
  return which === -1 ? { first: addDays(far, 1), last: today } : { first: today, last: addDays(far, -1) };
}

/** Months differ in length: step from their first day. */
const startOf = (day: CalendarDay, unit: CalendarUnit) =>
  unit === "day" || unit === "week" ? day : `${day.slice(0, 8)}01`;

/** 2026, 2026-11, 11/2026, november, nov 2026, 2026-w47, kw 47, 2026-q4 */
function readNamed(text: string, context: DayContext): Days | null {
  const { year: thisYear, month: thisMonth } = partsOf(context.today);
  const year = /^\d{4}$/.exec(text);
  if (year) return monthsFrom(Number(text), 1, 12, text);
  const month =
    /^(\d{4})-(\d{2})$/.exec(text) ??
    /^(\d{1,2})[./](\d{4})$/.exec(text)?.toSpliced(1, 2, text.slice(-4), text.slice(0, -5));
  if (month) return monthDays(Number(month[1]), Number(month[2]), text);
  const named = /^([a-z]+\.?)(?: (\d{4}))?$/.exec(text);
  const monthNumber = monthOf(named?.[1] ?? "");
  if (monthNumber !== null) {
    // A month without a year is the last one of that name, this one included.
    const lately = monthNumber > thisMonth ? thisYear - 1 : thisYear;
    return monthDays(named?.[2] ? Number(named[2]) : lately, monthNumber, text);
  }
  const week =
    /^(?<year>\d{4})[- ]?w(?<week>\d{1,2})$/.exec(text) ??
    /^(?:calendar week|week|kw|woche|tydzien|w|cw) ?(?<week>\d{1,2})(?:[ /-](?<year>\d{4}))?$/.exec(text);
  if (week?.groups) {
    const first = mondayOf(Number(week.groups.year ?? weekNumber(context.today).year), Number(week.groups.week), text);
    return { first, last: addDays(first, 6) };
  }
  const quarter =
    /^(?:(?<year>\d{4})[- ]?)?q(?<number>[1-4])$/.exec(text) ?? /^q(?<number>[1-4])[- /](?<year>\d{4})$/.exec(text);
  if (!quarter?.groups) return null;
  return monthsFrom(Number(quarter.groups.year ?? thisYear), Number(quarter.groups.number) * 3 - 2, 3, text);
}

/** A day or a stretch of the calendar; null: neither. Text after `simplify`. */
export function readCalendar(text: string, context: DayContext): Days | null {
  const units = readUnits(text, context) ?? readNamed(text, context) ?? readWeekOf(text, context);
  if (units !== null) return units;
  const day = readDay(text, context);
  return day === null ? null : { first: day, last: day };
}

const soFar =
  / (?:so far|to date|(?:until|till|up to|to) (?:today|now)|bis (?:heute|jetzt)|bisher|do (?:dzis|dzisiaj|teraz)|dotychczas|jak dotad)$/;
const shortForms = new Map([
  ["ytd", "year"],
  ["mtd", "month"],
  ["wtd", "week"],
]);

/** "this month so far", "year to date", "diese Woche bis heute": up to today, included; null: something else. */
export function readSoFar(text: string, context: DayContext): Days | null {
  const plain = shortForms.get(text) ?? text.replace(soFar, "");
  if (plain === text) return null;
  const days = readCalendar(plain, context);
  if (days === null) return null;
  if (days.first > context.today) refuse(`${quoted(text)} begins on ${days.first}, after today.`);
  return { first: days.first, last: days.last < context.today ? days.last : context.today };
}

const bareNumber = (text: string) => /^(\d{1,2})(?:\.|st|nd|rd|th)?$/.exec(text)?.[1];
const namesMonth = (text: string) => /[a-z]{3}/.test(text) || /^\d{1,2}\.\s?\d{1,2}\./.test(text);

/** "16.–20.11." and "nov 16–20" say the month once. */
function completed(text: string, other: CalendarDay): Days | null {
  const number = bareNumber(text);
  if (number === undefined) return null;
  const { year, month } = partsOf(other);
  const day = makeDay(year, month, Number(number));
  return day === null ? null : { first: day, last: day };
}

function readBothSides(left: string, right: string, context: DayContext): Days | null {
  if (bareNumber(left) !== undefined && namesMonth(right)) {
    const end = readDay(right, context);
    const begin = end && completed(left, end);
    if (begin) return { first: begin.first, last: end };
  }
  const begin = readCalendar(left, context);
  if (begin === null) return null;
  const end =
    (namesMonth(left) && monthOf(left) === null && completed(right, begin.first)) || readCalendar(right, context);
  if (end === null) return null;
  // "thu–tue" and "nov–jan" go on from their begin; they do not fall back to the last such day.
  const wanted = weekdayOf(right);
  if (wanted !== null)
    return { first: begin.first, last: addDays(begin.first, (wanted - weekday(begin.first) + 7) % 7) };
  if (monthOf(right) !== null && end.last < begin.first) {
    const { year, month } = partsOf(end.first);
    return { first: begin.first, last: monthDays(year + 1, month, right).last };
  }
  return { first: begin.first, last: end.last };
}

/** "mon–wed", "1.11..5.11.", "since monday"; null: no range of days. Text after `simplify`. */
export function readDayRange(text: string, context: DayContext): Days | null {
  const since = /^(?:since|seit|od|from|ab) (.+)$/.exec(text) ?? /^(.+?) ?\.\.$/.exec(text);
  const open = since ? readCalendar(since[1] ?? "", context) : null;
  const ranges = [...rangesIn(text)].filter(([, right]) => right !== "");
  const found = open
    ? { first: open.first, last: context.today }
    : ranges.map((sides) => readBothSides(...sides, context)).find(Boolean);
  if (!found) return null;
  if (found.last < found.first) refuse(`${quoted(text)} ends on ${found.last}, before it begins on ${found.first}.`);
  return found;
}
