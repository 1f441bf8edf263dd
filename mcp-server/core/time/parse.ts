import type { CalendarDay, Instant } from "../domain/entities";
import { dayBounds } from "./aggregate";
import { instantOf } from "./civil";
import { quoted, refuse, simplify } from "./date-words";
import { type DayContext, readDay } from "./day";
import { parseDuration } from "./duration";
import { dayOf } from "./format";
import { readCalendar, readDayRange, readSoFar } from "./period";
import { type Moment, type MomentContext, readMoment } from "./resolve-moment";
import {
  type Interval,
  readInterval,
  refuseMoment,
  resolve,
  resolveInterval,
  resolveSpan,
  type SpanTexts,
} from "./span";

/**
 * What people and models write about time. Everything is resolved in the account's zone; whoever shows a result echoes
 * it as absolute times, so that a misreading is seen. All functions throw `InputError` of code `time` that says what is
 * valid.
 */

export { parseDuration };

export interface TimeContext {
  now: Instant;
  /** IANA zone of the account. */
  zone: string;
  /** 1 Monday … 7 Sunday. */
  weekStartsOn: number;
}

/** `[from, to)`, and the civil days of its first and last moment. */
export interface Period {
  from: Instant;
  to: Instant;
  first: CalendarDay;
  last: CalendarDay;
}

const longestInput = 200;
/** A report may cover more than one entry may. */
const longestPeriod = 366 * 86_400 * 20;

function prepare(text: string, what: string): string {
  if (text.length > longestInput) refuse(`The ${what} is ${text.length} characters long: that cannot be one.`);
  const plain = simplify(text);
  return plain === "" ? refuse(`The ${what} is empty.`) : plain;
}

const within = (context: TimeContext): MomentContext & { zone: string } & DayContext => ({
  ...context,
  today: dayOf(context.now, context.zone),
});

/**
 * One civil day: `today`, `mon`, `last friday`, `19 nov`, `16.11.`, `2026-11-19`, `3 days ago`.
 * @throws InputError
 */
export function parseDay(text: string, ctx: TimeContext): CalendarDay {
  const plain = prepare(text, "day");
  const context = within(ctx);
  const moment = readDay(plain, context) === null ? readMoment(plain, context) : null;
  if (moment && "instant" in moment) return dayOf(moment.instant, ctx.zone);
  const day = readDay(plain, context);
  if (day !== null) return day;
  const several = readCalendar(plain, context) ?? readDayRange(plain, context);
  return refuse(
    several
      ? `${quoted(text)} is not one day but ${several.first} to ${several.last}.`
      : `${quoted(text)} is not a day Punchcard understands.`,
    'Write "today", "yesterday", "monday", "19 nov", "16.11." or 2026-11-19.',
  );
}

/**
 * A period: a day, week, month, quarter or year by name, `mon–wed`, `from..to`, `last 7 days` (today included), or times
 * as in `yesterday 9–11:30`.
 * @throws InputError
 */
export function parsePeriod(text: string, ctx: TimeContext): Period {
  const found = periodOf(prepare(text, "period"), ctx);
  if (found) return found;
  return refuse(
    `${quoted(text)} is not a period Punchcard understands.`,
    'Write "today", "last week", "this month", "mon–wed", "last 7 days", "2026-11", "2026-W47", "2026-11-02..2026-11-06" or "yesterday 9–11:30".',
  );
}

/** null: no period at all. */
function periodOf(plain: string, ctx: TimeContext): Period | null {
  const context = within(ctx);
  const days = readSoFar(plain, context) ?? readCalendar(plain, context) ?? readDayRange(plain, context);
  if (days) return { from: dayBounds(days.first, ctx.zone).from, to: dayBounds(days.last, ctx.zone).to, ...days };
  const times = readInterval(plain, context);
  if (!times) return null;
  const { begin, end } = resolveInterval(times.begin, times.end, context.today, ctx.zone, longestPeriod);
  return {
    from: begin,
    to: end,
    first: dayOf(begin, ctx.zone),
    last: dayOf(instantOf(Date.parse(end) - 1000), ctx.zone),
  };
}

/**
 * One side of a period: a day, week or month as in `parsePeriod`, or a moment, which has no length.
 * @throws InputError
 */
export function parseEdge(text: string, ctx: TimeContext): { from: Instant; to: Instant } {
  const plain = prepare(text, "period");
  const period = periodOf(plain, ctx);
  if (period) return period;
  const context = within(ctx);
  const moment = readMoment(plain, context);
  if (!moment)
    return refuse(
      `${quoted(text)} is neither a day nor a moment Punchcard understands.`,
      'Write "today", "monday", "16.11.", "2026-11-19", "2026-11-19 09:00", or a week or month: "last week", "2026-11".',
    );
  const at = resolve(moment, context.today, ctx.zone);
  return { from: at, to: at };
}

/**
 * A point in time: `9:00`, `17.30`, `9am`, `yesterday 9:00`, `-15m`, `now`, an ISO instant.
 * @param day for a clock time without a day of its own; absent: today
 * @throws InputError
 */
export function parseMoment(text: string, ctx: TimeContext, day?: CalendarDay): Instant {
  const context = within(ctx);
  return resolve(momentOf(text, context, "time"), day ?? context.today, ctx.zone);
}

function momentOf(text: string, context: MomentContext & { zone: string }, what: string): Moment {
  const plain = prepare(text, what);
  const moment = readMoment(plain, context);
  if (moment) return moment;
  if (readDay(plain, context) !== null)
    return refuse(`${quoted(text)} is a day without a time.`, `Give the clock time too: "${plain} 9:00".`);
  return refuseMoment(text, what);
}

export interface SpanInput {
  day?: string;
  from?: string;
  to?: string;
  duration?: string;
}

/**
 * Begin and end of one entry, from a day and two of from, to and duration. `from` or `day` alone may hold a whole range
 * (`yesterday 9–11:30`). A duration alone is the time up to now.
 * @throws InputError for what is missing or contradicts, an end before its begin, more than 24 hours without both dates
 */
export function parseSpan(input: SpanInput, ctx: TimeContext): Interval {
  const { day, ...texts } = readSpan(input, ctx);
  return resolveSpan(texts, day, within(ctx));
}

const said = (text: string | undefined): text is string => text !== undefined && text.trim() !== "";

/** What the texts of a span say, each by itself. @throws InputError */
export function readSpan(input: SpanInput, ctx: TimeContext): SpanTexts & { day: CalendarDay | null } {
  const context = within(ctx);
  const complete = said(input.to) || said(input.duration);
  const dayText = said(input.day) ? prepare(input.day, "day") : null;
  const dayMoment = dayText === null || readDay(dayText, context) !== null ? null : wholeOf(dayText, context, complete);
  if (dayMoment && said(input.from))
    refuse(`The day ${quoted(input.day ?? "")} already says a time, and so does from.`, "Leave out one of the two.");
  const day = dayText === null || dayMoment ? null : parseDay(input.day ?? "", ctx);

  const whole = dayMoment ?? (said(input.from) ? wholeOf(prepare(input.from, "begin"), context, complete) : null);
  const from = whole?.begin ?? (said(input.from) ? momentOf(input.from, context, "begin") : null);
  const to = said(input.to) ? momentOf(input.to, context, "end") : null;
  const duration = said(input.duration) ? parseDuration(input.duration) : null;
  return { day, from, to: to ?? whole?.end ?? null, duration };
}

/** A text that holds a time, or a range; a range rather, where neither end nor duration is given beside it. */
function wholeOf(
  text: string,
  context: MomentContext,
  complete: boolean,
): { begin: Moment; end: Moment | null } | null {
  const interval = readInterval(text, context);
  if (interval && !complete) return interval;
  const begin = readMoment(text, context);
  return begin ? { begin, end: null } : interval;
}
