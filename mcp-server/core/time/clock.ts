import type { CalendarDay, Instant } from "../domain/entities";
import { addDays, civilOf, instantOf, readClock, startOfDay } from "./civil";
import { quoted, refuse } from "./date-words";

/** A time by the clock, not yet of any day. */
export interface ClockTime {
  /** Since 00:00; 86400 is the end of the day. */
  seconds: number;
  /** `+02:00` where the person wrote one: which of two readings is meant. */
  offset?: string;
  /** Whether am or pm was written, so that a partner without it can follow. */
  half?: "am" | "pm";
  /** As written, for messages. */
  text: string;
}

const wordTimes = new Map([
  ...["noon", "midday", "mittag", "mittags", "poludnie"].map((word): [string, number] => [word, 43_200]),
  ...["midnight", "mitternacht", "polnoc"].map((word): [string, number] => [word, 0]),
]);

const shape =
  /^(?:at |um |o |ab )?(\d{1,2})(?:([:.h])(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?(?: ?(am|pm|a\.m\.?|p\.m\.?)| ?(?:uhr|h|o'clock))?(?: ?(z|utc|gmt|[+-]\d{2}:\d{2}))?$/;
const military = /^(?:at |um |o )?(\d{1,2})(\d{2})(?: ?(?:h|uhr))?$/;

/**
 * 9, 9:00, 9.30, 9h30, 9am, 1730, 24:00, noon, 02:30+02:00; null: this is no clock time. Text after `simplify`.
 * @throws InputError for 25:00 and 9:75
 */
export function readClockTime(text: string): ClockTime | null {
  const word = wordTimes.get(text.replace(/^(?:at|um|o) /, ""));
  if (word !== undefined) return { seconds: word, text };
  const found = shape.exec(text) ?? military.exec(text)?.toSpliced(2, 0, ":");
  const [, hourText, separator, minuteText, secondText, halfText, offset] = found ?? [];
  if (hourText === undefined) return null;
  const [hour, minute, second] = [Number(hourText), Number(minuteText ?? 0), Number(secondText ?? 0)];
  const half = halfText === undefined ? undefined : halfText.startsWith("a") ? ("am" as const) : ("pm" as const);
  const sensible = half ? hour >= 1 && hour <= 12 : hour < 24 || (hour === 24 && minute === 0 && second === 0);
  if (!sensible || minute > 59 || second > 59) {
    if (separator === ".") return null;
    return refuse(`${quoted(text)} is not a clock time: hours go from 0 to 24, minutes to 59.`, "Write it as 17:30.");
  }
  // An offset needs minutes before it: "9-11" is a range.
  if (offset !== undefined && separator === undefined) return null;
  const hours = half ? (hour % 12) + (half === "pm" ? 12 : 0) : hour;
  return { seconds: hours * 3600 + minute * 60 + second, offset, half, text };
}

const shownClock = (seconds: number) =>
  `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}${
    seconds % 60 ? `:${String(seconds % 60).padStart(2, "0")}` : ""
  }`;

/** @param offset `+02:00` */
export const atOffset = (day: CalendarDay, seconds: number, offset: string): Instant => {
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const ahead = (hours * 3600 + minutes * 60) * (offset.startsWith("-") ? -1 : 1);
  return instantOf(Date.parse(`${day}T00:00:00Z`) + (seconds - ahead) * 1000);
};

/**
 * The moment of a clock time on a day in a zone.
 * @throws InputError with both readings, where a change of the clocks skips or repeats the time
 */
export function resolveClock(day: CalendarDay, time: ClockTime, zone: string): Instant {
  const shown = shownClock(time.seconds);
  if (time.offset !== undefined) {
    if (!/^[+-]/.test(time.offset)) return atOffset(day, time.seconds, "+00:00");
    const offsets = [startOfDay(day, zone), startOfDay(addDays(day, 1), zone)].map((at) => civilOf(at, zone).offset);
    if (!offsets.includes(time.offset))
      refuse(
        `${quoted(time.text)}: ${zone} is at ${[...new Set(offsets)].join(" or ")} on ${day}, not at ${time.offset}.`,
        `Leave out the offset, give a range as from and to, or write ${day}T${shown}${time.offset}.`,
      );
    return atOffset(day, time.seconds, time.offset);
  }
  if (time.seconds === 86_400) return startOfDay(addDays(day, 1), zone);
  const reading = readClock(day, time.seconds, zone);
  if (reading.kind === "once") return reading.instant;
  const [earlier, later] = [civilOf(reading.earlier, zone), civilOf(reading.later, zone)];
  if (reading.kind === "twice")
    return refuse(
      `${shown} happens twice on ${day} in ${zone}, because the clocks go back: write ${shown}${earlier.offset} or ${shown}${later.offset}.`,
    );
  return refuse(
    `${shown} does not exist on ${day} in ${zone}, because the clocks go forward: write ${earlier.clock.slice(0, 5)} or ${later.clock.slice(0, 5)}.`,
  );
}
