import type { CalendarDay, Instant } from "../domain/entities";
import { instantOf } from "./civil";
import { atOffset, type ClockTime, readClockTime } from "./clock";
import { isNow, quoted, refuse } from "./date-words";
import { type DayContext, existing, readDay } from "./day";
import { readDuration } from "./duration";

/** What a text says about a point in time, before the missing day is filled in. */
export type Moment = { instant: Instant } | { day: CalendarDay | null; time: ClockTime };

export interface MomentContext extends DayContext {
  now: Instant;
}

/** 2026-11-19T09:00:00+01:00, with or without seconds, parts of a second (cut) and a zone in brackets (ignored). */
function readIso(text: string): Instant | null {
  const found =
    /^(\d{4})-(\d{2})-(\d{2})t(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?(z|[+-]\d{2}(?::?\d{2})?)(?:\[[^\]]*\])?$/.exec(
      text,
    );
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 60) return null;
  const offset = found[7] === "z" ? "+0000" : `${found[7]?.replace(":", "")}00`.slice(0, 5);
  return atOffset(
    existing(year, month, day, text),
    hour * 3600 + minute * 60 + Math.min(second, 59),
    `${offset.slice(0, 3)}:${offset.slice(3)}`,
  );
}

/** -15m, 15 minutes ago, vor 15 minuten, in 10 minutes, +10m: whole minutes, unless seconds are given. */
function readRelative(text: string, now: Instant): Instant | null {
  const back = /^- ?(.+)$/.exec(text) ?? /^(.+) (?:ago|temu)$/.exec(text) ?? /^vor (.+)$/.exec(text);
  const ahead = /^(?:\+ ?|in |za )(.+)$/.exec(text);
  const seconds = readDuration((back ?? ahead)?.[1] ?? "");
  if (seconds === null) return null;
  if (seconds > 366 * 86_400)
    return refuse(`${quoted(text)} is more than a year away.`, "Write the date: 2026-11-19 9:00.");
  const exact = Date.parse(now) + seconds * (back ? -1000 : 1000);
  return instantOf(seconds % 60 === 0 ? Math.floor(exact / 60_000) * 60_000 : exact);
}

/** null: this is no point in time. Text after `simplify`; a day and a clock time in either order. */
export function readMoment(text: string, context: MomentContext): Moment | null {
  if (isNow(text)) return { instant: context.now };
  const instant = readIso(text) ?? readRelative(text, context.now);
  if (instant !== null) return { instant };
  const local = text.replace(/^(\d{4}-\d{2}-\d{2})t(?=\d)/, "$1 ");
  const blanks = [...local.matchAll(/ /g)].map(({ index }) => index).reverse();
  for (const at of blanks) {
    const [left, right] = [local.slice(0, at).replace(/,$/, ""), local.slice(at + 1)];
    const day = readDay(left.replace(/ (?:at|um|o)$/, ""), context);
    const time = day === null ? null : readClockTime(right);
    if (day !== null && time !== null) return { day, time };
  }
  for (const at of blanks) {
    const day = readDay(local.slice(at + 1), context);
    const time = day === null ? null : readClockTime(local.slice(0, at));
    if (day !== null && time !== null) return { day, time };
  }
  const time = readClockTime(local);
  return time === null ? null : { day: null, time };
}
