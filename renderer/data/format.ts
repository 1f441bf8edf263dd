/** Words for times. Durations are seconds, days are `2026-11-19`, instants are ISO with an offset. */

const whole = (seconds: number) => Math.floor(Math.abs(seconds) / 60);

/** `1:05`, `−0:30`: whole minutes, as a clock that has not yet turned. */
export function hoursMinutes(seconds: number): string {
  const minutes = whole(seconds);
  const sign = seconds < 0 && minutes > 0 ? "−" : "";
  return `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

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

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

export function addDays(day: string, days: number): string {
  return new Date(noon(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (day: string) => (new Date(noon(day)).getUTCDay() + 6) % 7;

/** ISO week number of the week that holds this day. */
export function isoWeek(day: string): number {
  const thursday = addDays(day, 3 - weekdayOf(day));
  const first = `${thursday.slice(0, 4)}-01-01`;
  return Math.floor((noon(thursday) - noon(first)) / 86_400_000 / 7) + 1;
}

/** `Thu` */
export const shortDay = (day: string, language: string) =>
  format(language, { weekday: "short", timeZone: "UTC" }).format(noon(day)).replace(/\.$/, "");

/** `Thursday 19 November` in the order of the language. */
export const longDay = (day: string, language: string) =>
  format(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(noon(day));

/** `16–22 Nov 2026` */
export const dayRange = (first: string, last: string, language: string) =>
  format(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
    .formatRange(noon(first), noon(last))
    // Within one month only the numbers stand there: a dash between numbers has no room around it.
    .replace(/^(\d+\.?)\s–\s(?=\d)/u, "$1–");

const relative = new Map<string, Intl.RelativeTimeFormat>();

/** `12 s ago`; from an hour on the clock time says more. */
export function ago(milliseconds: number, language: string): string {
  const known = relative.get(language) ?? new Intl.RelativeTimeFormat(language, { style: "narrow", numeric: "always" });
  relative.set(language, known);
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return known.format(-seconds, "second");
  return seconds < 3600
    ? known.format(-Math.floor(seconds / 60), "minute")
    : known.format(-Math.floor(seconds / 3600), "hour");
}
