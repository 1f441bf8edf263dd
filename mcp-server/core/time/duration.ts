import { quoted, refuse, simplify } from "./date-words";

const valid = "Write it with units: 1h30, 1:30, 90m, 1.5h, 45 min.";
/** Nobody books more than this at once; what a service then allows is its own matter. */
const longest = 366 * 24 * 3600;

const unitSeconds = (unit: string): number | null => {
  if (/^(h|hrs?|hours?|std|stunden?|godz|godzin[aey]?|g)\.?$/.test(unit)) return 3600;
  if (/^(m|mins?|minutes?|minuten?|minut[aey]?)\.?$/.test(unit)) return 60;
  if (/^(s|secs?|seconds?|sek|sekunden?|sekund[aey]?)\.?$/.test(unit)) return 1;
  return null;
};

/** Seconds; null: this is no duration at all. Text after `simplify`. */
export function readDuration(text: string): number | null {
  const plain = text
    .replace(/^half an hour$|^eine halbe stunde$|^pol godziny$/, "30m")
    .replace(/^(an|one|a|einer|eine) (?=[a-z])/, "1 ")
    .replace(/^pt(?=\d)/, "");
  const clock = /^(\d{1,9}):(\d{2})(?::(\d{2}))?(?: ?(?:h|hrs?|hours?|std|godz)\.?)?$/.exec(plain);
  if (clock) {
    const [, hours, minutes, seconds] = clock.map(Number);
    if ((minutes ?? 0) > 59 || (seconds ?? 0) > 59)
      refuse(`${quoted(text)} has more than 59 minutes or seconds. ${valid}`);
    return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds || 0);
  }
  const part = /\s*(?:,\s*|and |und |i )?(\d{1,12})(?:[.,](\d{1,9}))?\s*([a-z]+\.?)?/y;
  let total = 0;
  let unit = Number.POSITIVE_INFINITY;
  while (part.lastIndex < plain.length) {
    const found = part.exec(plain);
    if (!found) return null;
    const [, whole = "", fraction = "", word] = found;
    // 1h30 means minutes; a bare first number means nothing.
    const size = word === undefined ? (unit === 3600 ? 60 : null) : unitSeconds(word);
    if (size === null || size >= unit) return null;
    if (fraction.length === 3 && Number(whole) > 0)
      refuse(`${quoted(text)} could mean a thousand or a fraction. ${valid}`);
    total += Number(`${whole}.${fraction || "0"}`) * size;
    unit = size;
  }
  return unit === Number.POSITIVE_INFINITY ? null : Math.round(total);
}

/**
 * Seconds of a length of work: `1h30`, `1:30`, `90m`, `1.5h`, `1,5 h`, `PT1H30M`.
 * @throws InputError `time` for bare numbers, nothing, less than a second, more than a year
 */
export function parseDuration(text: string): number {
  const plain = simplify(text);
  if (plain === "") refuse(`The duration is empty. ${valid}`);
  const bare = /^[+-]?\d+(?:[.,]\d+)?$/.exec(plain);
  if (bare) {
    const number = plain.replace(/^[+-]/, "");
    refuse(
      `${quoted(text)} could be hours or minutes: write ${number}h or ${number}m.`,
      "Give the duration with a unit.",
    );
  }
  if (/^[-−]/.test(plain)) refuse(`A duration cannot be negative: ${quoted(text)}. ${valid}`);
  if (/\d\s*(d|days?|tage?n?|dni|dzien|w|weeks?|wochen?)\b/.test(plain))
    refuse(`${quoted(text)}: a day or week is no fixed length of work. Write hours: 8h.`);
  const seconds = readDuration(plain);
  if (seconds === null) return refuse(`${quoted(text)} is not a duration. ${valid}`);
  if (seconds <= 0) refuse(`A duration must be longer than nothing. ${valid}`);
  if (seconds > longest) refuse(`${quoted(text)} is longer than a year: that is no duration of work. ${valid}`);
  return seconds;
}
