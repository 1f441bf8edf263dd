import type { CalendarDay, Entry, Instant } from "../domain/entities";
import { addDays, startOfDay, weekday } from "./civil";
import { dayOf } from "./format";

type Counted = Pick<Entry, "begin" | "end" | "seconds" | "breakSeconds" | "zone"> & { planned?: true };

const between = (from: Instant, to: Instant) => Math.round((Date.parse(to) - Date.parse(from)) / 1000);

/** Seconds of an entry, net of its breaks, worked or planned; one that runs counts up to `now`. */
export function totalSeconds(entry: Counted, now: Instant): number {
  if (entry.seconds !== null) return entry.seconds;
  return Math.max(0, between(entry.begin, entry.end ?? now) - entry.breakSeconds);
}

/** Services round ends up to the minute (kimai-api.md §3.4), and two clocks are never the same. Milliseconds. */
const roundedUp = 60_000;

/** It ends in the future: logged ahead of its time, and not worked yet. */
export const isPlanned = ({ end }: Pick<Entry, "end">, now: Instant): boolean =>
  end !== null && Date.parse(end) >= Date.parse(now) + roundedUp;

/** Worked seconds of a piece of an entry (`dayPieces`): what is planned is not worked yet. */
export const workedSeconds = (piece: Counted, now: Instant): number => (piece.planned ? 0 : totalSeconds(piece, now));
export const plannedSeconds = (piece: Counted, now: Instant): number => (piece.planned ? totalSeconds(piece, now) : 0);

/** The civil day on which an entry begins, by the clock where it was recorded. @param zone the account's */
export const dayOfEntry = ({ begin, zone: own }: Pick<Entry, "begin" | "zone">, zone: string): CalendarDay =>
  dayOf(begin, own ?? zone);

/** Worked seconds by civil day, of entries that are cut at midnight (`dayPieces`). */
export function secondsByDay(entries: Iterable<Counted>, zone: string, now: Instant): Map<CalendarDay, number> {
  const days = new Map<CalendarDay, number>();
  for (const entry of entries) {
    const day = dayOfEntry(entry, zone);
    days.set(day, (days.get(day) ?? 0) + workedSeconds(entry, now));
  }
  return days;
}

/**
 * The seven days of the week in which a day lies.
 * @param weekStartsOn 1 Monday … 7 Sunday
 */
export function weekOf(day: CalendarDay, weekStartsOn: number): CalendarDay[] {
  const first = addDays(day, -((weekday(day) - weekStartsOn + 7) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(first, index));
}

/** `[from, to)` of a civil day: 23, 24 or 25 hours, and none where the zone skipped the day. */
export const dayBounds = (day: CalendarDay, zone: string): { from: Instant; to: Instant } => ({
  from: startOfDay(day, zone),
  to: startOfDay(addDays(day, 1), zone),
});

interface Span {
  begin: Instant;
  /** null: still running, it overlaps with everything that ends after its begin */
  end: Instant | null;
}

export interface Overlap<T> {
  first: T;
  second: T;
  from: Instant;
  /** null where both still run */
  to: Instant | null;
  /** null where both still run */
  seconds: number | null;
}

/** Every pair of spans that share time, by the begin of the second. Spans that only touch do not overlap. */
export function findOverlaps<T extends Span>(spans: readonly T[]): Overlap<T>[] {
  const endsAfter = (span: Span, moment: Instant) => span.end === null || span.end > moment;
  const overlaps: Overlap<T>[] = [];
  let open: T[] = [];
  for (const span of spans.toSorted((a, b) => (a.begin < b.begin ? -1 : a.begin > b.begin ? 1 : 0))) {
    open = open.filter((earlier) => endsAfter(earlier, span.begin));
    if (!endsAfter(span, span.begin)) continue;
    for (const first of open) {
      const to = first.end === null || (span.end !== null && span.end < first.end) ? span.end : first.end;
      const seconds = to === null ? null : between(span.begin, to);
      overlaps.push({ first, second: span, from: span.begin, to, seconds });
    }
    open.push(span);
  }
  return overlaps;
}
