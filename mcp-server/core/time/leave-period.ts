import type { CalendarDay } from "../domain/entities";
import { InputError } from "../domain/errors";
import { dayBounds } from "./aggregate";
import { addDays, addMonths, daysBetween, weekday } from "./civil";
import { monthOf, quoted, refuse, simplify, weekdayOf } from "./date-words";
import { dayOf } from "./format";
import { parseEdge, parsePeriod, type TimeContext } from "./parse";
import type { Days } from "./period";

/** Days of leave lie ahead more often than behind, where time that was worked lies behind. */

const connecting = new Set([
  "to",
  "until",
  "till",
  "bis",
  "do",
  "and",
  "from",
  "von",
  "od",
  "am",
  "on",
  "w",
  "in",
  "im",
]);

/** Names of weekdays or of months and nothing else: "friday", "mon–wed", "december". */
function bareNames(text: string): "weekdays" | "months" | null {
  const words = simplify(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !(connecting.has(word) && weekdayOf(word) === null));
  if (words.length === 0) return null;
  if (words.every((word) => weekdayOf(word) !== null)) return "weekdays";
  return words.every((word) => monthOf(word) !== null) ? "months" : null;
}

/** As if it were so much later: then the last friday is the coming one, today included. */
function ahead(text: string, context: TimeContext): TimeContext {
  const names = bareNames(text);
  if (names === null) return context;
  const today = dayOf(context.now, context.zone);
  const later = names === "weekdays" ? addDays(today, 6) : addMonths(today, 11);
  return { ...context, now: dayBounds(later, context.zone).from };
}

/**
 * The days of a question about leave. "friday" and "december" are the coming ones, this one included.
 * @param fallback where nothing was said
 * @throws InputError
 */
export function parseLeavePeriod(
  { period, from, to }: { period?: string; from?: string; to?: string },
  context: TimeContext,
  fallback: string,
): Days {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw new InputError("argument", "Give a period, or from and to, not both.");
  if (from === undefined && to === undefined) {
    const text = period ?? fallback;
    const { first, last } = parsePeriod(text, ahead(text, context));
    return { first, last };
  }
  const edge = (text: string) => {
    const { from: begin, to: end } = parseEdge(text, ahead(text, context));
    const last = new Date(Math.max(Date.parse(begin), Date.parse(end) - 1000)).toISOString();
    return { first: dayOf(begin, context.zone), last: dayOf(last, context.zone) };
  };
  const first = from === undefined ? dayOf(context.now, context.zone) : edge(from).first;
  const last = to === undefined ? addDays(addMonths(first, 12), -1) : edge(to).last;
  if (last < first)
    throw new InputError("time", `The period ends on ${last}, before it begins on ${first}.`, {
      next: "Exchange from and to.",
    });
  return { first, last };
}

const written = "Write the days as 2026-12-21, `21 dec`, `next week`, `tomorrow`.";

/** Whole days only: a wish for a part of a day must not become a whole one. */
function wholeDays(text: string, context: TimeContext): Days {
  const { first, last, from, to } = parsePeriod(text, context);
  if (from !== dayBounds(first, context.zone).from || to !== dayBounds(last, context.zone).to)
    refuse(
      `${quoted(text)} says a clock time, but leave is taken by days.`,
      "For a part of one day give half or hours.",
    );
  return { first, last };
}

/**
 * The days that somebody wants to be away. What is written must mean them alone: "friday" could be the last or the
 * coming one, and a request for the wrong one is worse than a question. As the last day it is the next one after the
 * first.
 * @throws InputError
 */
export function parseLeaveDays(from: string, to: string | undefined, context: TimeContext): Days {
  const today = dayOf(context.now, context.zone);
  const behind = wholeDays(from, context);
  const coming = wholeDays(from, ahead(from, context));
  const other = coming.first === behind.first ? nextYear(from, behind.first, today, context) : coming.first;
  if (other !== null && behind.first < today)
    refuse(`${quoted(from)} could be ${behind.first} or ${other}: write it like that.`, written);
  const first = coming.first;
  const last = to === undefined ? coming.last : lastDay(to, first, context);
  if (last < first)
    refuse(`It would end on ${last}, before it begins on ${first}.`, "Exchange from and to, or write the year too.");
  if (daysBetween(first, last) > 731)
    refuse(`From ${first} to ${last} is more than two years: no leave is that long.`, "Write the year of both days.");
  return { first, last };
}

const saysYear = (text: string) => /\d{4}/.test(text);
const at = (day: CalendarDay, context: TimeContext): TimeContext => ({
  ...context,
  now: dayBounds(day, context.zone).from,
});

/** A date without a year that lies far behind can as well be meant for the next time; null: it cannot. */
function nextYear(text: string, first: CalendarDay, today: CalendarDay, context: TimeContext): CalendarDay | null {
  if (saysYear(text) || daysBetween(first, today) < 45) return null;
  const later = wholeDays(text, at(addMonths(today, 6), context)).first;
  return later >= today && later.slice(4) === first.slice(4) ? later : null;
}

function lastDay(to: string, first: CalendarDay, context: TimeContext): CalendarDay {
  const wanted = weekdayOf(simplify(to));
  if (wanted !== null) return addDays(first, (wanted - weekday(first) + 7) % 7);
  const { last } = wholeDays(to, ahead(to, context));
  if (last >= first || saysYear(to)) return last;
  // "8 jan" after "23 dec" is of the year after it.
  const next = wholeDays(to, at(first, context)).last;
  return next.slice(4) === last.slice(4) ? next : last;
}
