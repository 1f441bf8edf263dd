import type { CalendarDay, Instant } from "../domain/entities";
import { addDays, civilOf, instantOf, startOfDay } from "./civil";
import { resolveClock } from "./clock";
import { quoted, refuse } from "./date-words";
import { rangesIn } from "./range";
import { type Moment, type MomentContext, readMoment } from "./resolve-moment";

const dayLength = 24 * 3600;
/** With both days written out; more is a mistyped year. */
const longestSpan = 31 * dayLength;
/** A night shift; a longer way round midnight is more likely a slip than work. */
const longestNight = 16 * 3600;

export interface Interval {
  begin: Instant;
  end: Instant;
}

const shift = (instant: Instant, seconds: number) => instantOf(Date.parse(instant) + seconds * 1000);
const secondsBetween = (begin: Instant, end: Instant) => (Date.parse(end) - Date.parse(begin)) / 1000;

/** @param day for a clock time that says no day of its own */
export const resolve = (moment: Moment, day: CalendarDay, zone: string): Instant =>
  "instant" in moment ? moment.instant : resolveClock(moment.day ?? day, moment.time, zone);

const hasDay = (moment: Moment) => "instant" in moment || moment.day !== null;

/** "1-3pm" begins in the afternoon, "9-5pm" in the morning: the begin takes the half that lets it come first. */
function withHalf(begin: Moment, end: Moment): Moment {
  if ("instant" in begin || "instant" in end || begin.time.half || end.time.half !== "pm") return begin;
  const later = begin.time.seconds + dayLength / 2;
  if (begin.time.seconds >= dayLength / 2 || later >= end.time.seconds) return begin;
  return { ...begin, time: { ...begin.time, seconds: later } };
}

/**
 * Begin and end from what two texts say; the end lies on the day of the begin unless it says another.
 * @throws InputError where the end is not after the begin; where that looks like a night, with the words for both readings
 */
export function resolveInterval(
  begin: Moment,
  end: Moment,
  day: CalendarDay,
  zone: string,
  limit = longestSpan,
): Interval {
  const from = resolve(withHalf(begin, end), day, zone);
  const { day: beginDay, clock: beginClock } = civilOf(from, zone);
  const midnight = !("instant" in end) && end.day === null && end.time.seconds === 0 && !end.time.offset;
  const to = midnight ? startOfDay(addDays(beginDay, 1), zone) : resolve(end, beginDay, zone);
  const seconds = secondsBetween(from, to);
  if (seconds <= 0) refuseBackwards(from, to, hasDay(end), beginDay, beginClock, zone);
  if (seconds > limit)
    refuse(
      `From ${civilOf(from, zone).day} to ${civilOf(to, zone).day} is longer than ${limit / dayLength} days: too long for one entry.`,
      "Check the dates, or log one entry per day.",
    );
  return { begin: from, end: to };
}

function refuseBackwards(
  from: Instant,
  to: Instant,
  dated: boolean,
  day: CalendarDay,
  clock: string,
  zone: string,
): never {
  const begin = `${day} ${clock.slice(0, 5)}`;
  const end = civilOf(to, zone);
  const endClock = end.clock.slice(0, 5);
  if (from === to)
    return refuse(`Begin and end are the same: ${begin}.`, "Give an end after the begin, or a duration.");
  const overnight = secondsBetween(from, to) + dayLength;
  if (dated || overnight <= 0 || overnight > longestNight) {
    const afternoon = Number(endClock.slice(0, 2)) + 12;
    const hint = !dated && afternoon < 24 && `${afternoon}${endClock.slice(2)}` > clock;
    return refuse(
      `The end ${end.day} ${endClock} is before the begin ${begin}.`,
      hint
        ? `Swap them, or write ${afternoon}${endClock.slice(2)} for the afternoon.`
        : "Swap them, or correct the dates.",
    );
  }
  const nextDay = addDays(day, 1);
  return refuse(
    `${endClock} is before ${clock.slice(0, 5)} on ${day}. It could be overnight (${begin} to ${nextDay} ${endClock}) or the wrong way round (${day} ${endClock} to ${clock.slice(0, 5)}).`,
    `For the night give the second day: to "${nextDay} ${endClock}". Else swap them.`,
  );
}

/** "9-11:30", "yesterday 9–11:30", "19 nov 22:00 to 20 nov 6:00"; null: no range of times. Text after `simplify`. */
export function readInterval(text: string, context: MomentContext): { begin: Moment; end: Moment } | null {
  for (const [left, right] of rangesIn(text)) {
    const begin = readMoment(left, context);
    const end = begin && readMoment(right, context);
    if (begin && end) return sharedDay(begin, end);
  }
  return null;
}

/** "9-11:30 yesterday" says the day once, at its end. */
function sharedDay(begin: Moment, end: Moment): { begin: Moment; end: Moment } {
  if ("instant" in begin || "instant" in end || begin.day !== null) return { begin, end };
  return { begin: { ...begin, day: end.day }, end };
}

export interface SpanTexts {
  from: Moment | null;
  to: Moment | null;
  /** seconds */
  duration: number | null;
}

type SpanContext = MomentContext & { zone: string };

function refuseOtherDay(from: Moment, day: CalendarDay | null, zone: string): void {
  const own = "instant" in from ? civilOf(from.instant, zone).day : from.day;
  if (day !== null && own !== null && own !== day)
    refuse(`The day is ${day}, but the begin is on ${own}.`, "Leave out one of the two.");
}

/**
 * The moment of a begin.
 * @param day the day that was written beside it; null: today
 * @throws InputError where the begin itself says another day
 */
export function beginOf(from: Moment, day: CalendarDay | null, { zone, today }: SpanContext): Instant {
  refuseOtherDay(from, day, zone);
  return resolve(from, day ?? today, zone);
}

/**
 * Begin and end from any two of from, to and duration; all three must agree.
 * @param day the day that was written beside them; null: today
 * @throws InputError
 */
export function resolveSpan(
  { from, to, duration }: SpanTexts,
  day: CalendarDay | null,
  context: SpanContext,
): Interval {
  const { zone, today, now } = context;
  if (from) refuseOtherDay(from, day, zone);
  if (duration !== null && duration > dayLength)
    refuse(
      `${Math.round(duration / 360) / 10} hours are too long for one entry: 24 hours at most.`,
      "Split it into one entry a day.",
    );
  if (from && to) {
    const interval = resolveInterval(from, to, day ?? today, zone);
    const seconds = secondsBetween(interval.begin, interval.end);
    if (duration !== null && Math.abs(seconds - duration) >= 60)
      refuse(
        `From, to and duration contradict each other: from and to make ${Math.round(seconds / 60)} minutes, the duration is ${Math.round(duration / 60)}.`,
        "Leave out one of the three.",
      );
    return interval;
  }
  if (duration === null)
    return refuse(
      from ? "The end is missing." : to ? "The begin is missing." : "When was it? From, to and duration are missing.",
      'Give two of from, to and duration: from "9:00" to "11:30", or from "9:00" duration "2h30".',
    );
  if (from) {
    const begin = resolve(from, day ?? today, zone);
    return { begin, end: shift(begin, duration) };
  }
  if (to === null && day !== null && day !== today)
    return refuse(
      `A duration alone does not say when on ${day} it was.`,
      'Give from or to as well: from "9:00" duration "2h".',
    );
  const end = to ? resolve(to, day ?? today, zone) : now;
  return { begin: shift(end, -duration), end };
}

/** @throws InputError always */
export const refuseMoment = (text: string, what: string): never =>
  refuse(
    `${quoted(text)} is not a ${what} Punchcard understands.`,
    'Write a clock time with or without a day: "9:00", "17.30", "yesterday 9:00", "2026-11-19 09:00", "-15m", "now", or an ISO instant with offset.',
  );
