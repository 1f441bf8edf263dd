import { dayAfter, minutesAt, momentFrom, momentsAt } from "#core/time/wall-clock";

/**
 * A week as columns of minutes that all stand at the same clock time. A row is a minute from the top. Where clocks go
 * back on one of the days, every column has the repeated time twice, and only that day has anything in its second one.
 * Moments are milliseconds since 1970.
 */
export interface WeekRows {
  zone: string;
  days: readonly string[];
  repeat: Repeat | null;
  /** Rows of a column. */
  length: number;
}

interface Repeat {
  day: string;
  /** Minutes since midnight that clocks show when they go back, and by how much. */
  at: number;
  by: number;
  moment: number;
}

const minute = 60_000;
const fullDay = 1440;

/** When a civil day begins and ends, and what clocks show at its begin: midnight can be skipped. */
function boundsOf(day: string, zone: string) {
  const begin = momentFrom(day, 0, zone);
  const end = momentFrom(dayAfter(day), 0, zone);
  return { begin, end, first: minutesAt(begin, zone) };
}

/** The first minute of a day after which clocks and time passed are apart; -1 where they never are. */
function jumpOf({ begin, end, first }: ReturnType<typeof boundsOf>, zone: string): number {
  const apart = (passed: number) => minutesAt(begin + passed * minute, zone) !== first + passed;
  let [low, high] = [0, (end - begin) / minute - 1];
  if (high < 0 || !apart(high)) return -1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (apart(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function repeatOf(day: string, zone: string): Repeat | null {
  const bounds = boundsOf(day, zone);
  const by = (bounds.end - bounds.begin) / minute - (fullDay - bounds.first);
  const jump = by > 0 ? jumpOf(bounds, zone) : -1;
  return jump < 0 ? null : { day, at: bounds.first + jump, by, moment: bounds.begin + jump * minute };
}

/** @param days civil days in order @param zone IANA name */
export function weekRows(days: readonly string[], zone: string): WeekRows {
  const repeat = days.map((day) => repeatOf(day, zone)).find((one) => one !== null) ?? null;
  return { zone, days, repeat, length: fullDay + (repeat?.by ?? 0) };
}

/** Where a moment stands in the column of a day; what is before or after that day at its top or bottom. */
export function rowOf({ zone, repeat, length }: WeekRows, day: string, moment: number): number {
  const { begin, end } = boundsOf(day, zone);
  if (moment < begin) return 0;
  if (moment >= end) return length;
  const clock = minutesAt(moment, zone);
  if (!repeat) return clock;
  const isSecond = day === repeat.day ? moment >= repeat.moment : clock >= repeat.at;
  return isSecond ? clock + repeat.by : clock;
}

/** Minutes since midnight that clocks show at a row, and whether it is their second showing of that time. */
function clockAt({ repeat }: WeekRows, day: string, row: number): { clock: number; again: boolean } {
  if (!repeat || row < repeat.at) return { clock: row, again: false };
  if (day === repeat.day) return { clock: row - repeat.by, again: true };
  return { clock: Math.max(repeat.at, row - repeat.by), again: false };
}

/** The moment at a row of a day. Time that the day does not have is the first moment after it. */
export function momentAt(rows: WeekRows, day: string, row: number): number {
  const { end } = boundsOf(day, rows.zone);
  if (row >= rows.length) return end;
  const { clock, again } = clockAt(rows, day, Math.max(0, Math.round(row)));
  const [first, second] = momentsAt(day, clock, rows.zone);
  return Math.min(end, (again ? second : undefined) ?? first ?? momentFrom(day, clock, rows.zone));
}

/** The nearest row at which clocks show a multiple of so many minutes. */
export function snapRow(rows: WeekRows, day: string, row: number, step: number): number {
  const inside = Math.min(rows.length, Math.max(0, Math.round(row)));
  const { clock } = clockAt(rows, day, inside);
  return Math.min(rows.length, Math.max(0, inside + Math.round(clock / step) * step - clock));
}

/** Rows of a day at which there is no time: skipped by its clocks, or repeated on another day. */
export function blankRows({ zone, repeat }: WeekRows, day: string): { from: number; to: number } | null {
  if (repeat) return repeat.day === day ? null : { from: repeat.at, to: repeat.at + repeat.by };
  const bounds = boundsOf(day, zone);
  if (bounds.first > 0) return { from: 0, to: bounds.first };
  const skipped = fullDay - (bounds.end - bounds.begin) / minute;
  const jump = skipped > 0 ? jumpOf(bounds, zone) : -1;
  return jump < 0 ? null : { from: jump, to: jump + skipped };
}

/** Full hours beside the columns: `02` stands twice where clocks show it twice. */
export function hourRows({ repeat }: WeekRows): { row: number; hour: number }[] {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  if (!repeat) return hours.map((hour) => ({ row: hour * 60, hour }));
  const { at, by } = repeat;
  const before = hours.filter((hour) => hour * 60 < at).map((hour) => ({ row: hour * 60, hour }));
  const after = hours.filter((hour) => hour * 60 >= at - by).map((hour) => ({ row: hour * 60 + by, hour }));
  return [...before, ...after];
}

export interface Piece {
  day: string;
  from: number;
  to: number;
  /** The span begins, or ends, in this piece. */
  begins: boolean;
  ends: boolean;
}

/** The pieces of a span in the columns of its days, in rows. */
export function piecesOf(rows: WeekRows, span: { from: number; to: number }): Piece[] {
  return rows.days.flatMap((day) => {
    const { begin, end } = boundsOf(day, rows.zone);
    const begins = span.from >= begin && span.from < end;
    if (!begins && !(span.from < begin && span.to > begin)) return [];
    const piece = { from: rowOf(rows, day, span.from), to: rowOf(rows, day, span.to) };
    return [{ day, ...piece, to: Math.max(piece.from, piece.to), begins, ends: span.to <= end }];
  });
}
