import { InputError } from "../domain/errors";

/** The words of dates that people write, in English, German and Polish, after `simplify`. */

const weekdayWords = [
  "monday mon mo montag poniedzialek pon",
  "tuesday tue tues di dienstag wtorek wt",
  "wednesday wed mi mittwoch sroda sr",
  "thursday thu thur thurs do donnerstag czwartek czw",
  "friday fri fr freitag piatek pt pia",
  "saturday sat sa samstag sonnabend sobota sob",
  "sunday sun so sonntag niedziela niedz nd",
];
const monthWords = [
  "january jan januar jaenner styczen stycznia sty",
  "february feb februar luty lutego lut",
  "march mar marz maerz mrz marzec marca",
  "april apr kwiecien kwietnia kwi",
  "may mai maj maja",
  "june jun juni czerwiec czerwca cze",
  "july jul juli lipiec lipca lip",
  "august aug sierpien sierpnia sie",
  "september sep sept wrzesien wrzesnia wrz",
  "october oct oktober okt pazdziernik pazdziernika paz",
  "november nov listopad listopada lis",
  "december dec dezember dez grudzien grudnia gru",
];

const lookup = (lines: string[]) =>
  new Map(lines.flatMap((line, index) => line.split(" ").map((word): [string, number] => [word, index + 1])));

/** 1 Monday … 7 Sunday; 1 January … 12 December. */
const weekdays = lookup(weekdayWords);
const months = lookup(monthWords);

const dotless = (word: string) => word.replace(/\.$/, "");
export const weekdayOf = (word: string): number | null => weekdays.get(dotless(word)) ?? null;
export const monthOf = (word: string): number | null => months.get(dotless(word)) ?? null;

/** Days away from today. */
export const dayWords = new Map([
  ...["today", "heute", "dzisiaj", "dzis", "now", "jetzt", "teraz"].map((word): [string, number] => [word, 0]),
  ...["yesterday", "gestern", "wczoraj"].map((word): [string, number] => [word, -1]),
  ...["tomorrow", "morgen", "jutro"].map((word): [string, number] => [word, 1]),
  ...["day before yesterday", "the day before yesterday", "vorgestern", "przedwczoraj"].map(
    (word): [string, number] => [word, -2],
  ),
  ...["day after tomorrow", "the day after tomorrow", "ubermorgen", "pojutrze"].map((word): [string, number] => [
    word,
    2,
  ]),
]);

export const isNow = (text: string) => text === "now" || text === "jetzt" || text === "teraz";

/** -1 last, 0 this, 1 next; null: another word. */
export function whichOf(word: string): -1 | 0 | 1 | null {
  if (
    /^(last|previous|prev|past|letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?|ostatni[aey]?|zeszl[yae]|poprzedni[aey]?)$/.test(
      word,
    )
  )
    return -1;
  if (/^(this|current|diese[nrs]?|aktuelle[nrs]?|ten|ta|tym|biezac[yae])$/.test(word)) return 0;
  if (/^(next|coming|nachste[nrs]?|kommende[nrs]?|nastepn[yae]|przyszl[yae])$/.test(word)) return 1;
  return null;
}

export type CalendarUnit = "day" | "week" | "month" | "quarter" | "year";

export function calendarUnit(word: string): CalendarUnit | null {
  if (/^(days?|tag|tagen?|dzien|dni)$/.test(word)) return "day";
  if (/^(weeks?|wochen?|tydzien|tygodni[ae]?)$/.test(word)) return "week";
  if (/^(months?|monate?n?|monats|miesiac|miesiace|miesiecy)$/.test(word)) return "month";
  if (/^(quarters?|quartale?n?|kwartal|kwartaly|kwartalow)$/.test(word)) return "quarter";
  if (/^(years?|jahre?n?|rok|roku|lata|lat)$/.test(word)) return "year";
  return null;
}

/**
 * One spelling of everything: lower case, no accents, plain blanks and quotes. An en or em dash or a minus becomes "-"
 * where it leads a number, and a spaced "–" else, so that ranges keep what tells them from the hyphens of ISO dates.
 */
export const simplify = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replaceAll("ł", "l")
    .trim()
    .replace(/^[−–—](?=\d)/, "-")
    .replace(/\s*[–—−]\s*/g, " – ")
    .replace(/[\s,]*$/, "")
    .replace(/\s+/g, " ");

/** How a refused text is repeated: visible, and short enough for a message. */
export const quoted = (text: string) => {
  const visible = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return `"${Array.from(visible).length > 60 ? `${Array.from(visible).slice(0, 59).join("")}…` : visible}"`;
};

/** @throws InputError of code `time` */
export function refuse(message: string, next?: string): never {
  throw new InputError("time", message, { next });
}
