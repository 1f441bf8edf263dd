import type { PublicHoliday } from "../../domain/absences";
import type { CalendarDay, Ref } from "../../domain/entities";
import regions from "../../domain/holiday-regions.json";
import { fold, resolveName } from "../../domain/names";
import { message } from "../../messages/message";
import { addDays } from "../../time/civil";
import { invalid } from "./refusals";

/** Public holidays of a country or a part of it, by the library `date-holidays`, which is loaded with the first question. */

/** Codes as in ISO 3166: `DE`, and `HH` or `BY.A` below it. */
export interface HolidayCalendar {
  country: string;
  region?: string;
}

const byCountry: Record<string, Record<string, string> | undefined> = regions;
const languages = ["en", "de", "pl"];

/** @returns the code of a country by code or name in our languages @throws ServiceError `invalid` */
export function countryOf(text: string): string {
  const code = text.trim().toUpperCase();
  if (byCountry[code]) return code;
  const names = languages.map((language) => new Intl.DisplayNames(language, { type: "region", fallback: "none" }));
  const wanted = fold(text);
  const found = Object.keys(byCountry).find((each) => names.some((of) => fold(of.of(each) ?? "") === wanted));
  if (found) return found;
  throw invalid("holiday_country", message("holidays_unknown_for_country"), "Give its code, like DE or PL.");
}

/** @returns the code of a region by code or name @throws InputError with what there is, ServiceError `invalid` */
export function regionOf(text: string, country: string): string {
  const known = byCountry[country] ?? {};
  const code = text.trim().toUpperCase().replace("-", ".");
  const below = code.startsWith(`${country}.`) ? code.slice(country.length + 1) : code;
  if (known[below]) return below;
  const refs: Ref[] = Object.entries(known).map(([id, name]) => ({ id, name }));
  if (refs.length === 0) throw invalid("holiday_region", message("holidays_same_in_whole_country", { country }));
  return resolveName(text, refs, "region").id;
}

/** From noon on half a day is free; in the evening nobody works that is looked at here. */
const [noon, evening] = [12, 17];
const hour = 3_600_000;

/** In the country's own language. Both days included. */
export async function publicHolidays(
  { country, region }: HolidayCalendar,
  first: CalendarDay,
  last: CalendarDay,
): Promise<PublicHoliday[]> {
  const { default: Holidays } = await import("date-holidays");
  const [state, part] = (region ?? "").split(".");
  const calendar = new Holidays({ country, ...(state && { state }), ...(part && { region: part }) });
  const found: PublicHoliday[] = [];
  // Those of the end of a year may last into the next one.
  for (let year = Number(first.slice(0, 4)) - 1; year <= Number(last.slice(0, 4)); year++)
    for (const { date, start, end, name, type } of calendar.getHolidays(year)) {
      if (type !== "public") continue;
      const from = Number(date.slice(11, 13));
      if (from >= evening) continue;
      const half = from >= noon;
      // Rounded down, but for the hour that a day in spring lacks.
      const days = half ? 1 : Math.max(1, Math.floor((end.getTime() - start.getTime() + hour) / (24 * hour)));
      for (let day = 0; day < days; day++)
        found.push({ day: addDays(date.slice(0, 10), day), name, half, ...(half && { part: "afternoon" as const }) });
    }
  return found
    .filter(({ day }) => day >= first && day <= last)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
