import type { WorkView } from "#core/domain/results/entries";

/** `1:05`, hours and whole minutes; a minute counts when it is over. */
export function hoursMinutes(seconds: number): string {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** `10:07` in the account's zone; without one, in the computer's. */
export function clock(instant: string, zone: string | null): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return "";
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", zone ? { ...options, timeZone: zone } : options).format(date);
  } catch {
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }
}

/** `10:07`, of another civil day than `now` with that behind it: `10:07 (Wed 18 Nov)`. */
export function moment(instant: string, zone: string | null, now: string, language: string): string {
  const options: Intl.DateTimeFormatOptions = zone ? { timeZone: zone } : {};
  const day = (of: string) => new Intl.DateTimeFormat("en-CA", options).format(new Date(of));
  if (day(instant) === day(now)) return clock(instant, zone);
  const date = { ...options, weekday: "short", day: "numeric", month: "short" } as const;
  const words = new Intl.DateTimeFormat(language, date).format(new Date(instant)).replace(",", "");
  return `${clock(instant, zone)} (${words})`;
}

const shorten = (text: string, length: number) =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

/** `Website relaunch · Design`; of a sheet that only has texts, the text. */
export function workLabel(work: WorkView, text: string, length = 48): string {
  const main = work.project ?? work.subproject ?? work.customer;
  const parts = [main?.name, work.activity?.name].filter((part): part is string => Boolean(part));
  return shorten(parts.length > 0 ? parts.join(" · ") : text, length);
}

/** `Website relaunch`, for the tooltip and where room is short. */
export function workName(work: WorkView, text: string, length = 40): string {
  return shorten(work.project?.name ?? work.activity?.name ?? work.customer?.name ?? text, length);
}
