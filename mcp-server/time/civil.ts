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
export const addDays = (day: CalendarDay, days: number) => dayText(PlainDate.addDays(record(day), days));
/** The 31st becomes the last day of a shorter month. */
export const addMonths = (day: CalendarDay, months: number) => dayText(PlainDate.addMonths(record(day), months));
export const daysBetween = (first: CalendarDay, second: CalendarDay) =>
  PlainDate.diffDays(record(first), record(second));
/** 1 Monday … 7 Sunday. */
export const weekday = (day: CalendarDay) => PlainDate.dayOfWeek(record(day));
/** ISO 8601 week; the year is the week's, not always the day's. */
export const weekNumber = (day: CalendarDay) => ({
  week: PlainDate.weekOfYear(record(day)) ?? 0,
  year: PlainDate.yearOfWeek(record(day)) ?? 0,
});

export const instantOf = (epochMilliseconds: number): Instant =>
  `${new Date(Math.floor(epochMilliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/** The first moment of a civil day, which is not always 00:00 (zones that change their clocks at midnight). */
export const startOfDay = (day: CalendarDay, zone: string): Instant =>
  instantOf(PlainDate.toZonedDateTime(record(day), zone).epochMilliseconds);

export interface Civil {
  day: CalendarDay;
  /** `10:07:00` */
  clock: string;
  /** `+01:00` */
  offset: string;
}

const dayLength = 86_400_000;
/** Since then no zone has changed its clocks twice within six days: where both ends of a day agree, all of it does. */
const steadyFrom = Date.UTC(1980, 0, 1);
const mostOffsets = 5_000;
/** By zone and UTC day, what its clocks show at the day's begin: `+01:00`. */
const offsets = new Map<string, string>();

function offsetAt(day: number, zone: string): string {
  const key = `${zone} ${day}`;
  let found = offsets.get(key);
  if (found === undefined) {
    const zoned = TemporalInstant.toZonedDateTimeISO(TemporalInstant.fromEpochMilliseconds(day * dayLength), zone);
    found = ZonedDateTime.offset(zoned);
    if (offsets.size >= mostOffsets) offsets.clear();
    offsets.set(key, found);
  }
  return found;
}

/** Of an offset in whole minutes, as all are since 1980. */
const millisecondsOf = (offset: string) =>
  (offset.startsWith("-") ? -60_000 : 60_000) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));

export function civilOf(instant: Instant, zone: string): Civil {
  const milliseconds = Date.parse(instant);
  const utcDay = Math.floor(milliseconds / dayLength);
  if (milliseconds >= steadyFrom) {
    const offset = offsetAt(utcDay, zone);
    if (offset === offsetAt(utcDay + 1, zone)) {
      const text = new Date(milliseconds + millisecondsOf(offset)).toISOString();
      return { day: text.slice(0, 10), clock: text.slice(11, 19), offset };
    }
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
