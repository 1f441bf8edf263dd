import type { Instant } from "../domain/entities";
import { addDays, civilOf, daysBetween, instantOf } from "./civil";
import { refuse } from "./date-words";
import { dayOf } from "./format";
import { readSpan, type SpanInput, type TimeContext } from "./parse";
import type { Moment } from "./resolve-moment";
import { beginOf, resolve, resolveSpan } from "./span";

interface Lasting {
  begin: Instant;
  /** null: it runs */
  end: Instant | null;
}

/**
 * Begin and end of an entry after a change; what is not named stays. Texts are read, and refused, as `parseSpan` does
 * it, but a clock time without a day is of the day on which the entry begins. Another day alone keeps the clock time of
 * the begin and the length; a length goes from the begin, or back from `to` where no `from` is named beside it.
 * @throws InputError `time`
 */
export function parseChange(current: Lasting, change: SpanInput, ctx: TimeContext): Lasting {
  const { day, from, to, duration } = readSpan(change, ctx);
  const { zone } = ctx;
  const oldDay = dayOf(current.begin, zone);
  const days = day === null ? 0 : daysBetween(oldDay, day);
  const here = { ...ctx, today: day ?? oldDay };
  /** The same clock time so many days later; without a move the very same moment, also in an hour that comes twice. */
  const moved = (instant: Instant): Moment => {
    if (days === 0) return { instant };
    const civil = civilOf(instant, zone);
    const [hours = 0, minutes = 0, seconds = 0] = civil.clock.split(":").map(Number);
    return {
      day: addDays(civil.day, days),
      time: { seconds: hours * 3600 + minutes * 60 + seconds, text: civil.clock },
    };
  };

  if (to !== null || duration !== null) {
    const begin = from ?? (to !== null && duration !== null ? null : moved(current.begin));
    return resolveSpan({ from: begin, to, duration }, day, here);
  }
  const begin = beginOf(from ?? moved(current.begin), day, here);
  if (current.end === null) return { begin, end: null };
  // What has a date and no length (a lump sum) has none afterwards.
  if (current.end === current.begin) return { begin, end: begin };
  if (from === null) {
    const length = Date.parse(current.end) - Date.parse(current.begin);
    return { begin, end: instantOf(Date.parse(begin) + length) };
  }
  const end = resolve(moved(current.end), here.today, zone);
  if (end > begin) return { begin, end };
  const [first, last] = [civilOf(begin, zone), civilOf(end, zone)];
  return refuse(
    `The new begin ${first.day} ${first.clock.slice(0, 5)} is not before the end, which stays ${last.day} ${last.clock.slice(0, 5)}.`,
    "Give the end as well, as to or duration.",
  );
}
