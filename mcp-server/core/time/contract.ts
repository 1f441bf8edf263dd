import { quoted, refuse, simplify, weekdayOf } from "./date-words";
import { readDuration } from "./duration";

const valid = 'Write "38.5 h a week, Mon–Fri", "8h a day, Mon–Thu" or "Mon–Thu 8:30, Fri 5h".';
/** Nobody works more in a day, so a longer time alone is that of a week. Seconds. */
const longestDay = 12 * 3600;
const before = "(?:(?:\\ba|\\bper|\\bje|\\bpro|\\bna|\\bin der|\\/) ?)?\\b";
const perDay = new RegExp(`${before}(?:day|daily|each|tag|taglich|dzien|dziennie)\\b`);
const perWeek = new RegExp(`${before}(?:week|weekly|woche|wochentlich|tydzien|tygodniowo)\\b`);
const units = "h|hrs?|hours?|std|stunden?|godz|godzin[aey]?|m|mins?|minutes?|minuten";
const length = new RegExp(
  `\\d{1,3}(?::\\d{2}(?: ?(?:${units})\\b)?|h\\d{2}\\b|(?:[.,]\\d{1,3})? ?(?:${units})\\b\\.?(?: ?\\d{1,2} ?(?:m|min)\\b)?)`,
  "g",
);

/** Weekdays of `mon – thu, sat`; null: there is something else. 0 Monday … 6 Sunday */
function daysOf(text: string): number[] | null {
  const days: number[] = [];
  const words = text
    .replace(/ ?[–-] ?| (?:to|bis|do) /g, "–")
    .split(/[ ,;:/+&]+|\b(?:and|und|i|on|am|from|von|od)\b/)
    .filter(Boolean);
  for (const word of words) {
    const [first, last, ...more] = word.split("–").map(weekdayOf);
    if (first == null || last === null || more.length > 0) return null;
    const count = last === undefined ? 1 : ((last - first + 7) % 7) + 1;
    for (let at = 0; at < count; at++) days.push((first - 1 + at) % 7);
  }
  return days;
}

/**
 * Hours to work as people say them: `38.5 h, Mon–Fri`, `8h a day, Mon–Thu`, `Mon–Thu 8:30, Fri 5h`. Where no days are said,
 * Monday to Friday; what is said of a week is spread evenly over them.
 * @returns seconds per weekday, Monday first
 * @throws InputError `time` for what can be read in two ways, or not at all
 */
export function parseContract(text: string): number[] {
  const plain = simplify(text);
  const unread = (why: string): never => refuse(`${quoted(text)} ${why}.`, valid);
  if (plain.length > 200) return unread("is too long for hours to work");
  const [ofDay, ofWeek] = [perDay.test(plain), perWeek.test(plain)];
  const bare = plain.replace(new RegExp(perDay, "g"), " ").replace(new RegExp(perWeek, "g"), " ");
  const lengths = [...bare.matchAll(length)].map(([found]) => readDuration(found) ?? 0);
  const between = bare.split(length).map((part) => daysOf(part) ?? unread("says more than hours and weekdays"));
  const target = [0, 0, 0, 0, 0, 0, 0];
  const set = (days: readonly number[], seconds: number) => {
    for (const day of days) {
      if (target[day] !== 0) unread("names a day twice");
      if (seconds <= 0 || seconds > 24 * 3600) unread("gives a day no hours, or more than 24");
      target[day] = seconds;
    }
  };
  const [hours, ...more] = lengths;
  if (hours === undefined || (ofDay && ofWeek)) return unread("does not say how many hours");
  if (more.length > 0) {
    const daysFirst = (between[0]?.length ?? 0) > 0;
    if (ofWeek || (between[daysFirst ? lengths.length : 0]?.length ?? 0) > 0)
      return unread("does not say which hours are of which days");
    for (const [at, seconds] of lengths.entries()) {
      const days = between[daysFirst ? at : at + 1] ?? [];
      if (days.length === 0) return unread("does not say which hours are of which days");
      set(days, seconds);
    }
    return target;
  }
  const said = between.flat();
  const days = said.length > 0 ? said : [0, 1, 2, 3, 4];
  const spread = ofWeek || (!ofDay && hours > longestDay);
  if (!spread && !ofDay && days.length > 1) return unread('could be of a day or a week: add "a day" or "a week"');
  set(days, spread ? Math.round(hours / days.length) : hours);
  return target;
}
