import type { CalendarDay, Instant } from "../domain/entities";
import { addDays, firstYear, instantOf, readClock } from "../time/civil";
import { type DayOrder, readDay, readHours, readLength, readTime, tellsSeconds } from "./cells";
import type { RowProblem } from "./source-row";

/** The cells of one row that tell its time; absent: the file has no such column. */
export interface TimeCells {
  startDay?: string;
  startTime?: string;
  endDay?: string;
  endTime?: string;
  start?: string;
  end?: string;
  duration?: string;
  hours?: string;
  seconds?: string;
  break?: string;
}

export interface RowTime {
  begin: Instant | null;
  end: Instant | null;
  /** Worked seconds as the file tells them, less the break. */
  seconds: number | null;
  breakSeconds: number;
  /** The day of a row without clock times. */
  day?: CalendarDay;
  problem?: RowProblem;
  shown?: string;
}

/** Years before this are those of empty dates. */
const earliestYear = 1990;

/**
 * @param zone IANA zone of clock times without an offset
 */
export function readTimes(cells: TimeCells, order: DayOrder, zone: string): RowTime {
  const breakSeconds = Math.max(0, Number(cells.break ?? 0) || 0);
  const length = lengthOf(cells);
  const fail = (problem: RowProblem, ...shown: (string | undefined)[]): RowTime => ({
    begin: null,
    end: null,
    seconds: length !== null && length !== "wrong" && length > 0 ? length : null,
    breakSeconds,
    problem,
    shown: shown.filter(Boolean).join(" ").slice(0, 80),
  });
  const lengthCell = cells.duration || cells.hours || cells.seconds;
  if (length === "wrong") return fail("length", lengthCell);
  if (length !== null && length < 0) return fail("negative", lengthCell);

  const begins = momentsOf(cells.start, cells.startDay, cells.startTime, order, zone);
  if (begins.problem) return fail(begins.problem, begins.shown);
  if (begins.moments === null) {
    if (length === null) return fail("no_length", cells.startDay);
    if (length === 0) return fail("zero", lengthCell);
    return { begin: null, end: null, seconds: length, breakSeconds, day: begins.day };
  }
  const told = length === null ? null : length + breakSeconds;
  const ends = endsOf(cells, begins, told, order, zone);
  if (ends === null) return fail("no_length", cells.startDay, cells.startTime, cells.start);
  if ("problem" in ends) return fail(ends.problem, ends.shown);
  const shownSpan = [cells.start ?? `${cells.startDay} ${cells.startTime}`, "–", cells.end ?? cells.endTime];
  const [begin, end] = closest(begins.moments, ends.moments, told);
  const span = (end - begin) / 1000;
  if (span < 0) return fail("end_before_begin", ...shownSpan);
  if (span === 0 || told === 0) return fail("zero", ...shownSpan);
  if (told !== null && Math.abs(span - told) > toleranceOf(cells)) return fail("mismatch", ...shownSpan, lengthCell);
  if (span <= breakSeconds) return fail("mismatch", ...shownSpan, cells.break);
  return { begin: instantOf(begin), end: instantOf(end), seconds: span - breakSeconds, breakSeconds };
}

/** Seconds; null: the file tells none. Hours of two decimals mean whole minutes: each has hundredths of its own. */
function lengthOf({ duration, hours, seconds }: TimeCells): number | null | "wrong" {
  if (seconds?.trim()) return /^-?\d+$/.test(seconds.trim()) ? Number(seconds) : "wrong";
  if (duration?.trim()) return readLength(duration) ?? decimal(duration) ?? "wrong";
  if (!hours?.trim()) return null;
  return decimal(hours) ?? readLength(hours) ?? "wrong";
}
function decimal(cell: string): number | null {
  const seconds = readHours(cell);
  if (seconds === null) return null;
  return /[.,]\d{3,}\s*h?$/i.test(cell.trim()) ? seconds : Math.round(seconds / 60) * 60;
}

/** Clock times without seconds may be a minute off each; hours in decimals are rounded. Seconds. */
const toleranceOf = ({ startTime, start, hours, duration }: TimeCells) =>
  tellsSeconds(startTime ?? start ?? "") && (duration || !hours) ? 1 : 60;

interface Moments {
  /** Milliseconds since 1970: two where the clocks show the time twice; null: the row has a day only. */
  moments: number[] | null;
  day?: CalendarDay;
  problem?: RowProblem;
  shown?: string;
}

function momentsOf(
  whole: string | undefined,
  dayCell: string | undefined,
  timeCell: string | undefined,
  order: DayOrder,
  zone: string,
): Moments {
  const cell = whole?.trim();
  if (cell && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/.test(cell)) {
    const moment = Date.parse(cell.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
    if (Number.isNaN(moment)) return { moments: null, problem: "date", shown: cell };
    return inRange(cell.slice(0, 10), cell) ?? { moments: [Math.floor(moment / 1000) * 1000] };
  }
  const split = cell ? /^(\S+?),?[T\s]+(\d.*)$/.exec(cell) : null;
  const [dayText, timeText] = cell ? [split?.[1] ?? cell, split?.[2]] : [dayCell ?? "", timeCell];
  const day = readDay(dayText, order);
  if (day === null) return { moments: null, problem: yearOf(dayText), shown: dayText || cell };
  const wrongYear = inRange(day, dayText);
  if (wrongYear) return wrongYear;
  if (!timeText?.trim()) return { moments: null, day };
  const seconds = readTime(timeText);
  if (seconds === null) return { moments: null, problem: "time", shown: timeText };
  const reading = seconds === 86_400 ? readClock(addDays(day, 1), 0, zone) : readClock(day, seconds, zone);
  if (reading.kind === "never") return { moments: null, problem: "gap", shown: `${dayText} ${timeText}` };
  const instants = reading.kind === "once" ? [reading.instant] : [reading.earlier, reading.later];
  return { moments: instants.map((instant) => Date.parse(instant)), day };
}

const inRange = (day: CalendarDay, shown: string): Moments | null =>
  Number(day.slice(0, 4)) < earliestYear ? { moments: null, problem: "year", shown } : null;

/** A day that is none because of its year alone. */
const yearOf = (cell: string): RowProblem => {
  const year = /\b(\d{4})\b/.exec(cell)?.[1];
  return year !== undefined && Number(year) < firstYear ? "year" : "date";
};

function endsOf(
  cells: TimeCells,
  begins: Moments,
  length: number | null,
  order: DayOrder,
  zone: string,
): { moments: number[] } | { problem: RowProblem; shown?: string } | null {
  const told = Boolean(cells.end?.trim() || cells.endTime?.trim());
  const first = begins.moments?.[0] ?? 0;
  if (!told) return length === null ? null : { moments: (begins.moments ?? []).map((begin) => begin + length * 1000) };
  const ends = momentsOf(cells.end, cells.endDay?.trim() || cells.startDay, cells.endTime, order, zone);
  if (ends.problem) return { problem: ends.problem, shown: ends.shown };
  if (ends.moments === null) return { problem: "time", shown: cells.end };
  const sameDay = !cells.end?.trim() && !cells.endDay?.trim();
  if (!sameDay || Math.max(...ends.moments) > first) return { moments: ends.moments };
  // Without a day of its own an earlier clock time is of the next day.
  const next = momentsOf(undefined, addDays(begins.day ?? "", 1), cells.endTime, "year", zone);
  return next.moments ? { moments: next.moments } : { problem: next.problem ?? "time", shown: cells.endTime };
}

/** Of times that the clocks show twice, the two that fit the length best; without a length the first ones in order. */
function closest(begins: readonly number[], ends: readonly number[], length: number | null): [number, number] {
  const pairs = begins.flatMap((begin) => ends.map((end): [number, number] => [begin, end]));
  const off = ([begin, end]: [number, number]) => {
    const span = (end - begin) / 1000;
    return span < 0 ? Number.POSITIVE_INFINITY : length === null ? 0 : Math.abs(span - length);
  };
  return pairs.reduce((best, pair) => (off(pair) < off(best) ? pair : best));
}
