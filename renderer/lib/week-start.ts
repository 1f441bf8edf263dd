import { addDays, weekdayOf } from "./format";

/** As browsers have it: a method in newer ones, a member in older ones. 1 is Monday. */
interface WeekInfo {
  getWeekInfo?(): { firstDay: number };
  weekInfo?: { firstDay: number };
}

/**
 * The weekday on which weeks begin in the region of a language: 0 Monday … 6 Sunday.
 * @param language tag of the language in force; without a region the system's own tags tell it
 */
export function firstWeekday(language: string, system: readonly string[] = navigator.languages): number {
  const tags = [language, ...system.filter((tag) => tag.split("-")[0] === language.split("-")[0]), ...system];
  const tag = tags.find((one) => new Intl.Locale(one).region !== undefined) ?? language;
  const locale = new Intl.Locale(tag) as Intl.Locale & WeekInfo;
  const { firstDay } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 };
  return (firstDay + 6) % 7;
}

/** The first day of the week in which a day lies, where weeks begin on that weekday. */
export const weekStart = (day: string, first: number) => addDays(day, -((weekdayOf(day) - first + 7) % 7));
