/** Words for times. Durations are seconds, days are `2026-11-19`, instants are ISO with an offset. */

/** Minutes that have passed. */
const whole = (seconds: number) => Math.floor(seconds / 60);

/** `1:05`, `−0:30`: as a clock that has not yet turned; below zero too, so that worked and difference add up to a target. */
export function hoursMinutes(seconds: number): string {
  const passed = whole(seconds);
  const minutes = Math.abs(passed);
  return `${passed < 0 ? "−" : ""}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** What is left to the target, below zero: over it. By the minutes that are shown, so that both shown add up to it. Seconds. */
export const untilTarget = (seconds: number, target: number) => (whole(target) - whole(seconds)) * 60;

/** `PT1H5M`, for `<time>`. */
export const isoDuration = (seconds: number) => `PT${Math.floor(whole(seconds) / 60)}H${whole(seconds) % 60}M`;

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known;
}

/** Clock time in the account's zone: `10:07`. */
export function clockOf(instant: string | number, zone: string | undefined): string {
  return format("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(
    typeof instant === "number" ? instant : Date.parse(instant),
  );
}

/** Civil day in the account's zone. */
export function dayOf(instant: string | number, zone: string | undefined): string {
  return format("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone }).format(
    typeof instant === "number" ? instant : Date.parse(instant),
  );
}

/** `10:07`, of another civil day than `now` with that behind it: `10:07 (Wed 18 Nov)`. */
export function momentOf(instant: string, zone: string | undefined, now: string, language: string): string {
  const day = dayOf(instant, zone);
  const time = clockOf(instant, zone);
  return day === dayOf(now, zone) ? time : `${time} (${weekdayDate(day, language)})`;
}

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

export function addDays(day: string, days: number): string {
  return new Date(noon(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (day: string) => (new Date(noon(day)).getUTCDay() + 6) % 7;

/** Whether it is a day as windows and main write it: `2026-12-24`. */
export const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T12:00:00Z`));

/** ISO number of the week in which most days lie of the one that begins on `first`, as reports count it. */
export function isoWeek(first: string): number {
  const middle = addDays(first, 3);
  const thursday = addDays(middle, 3 - weekdayOf(middle));
  const newYear = `${thursday.slice(0, 4)}-01-01`;
  return Math.floor((noon(thursday) - noon(newYear)) / 86_400_000 / 7) + 1;
}

/** `Thu` */
export const shortDay = (day: string, language: string) =>
  format(language, { weekday: "short", timeZone: "UTC" }).format(noon(day)).replace(/\.$/, "");

/** `Thursday 19 November` in the order of the language. */
export const longDay = (day: string, language: string) =>
  format(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(noon(day));

/** Within one month only the numbers stand there: a dash between numbers has no room around it. */
const tight = (range: string) => range.replace(/^(\d+\.?)\s–\s(?=\d)/u, "$1–");

/** `16–22 Nov 2026` */
export const dayRange = (first: string, last: string, language: string) =>
  tight(
    format(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).formatRange(
      noon(first),
      noon(last),
    ),
  );

/** `Tue 22 Dec` */
export const weekdayDate = (day: string, language: string) =>
  format(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" })
    .format(noon(day))
    .replace(",", "");

/** `22 Dec` */
export const shortDate = (day: string, language: string) =>
  format(language, { day: "numeric", month: "short", timeZone: "UTC" }).format(noon(day));

/** `23–30 Dec`, `22 Dec` */
export const shortRange = (first: string, last: string, language: string) =>
  tight(format(language, { day: "numeric", month: "short", timeZone: "UTC" }).formatRange(noon(first), noon(last)));

/** `December 2026` */
export const monthName = (day: string, language: string) =>
  format(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(noon(day));

/** First day of the month that is so many months after the one of this day. */
export function addMonths(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T12:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

export const monthEnd = (day: string) => addDays(addMonths(day, 1), -1);

const numbers = new Map<string, Intl.NumberFormat>();
function number(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = numbers.get(key) ?? new Intl.NumberFormat(language, options);
  numbers.set(key, known);
  return known;
}

/** `6.5`, `1.0`: days of leave always show a half. */
export const dayCount = (days: number, language: string) =>
  number(language, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(days).replace("-", "−");

/** `28`, `0.5` */
export const plainNumber = (value: number, language: string) =>
  number(language, { maximumFractionDigits: 2 }).format(value).replace("-", "−");

/** `€1,240`, `1.240 €`: an amount of money; without a currency the number alone. */
export const amount = (value: number, currency: string | undefined, language: string) => {
  const whole = Number.isInteger(value) ? 0 : 2;
  const digits = { minimumFractionDigits: whole, maximumFractionDigits: whole };
  const money = currency && /^[A-Z]{3}$/.test(currency) ? ({ style: "currency", currency } as const) : {};
  return number(language, { ...digits, ...money })
    .format(value)
    .replace("-", "−");
};

/** `36.6 %` of a part between 0 and 1. */
export const percent = (part: number, language: string) =>
  `${number(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(part * 100)}\u00a0%`;

/** `+3:20`, `−0:45`, `0:00` */
export const signedHours = (seconds: number) => (seconds >= 60 ? `+${hoursMinutes(seconds)}` : hoursMinutes(seconds));

const relative = new Map<string, Intl.RelativeTimeFormat>();

/** `12 s ago`; from an hour on the clock time says more. A number keeps its unit on its line. */
export function ago(milliseconds: number, language: string): string {
  // Narrow German minutes are "5 m", which are meters.
  const style = language.startsWith("de") ? "short" : "narrow";
  const known = relative.get(language) ?? new Intl.RelativeTimeFormat(language, { style, numeric: "always" });
  relative.set(language, known);
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [count, unit] =
    seconds < 60
      ? ([seconds, "second"] as const)
      : seconds < 3600
        ? ([Math.floor(seconds / 60), "minute"] as const)
        : ([Math.floor(seconds / 3600), "hour"] as const);
  return known.format(-count, unit).replace(/(?<=\d) (?=\p{L})/u, "\u00a0");
}
