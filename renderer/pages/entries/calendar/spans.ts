import { dayAt, minutesAt, momentsAt } from "#core/time/wall-clock";
import type { Request, Response } from "#main/ipc/contract/index";
import { momentAt, rowOf, snapRow, type WeekRows } from "../../../lib/week-rows";
import type { Entry } from "../analysis";

/** Moments in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

const two = (value: number) => String(value).padStart(2, "0");

/** Where an entry lies; what runs goes up to now. */
export function spanOf(entry: Entry, now: number): Span {
  const from = Date.parse(entry.begin);
  return { from, to: Math.max(from, entry.end ? Date.parse(entry.end) : now) };
}

/** A clock time as the server reads it: with seconds where there are any, with its offset where clocks show it twice. */
function clockText(moment: number, zone: string): string {
  const [day, minutes] = [dayAt(moment, zone), minutesAt(moment, zone)];
  const seconds = Math.floor(moment / 1000) % 60;
  const shown = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}${seconds === 0 ? "" : `:${two(seconds)}`}`;
  if (momentsAt(day, minutes, zone).length < 2) return shown;
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const ahead = Math.round((asUtc - moment) / 60_000);
  const size = Math.abs(ahead);
  return `${shown}${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Day and times of a span as the server reads them; the end carries its day where that is another one. */
export function timesOf(span: Span, zone: string): { day: string; from: string; to: string } {
  const [day, last] = [dayAt(span.from, zone), dayAt(span.to, zone)];
  const to = clockText(span.to, zone);
  return { day, from: clockText(span.from, zone), to: last === day ? to : `${last} ${to}` };
}

/** What main is asked for when an entry shall lie elsewhere; null: it lies there already. */
export function moveOf(entry: Entry, span: Span, now: number, zone: string): Request<"entries:update"> | null {
  const before = spanOf(entry, now);
  // The server reads the times of an entry from another zone in that one.
  const times = timesOf(span, entry.zone ?? zone);
  if (!entry.end) return before.from === span.from ? null : { id: entry.id, day: times.day, from: times.from };
  return before.from === span.from && before.to === span.to ? null : { id: entry.id, ...times };
}

const minute = 60_000;

/** The span begun at another row of a day, as long as it was. */
export function movedTo(rows: WeekRows, span: Span, day: string, row: number, step: number): Span {
  const from = momentAt(rows, day, snapRow(rows, day, row, step));
  return { from, to: from + span.to - span.from };
}

/** The span with its begin or end at a row of a day; it never gets shorter than a minute. */
export function stretchedTo(
  rows: WeekRows,
  span: Span,
  edge: "from" | "to",
  place: { day: string; row: number },
  step: number,
): Span {
  const moment = momentAt(rows, place.day, snapRow(rows, place.day, place.row, step));
  return edge === "from"
    ? { ...span, from: Math.min(moment, span.to - minute) }
    : { ...span, to: Math.max(moment, span.from + minute) };
}

/** One edge of a span, or both, by so many minutes of the clock, to the next multiple of the step. */
export function nudged(rows: WeekRows, span: Span, edge: "from" | "to" | "both", minutes: number): Span {
  const zone = rows.zone;
  const moment = edge === "to" ? span.to : span.from;
  const day = dayAt(edge === "to" ? Math.max(span.from, moment - 1) : moment, zone);
  const place = { day, row: rowOf(rows, day, moment) + minutes };
  const step = Math.abs(minutes);
  return edge === "both" ? movedTo(rows, span, day, place.row, step) : stretchedTo(rows, span, edge, place, step);
}

/** The span on another day, at the same clock time. */
export const onDay = (rows: WeekRows, span: Span, day: string): Span =>
  movedTo(rows, span, day, rowOf(rows, dayAt(span.from, rows.zone), span.from), 1);

/** Seconds that a weekday's target leaves of a day after public holidays and approved absences. */
export function targetOf(base: number, day: string, away: Response<"absences:list"> | null): number {
  const holidays = (away?.holidays ?? []).filter((one) => one.day === day);
  if (holidays.some(({ half }) => !half)) return 0;
  let part = holidays.length > 0 ? 0.5 : 1;
  for (const { mine, status, first, last, first_half, last_half, days } of away?.absences ?? []) {
    if (!mine || status !== "approved" || day < first || day > last) continue;
    if (first === last && days !== null) part -= Math.min(1, days);
    else part -= (day === first && first_half) || (day === last && last_half) ? 0.5 : 1;
  }
  return Math.round(base * Math.max(0, part));
}
