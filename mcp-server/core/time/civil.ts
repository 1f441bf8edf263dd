import * as TemporalInstant from "temporal-polyfill/fns/Instant";
import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import * as PlainDateTime from "temporal-polyfill/fns/PlainDateTime";
import * as ZonedDateTime from "temporal-polyfill/fns/ZonedDateTime";
import type { CalendarDay, Instant } from "../domain/entities";

/**
 * Days, clock times and zones: the only file that knows the Temporal library. It uses the function API of the polyfill,
 * which bundles to a third of the class API; a server that starts with every AI client pays for each kilobyte.
 * A zone that the runtime does not know is a `RangeError`.
 */

const two = (value: number) => String(value).padStart(2, "0");
const dayText = (date: { year: number; month: number; day: number }): CalendarDay =>
  `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}`;

/** Years outside are a slip of the pen, and instants outside would no longer sort as strings. */
export const firstYear = 1970;
export const lastYear = 2199;
const endOfYears = Date.UTC(lastYear + 1, 0);

/** null where there is no such day (30 February, the year 20260). */
export function makeDay(year: number, month: number, day: number): CalendarDay | null {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return null;
  return day <= PlainDate.daysInMonth(PlainDate.create(year, month, 1)) ? dayText({ year, month, day }) : null;
}

const record = (day: CalendarDay) =>
  PlainDate.create(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));

export const partsOf = (day: CalendarDay) => {
  const { year, month, day: dayOfMonth } = record(day);
  return { year, month, day: dayOfMonth };
};

const dayLength = 86_400_000;

const mostKept = 5_000;

/** What was found before for the same key: most calls ask for the same few days. */
function once<K, V>(kept: Map<K, V>, key: K, find: () => V): V {
  let found = kept.get(key);
  if (found === undefined) {
    found = find();
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, found);
  }
  return found;
}

const midnights = new Map<CalendarDay, number>();

/** Midnight in UTC, where every day has 24 hours; NaN of what is no day. Its arithmetic costs a tenth of the library's. */
const inUtc = (day: CalendarDay) =>
  once(midnights, day, () => {
    const milliseconds = Date.parse(`${day}T00:00:00Z`);
    // Some engines take 30 February for a day of March.
    return milliseconds >= 0 && new Date(milliseconds).toISOString().startsWith(day) ? milliseconds : Number.NaN;
  });

/** By their midnight in UTC. */
const texts = new Map<number, CalendarDay>();

export function addDays(day: CalendarDay, days: number): CalendarDay {
  const moved = inUtc(day) + days * dayLength;
  if (moved >= 0 && moved < endOfYears && moved % dayLength === 0)
    return once(texts, moved, () => new Date(moved).toISOString().slice(0, 10));
  return dayText(PlainDate.addDays(record(day), days));
}
/** The 31st becomes the last day of a shorter month. */
export const addMonths = (day: CalendarDay, months: number) => dayText(PlainDate.addMonths(record(day), months));
export const daysBetween = (first: CalendarDay, second: CalendarDay) =>
  PlainDate.diffDays(record(first), record(second));
/** 1 Monday … 7 Sunday. */
export function weekday(day: CalendarDay): number {
  const milliseconds = inUtc(day);
  // 1970 began on a Thursday.
  return milliseconds >= 0 ? ((milliseconds / dayLength + 3) % 7) + 1 : PlainDate.dayOfWeek(record(day));
}
const weeks = new Map<CalendarDay, { readonly week: number; readonly year: number }>();

/** ISO 8601 week; the year is the week's, not always the day's. */
export const weekNumber = (day: CalendarDay) =>
  once(weeks, day, () => ({
    week: PlainDate.weekOfYear(record(day)) ?? 0,
    year: PlainDate.yearOfWeek(record(day)) ?? 0,
  }));

export const instantOf = (epochMilliseconds: number): Instant =>
  `${new Date(Math.floor(epochMilliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/** By zone and day, where it begins. */
const starts = new Map<string, Instant>();

/** The first moment of a civil day, which is not always 00:00 (zones that change their clocks at midnight). */
export const startOfDay = (day: CalendarDay, zone: string): Instant =>
  once(starts, `${zone} ${day}`, () => instantOf(PlainDate.toZonedDateTime(record(day), zone).epochMilliseconds));

export interface Civil {
  day: CalendarDay;
  /** `10:07:00` */
  clock: string;
  /** `+01:00` */
  offset: string;
}

/** Since then no zone has changed its clocks twice within six days: where both ends of a day agree, all of it does. */
const steadyFrom = Date.UTC(1980, 0, 1);

interface Offset {
  /** `+01:00` */
  text: string;
  milliseconds: number;
}

const mostZones = 100;
/** By zone and UTC day, the one offset of all that day; null: it changes on it. */
const offsets = new Map<string, Map<number, Offset | null>>();

function offsetAt(day: number, zone: string): string {
  return ZonedDateTime.offset(
    TemporalInstant.toZonedDateTimeISO(TemporalInstant.fromEpochMilliseconds(day * dayLength), zone),
  );
}

function steadyOffset(day: number, zone: string): Offset | null {
  if (!(day * dayLength >= steadyFrom)) return null;
  const days = offsets.get(zone) ?? new Map<number, Offset | null>();
  let found = days.get(day);
  if (found === undefined) {
    const text = offsetAt(day, zone);
    found = text === offsetAt(day + 1, zone) ? { text, milliseconds: millisecondsOf(text) } : null;
    if (days.size === 0 && offsets.size >= mostZones) offsets.clear();
    if (days.size >= mostKept) days.clear();
    offsets.set(zone, days.set(day, found));
  }
  return found;
}

/** Of an offset in whole minutes, as all are since 1980. */
const millisecondsOf = (offset: string) =>
  (offset.startsWith("-") ? -60_000 : 60_000) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));

export function civilOf(instant: Instant, zone: string): Civil {
  const milliseconds = Date.parse(instant);
  const offset = steadyOffset(Math.floor(milliseconds / dayLength), zone);
  if (offset) {
    const text = new Date(milliseconds + offset.milliseconds).toISOString();
    return { day: text.slice(0, 10), clock: text.slice(11, 19), offset: offset.text };
  }
  const zoned = TemporalInstant.toZonedDateTimeISO(TemporalInstant.fromEpochMilliseconds(milliseconds), zone);
  return {
    day: dayText(zoned),
    clock: `${two(zoned.hour)}:${two(zoned.minute)}:${two(zoned.second)}`,
    offset: ZonedDateTime.offset(zoned),
  };
}

/** What a clock time of a day means in a zone: mostly one moment, two where clocks go back, none where they go forward. */
export type ClockReading =
  | { kind: "once"; instant: Instant }
  | { kind: "twice"; earlier: Instant; later: Instant }
  /** The moments that the time would be with the clocks as they stood after and before the change. */
  | { kind: "never"; earlier: Instant; later: Instant };

/** @param seconds since 00:00 by the clock, below 86400 */
export function readClock(day: CalendarDay, seconds: number, zone: string): ClockReading {
  const inUtcClocks = inUtc(day) + seconds * 1000;
  const utcDay = Math.floor(inUtcClocks / dayLength);
  const offset = steadyOffset(utcDay, zone);
  // Offsets are shorter than a day, so it is one of three UTC days.
  if (offset && [utcDay - 1, utcDay + 1].every((one) => steadyOffset(one, zone)?.text === offset.text))
    return { kind: "once", instant: instantOf(inUtcClocks - offset.milliseconds) };
  const { year, month, day: dayOfMonth } = partsOf(day);
  const minutes = Math.floor(seconds / 60);
  const local = PlainDateTime.create(year, month, dayOfMonth, Math.floor(minutes / 60), minutes % 60, seconds % 60);
  const earlier = PlainDateTime.toZonedDateTime(local, zone, { disambiguation: "earlier" });
  const later = PlainDateTime.toZonedDateTime(local, zone, { disambiguation: "later" });
  const readings = { earlier: instantOf(earlier.epochMilliseconds), later: instantOf(later.epochMilliseconds) };
  if (readings.earlier === readings.later) return { kind: "once", instant: readings.earlier };
  const exists = PlainDateTime.equals(ZonedDateTime.toPlainDateTime(earlier), local);
  return { kind: exists ? "twice" : "never", ...readings };
}
