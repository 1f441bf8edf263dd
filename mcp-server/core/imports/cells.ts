import type { CalendarDay } from "../domain/entities";
import { makeDay } from "../time/civil";

/** Cells of dates, clock times and lengths as the programs write them. All pure; null: it is none. */

/** The order of day and month where the year comes last; `year`: it comes first, as in ISO 8601. */
export type DayOrder = "year" | "day" | "month";

interface DateParts {
  year: number;
  first: number;
  second: number;
  yearFirst: boolean;
  /** A point between the numbers: nobody writes the month first so. */
  points: boolean;
}

function datePartsOf(cell: string): DateParts | null {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(cell.trim());
  if (iso)
    return { year: Number(iso[1]), first: Number(iso[3]), second: Number(iso[4]), yearFirst: true, points: false };
  const found = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(cell.trim());
  if (!found) return null;
  const [, first, mark, second, year = ""] = found;
  return {
    year: year.length === 2 ? 2000 + Number(year) : Number(year),
    first: Number(first),
    second: Number(second),
    yearFirst: false,
    points: mark === ".",
  };
}

export type DetectedOrder =
  | { kind: "known"; order: DayOrder }
  /** Every date can be read both ways. `example` is one that differs. */
  | { kind: "ambiguous"; example: string }
  /** Some rows can only be read with the day first, others only with the month first. */
  | { kind: "mixed"; examples: [string, string] };

/** How a file writes its dates, from all of them. */
export function detectOrder(cells: readonly string[]): DetectedOrder {
  let onlyDay: string | undefined;
  let onlyMonth: string | undefined;
  let either: string | undefined;
  for (const cell of cells) {
    const parts = datePartsOf(cell);
    if (!parts || parts.yearFirst) continue;
    const { first, second, points } = parts;
    if (first > 12 || points) onlyDay ??= cell;
    else if (second > 12) onlyMonth ??= cell;
    else if (first !== second) either ??= cell;
  }
  if (onlyDay !== undefined && onlyMonth !== undefined) return { kind: "mixed", examples: [onlyDay, onlyMonth] };
  if (onlyDay !== undefined) return { kind: "known", order: "day" };
  if (onlyMonth !== undefined) return { kind: "known", order: "month" };
  return either === undefined ? { kind: "known", order: "year" } : { kind: "ambiguous", example: either };
}

/** A day that exists; dates with the year first need no order. */
export function readDay(cell: string, order: DayOrder): CalendarDay | null {
  const parts = datePartsOf(cell);
  if (!parts) return null;
  const { year, first, second, yearFirst } = parts;
  if (yearFirst || order === "month") return makeDay(year, first, second);
  return makeDay(year, second, first);
}

/** Seconds since 00:00 of `09:05:12`, `9:05 PM`, `24:00`; 86400 is the end of the day. */
export function readTime(cell: string): number | null {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?$/i.exec(cell.trim());
  if (!found) return null;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  const half = found[4]?.[0]?.toLowerCase();
  if (minute > 59 || second > 59) return null;
  if (half) return hour < 1 || hour > 12 ? null : ((hour % 12) + (half === "p" ? 12 : 0)) * 3600 + minute * 60 + second;
  const seconds = hour * 3600 + minute * 60 + second;
  return seconds <= 86_400 ? seconds : null;
}

/** Whether a clock time tells its seconds. */
export const tellsSeconds = (cell: string) => /:\d{2}:\d{2}/.test(cell);

/** Seconds of `1:30`, `01:30:00`, `1h 30m`, `45 min`; may be below 0. */
export function readLength(cell: string): number | null {
  const text = cell.trim();
  const clock = /^([-−]?)(\d{1,5}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock) {
    const [, sign, hours, minutes, seconds] = clock;
    if (Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null;
    return (sign ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0));
  }
  const words =
    /^([-−]?)(?:(\d+)\s*h(?:ours?|rs?)?\.?)?\s*(?:(\d+)\s*m(?:in(?:utes?|s)?)?\.?)?\s*(?:(\d+)\s*s(?:ec(?:onds?|s)?)?\.?)?$/i.exec(
      text,
    );
  if (!words || words.slice(2).every((part) => part === undefined)) return null;
  const [, sign, hours, minutes, seconds] = words;
  return (sign ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0));
}

/** Seconds of hours in decimals: `1.5`, `0,75`, `1,250.50`. A last comma or point parts whole hours from the rest. */
export function readHours(cell: string): number | null {
  const text = cell.trim().replace(/\s*h$/i, "");
  if (!/^[-−]?\d[\d.,]*$|^[-−]?[.,]\d+$/.test(text)) return null;
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  const whole = (last < 0 ? text : text.slice(0, last)).replaceAll(/[.,]/g, "").replace("−", "-");
  const hours = Number(`${whole}.${last < 0 ? "0" : text.slice(last + 1) || "0"}`);
  return Number.isFinite(hours) ? Math.round(hours * 3600) : null;
}

const yes = ["yes", "true", "1", "ja", "tak", "oui", "sí", "si", "はい"];
const no = ["no", "false", "0", "nein", "nie", "non", "いいえ"];
export function readFlag(cell: string): boolean | undefined {
  const text = cell.trim().toLowerCase();
  return yes.includes(text) ? true : no.includes(text) ? false : undefined;
}
