import type { Entry, Instant } from "../domain/entities";
import { InputError } from "../domain/errors";
import { clockOf, dayOf } from "../time/format";
import { parseDay, parseDuration, parseMoment, type TimeContext } from "../time/parse";

const plus = (instant: Instant, seconds: number): Instant =>
  `${new Date(Date.parse(instant) + seconds * 1000).toISOString().slice(0, 19)}Z`;
const between = (begin: Instant, end: Instant) => (Date.parse(end) - Date.parse(begin)) / 1000;

/**
 * The begin and end of an entry after a change; what is not named stays. Another day alone keeps the clock time of the
 * begin and the length. A length goes from the begin, or back from `to` when that is all that is named beside it.
 * @throws InputError `time`
 */
export function changedSpan(
  { begin, end }: Entry,
  change: { day?: string; from?: string; to?: string; duration?: string },
  context: TimeContext,
): { begin: Instant; end: Instant | null } {
  const { day, from, to, duration } = change;
  if (from !== undefined && to !== undefined && duration !== undefined)
    throw new InputError("argument", "Give two of from, to and duration.");
  const oldDay = dayOf(begin, context.zone);
  const newDay = day === undefined ? oldDay : parseDay(day, context);
  const length = duration === undefined ? undefined : parseDuration(duration);
  const shiftedBegin =
    newDay === oldDay ? begin : plus(parseMoment(clockOf(begin, context.zone), context, newDay), secondsPart(begin));
  let newBegin = from === undefined ? shiftedBegin : parseMoment(from, context, newDay);
  let newEnd = end;
  if (to !== undefined) {
    newEnd = parseMoment(to, context, newDay);
    if (length !== undefined) newBegin = plus(newEnd, -length);
  } else if (length !== undefined) newEnd = plus(newBegin, length);
  else if (end !== null && newDay !== oldDay && from === undefined) newEnd = plus(newBegin, between(begin, end));
  else if (end !== null && newDay !== oldDay)
    newEnd = plus(parseMoment(clockOf(end, context.zone), context, newDay), secondsPart(end));
  return { begin: newBegin, end: newEnd };
}

const secondsPart = (instant: Instant) => Number(instant.slice(17, 19));

/** `#12` and `12` name the same entry. */
export const entryId = (id: string) => id.trim().replace(/^#/, "");
