import type { Instant } from "../../../domain/entities";
import { toInstant, withOffset } from "../../../time/format";

/** A Kimai time, `2026-03-02T09:00:00+0100`; the offset has no colon, which strict ISO readers refuse (§3.4). */
export function readTime(text: string): Instant {
  const bare = text.length === 24 && (text[19] === "+" || text[19] === "-");
  return toInstant(Date.parse(bare ? `${text.slice(0, 22)}:${text.slice(22)}` : text));
}

const plus = (instant: Instant, seconds: number) => toInstant(Date.parse(instant) + seconds * 1000);
/** The clock time alone: `2026-03-02T09:00:00`, the only form that Kimai's queries take. */
const local = (instant: Instant, zone: string) => withOffset(instant, zone).slice(0, 19);

/**
 * Where clocks go back, one clock time means two moments, and Kimai takes the first. Changes are at most two hours.
 * @returns seconds by which Kimai would read the clock time too early
 */
function readTooEarly(instant: Instant, zone: string): number {
  const clock = local(instant, zone);
  for (const seconds of [1800, 3600, 7200]) if (local(plus(instant, -seconds), zone) === clock) return seconds;
  return 0;
}

/**
 * A moment for the form of a record, `2026-11-17T13:00:00+07:00`. Kimai reads a clock time without offset in the caller's
 * zone when it creates, and in the record's own zone when it changes; an offset is taken by both (§3.4, live).
 */
export const formTime = (instant: Instant, zone: string): string => withOffset(instant, zone);

/**
 * A moment for `restart`, which takes the clock time of the caller's zone alone (§3.4). Where clocks go back Kimai reads
 * the earlier of two moments.
 */
export const restartTime = (instant: Instant, zone: string): string => local(instant, zone);

/**
 * `[from, to)` as Kimai's inclusive `begin` and `end` parameters.
 * @returns `exact: false` where a doubled clock time makes Kimai's range wider than asked
 */
export function queryRange(from: Instant, to: Instant, zone: string): { begin: string; end: string; exact: boolean } {
  const last = plus(to, -1);
  const late = readTooEarly(last, zone);
  // The clock time after the doubled stretch is the first that is surely read as not earlier than `last`.
  const end = late === 0 ? last : plus(last, late);
  return {
    begin: local(from, zone),
    end: local(end, zone),
    exact: late === 0 && readTooEarly(from, zone) === 0,
  };
}
