import type { PublicHoliday } from "../../domain/absences";
import type { CalendarDay } from "../../domain/entities";
import type { Row, Sql } from "../../platform/sqlite";
import { makeDay } from "../../time/civil";
import { type HolidayCalendar, publicHolidays } from "./holiday-calendar";
import { readSettings } from "./settings";

/** Free days that the person set beside the public holidays of a country: a company's day, a local feast. */

export interface OwnHoliday {
  name: string;
  /** The day, or the first of them. */
  day: CalendarDay;
  /** Each year from `day` on. */
  yearly: boolean;
  /** From noon on, as half public holidays are. */
  half: boolean;
}

export const ownHolidayOf = (row: Row): OwnHoliday => ({
  name: String(row.name),
  day: String(row.day),
  yearly: row.yearly === 1,
  half: row.half === 1,
});

/** Oldest first. */
export const ownHolidayRows = (sql: Sql): Row[] => sql.all("SELECT * FROM own_holiday ORDER BY day, id");

/** Its parts; null: it is no day, as another program may have written it. */
export function partsOfDay(text: string): { year: number; month: number; day: number } | null {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  return makeDay(year, month, day) === null ? null : { year, month, day };
}

/** The days that it is on, both ends included; one of 29 February is in leap years only. */
function daysOf({ day, yearly }: OwnHoliday, first: CalendarDay, last: CalendarDay): CalendarDay[] {
  const parts = partsOfDay(day);
  if (!parts) return [];
  const { year, month } = parts;
  const until = yearly ? Number(last.slice(0, 4)) : year;
  const days: CalendarDay[] = [];
  for (let each = Math.max(year, yearly ? Number(first.slice(0, 4)) : year); each <= until; each++) {
    const found = makeDay(each, month, parts.day);
    if (found && found >= first && found <= last) days.push(found);
  }
  return days;
}

/** What is read in the transaction, to be asked for its days after it. */
export interface FreeDays {
  calendar?: HolidayCalendar;
  own: OwnHoliday[];
}

export const readFreeDays = (sql: Sql): FreeDays => ({
  calendar: readSettings(sql).calendar,
  own: ownHolidayRows(sql).map(ownHolidayOf),
});

/** Public holidays and days of the person's own, both ends included. Of one day the whole one counts, and none twice. */
export async function freeDays(
  { calendar, own }: FreeDays,
  first: CalendarDay,
  last: CalendarDay,
): Promise<PublicHoliday[]> {
  const official = calendar ? await publicHolidays(calendar, first, last) : [];
  const mine = own
    .flatMap((one) =>
      daysOf(one, first, last).map(
        (day): PublicHoliday => ({
          day,
          name: one.name,
          half: one.half,
          ...(one.half && { part: "afternoon" as const }),
        }),
      ),
    )
    // A whole one first, so that it is the one that stays.
    .sort((a, b) => Number(a.half) - Number(b.half));
  const kept = new Map<CalendarDay, PublicHoliday>();
  for (const one of mine) {
    const there = official.filter(({ day }) => day === one.day);
    const isCovered = there.some(({ half }) => !half || one.half);
    if (!isCovered && !kept.has(one.day)) kept.set(one.day, one);
  }
  const whole = (day: CalendarDay) => kept.get(day)?.half === false;
  return [...official.filter(({ day }) => !whole(day)), ...kept.values()].sort((a, b) =>
    a.day < b.day ? -1 : a.day > b.day ? 1 : 0,
  );
}
