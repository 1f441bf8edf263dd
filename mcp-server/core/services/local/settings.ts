import type { CalendarDay } from "../../domain/entities";
import { quote } from "../../domain/quote";
import { message } from "../../messages/message";
import type { Sql } from "../../platform/sqlite";
import { countryOf, type HolidayCalendar, regionOf } from "./holiday-calendar";
import { invalid } from "./refusals";

/** What the person set for this time sheet; absent: nothing. */
export interface SheetSettings {
  /** From which on working time counts against its target. */
  firstDay?: CalendarDay;
  /** Seconds that the balance has on that day, below zero too. */
  openingBalance?: number;
  /** IANA zone that new entries get; absent: not kept yet. */
  zone?: string;
  /** Days of holiday a year. */
  leaveDays?: number;
  /** Whose public holidays are free. */
  calendar?: HolidayCalendar;
}

const mostLeaveDays = 366;
/** An earlier one is a slip of the pen, and a balance of many thousand hours. */
const earliestDay: CalendarDay = "1990-01-01";
/** Seconds; more is a slip of the pen. */
const mostOpening = 10_000 * 3600;

export function readSetting<T>(sql: Sql, name: string): T | undefined {
  const row = sql.get("SELECT value FROM setting WHERE name = ?", name);
  return row === undefined ? undefined : (JSON.parse(String(row.value)) as T);
}

/** Names and values of what `SheetSettings` holds; other settings can be long. */
const settingsStatement = `SELECT name, value FROM setting
  WHERE name IN ('leave_days', 'holidays', 'first_day', 'zone', 'opening_balance')`;

/** @param value null takes it away */
export function writeSetting(sql: Sql, name: string, value: unknown): void {
  if (value === null) sql.run("DELETE FROM setting WHERE name = ?", name);
  else sql.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, JSON.stringify(value));
}

export function readSettings(sql: Sql): SheetSettings {
  const kept = Object.fromEntries(
    sql.all(settingsStatement).map(({ name, value }) => [name, JSON.parse(String(value))]),
  );
  const { zone, first_day: firstDay, opening_balance: openingBalance, leave_days: days, holidays: calendar } = kept;
  return {
    ...(zone !== undefined && { zone }),
    ...(firstDay !== undefined && { firstDay }),
    ...(openingBalance !== undefined && { openingBalance }),
    ...(days !== undefined && { leaveDays: Number(days) }),
    ...(calendar && { calendar }),
  };
}

/**
 * From which day on the balance counts, and what it is then. What is undefined stays as it is.
 * @param day null: the day of the first entry @param opening seconds; null takes it away @throws ServiceError `invalid`
 */
export function writeBalanceBegin(
  sql: Sql,
  day: CalendarDay | null | undefined,
  opening: number | null | undefined,
): void {
  if (day != null && day < earliestDay) throw invalid("first_day", message("sheet_start_too_early", { earliestDay }));
  if (opening != null && !(Number.isInteger(opening) && Math.abs(opening) <= mostOpening))
    throw invalid("opening_balance", message("opening_balance_too_high", { maxHours: mostOpening / 3600 }));
  const before = readSettings(sql);
  const firstDay = day === undefined ? before.firstDay : day;
  const openingBalance = opening === undefined ? before.openingBalance : opening;
  // The first entry's day moves with each earlier entry, so a balance to begin with cannot hang on it.
  if (openingBalance != null && firstDay == null)
    throw invalid("opening_balance", message("opening_balance_needs_day"), "Give first_day, too.");
  if (day !== undefined) writeSetting(sql, "first_day", day);
  if (opening !== undefined) writeSetting(sql, "opening_balance", opening);
}

/**
 * From now on entries are recorded in this zone; those of before stay in theirs.
 * @throws ServiceError `invalid`
 */
export function writeZone(sql: Sql, zone: string): void {
  const known = zoneNamed(zone);
  if (known === null)
    throw invalid("zone", message("time_zone_unknown", { zone: quote(zone, 60) }), "Name one like Europe/Berlin.");
  const before = readSettings(sql).zone;
  if (before === known) return;
  if (before !== undefined) sql.run("UPDATE entry SET zone = ? WHERE zone IS NULL", before);
  sql.run("UPDATE entry SET zone = NULL WHERE zone = ?", known);
  writeSetting(sql, "zone", known);
}

/** The zone as the computer writes it: `Europe/Berlin`; null where there is none of that name, or it is a mere offset. */
function zoneNamed(zone: string): string | null {
  if (!/^[A-Za-z]/.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** @param days null takes it away @throws ServiceError `invalid` */
export function writeLeaveDays(sql: Sql, days: number | null): void {
  if (days !== null && !(days >= 0 && days <= mostLeaveDays && Number.isInteger(days * 2)))
    throw invalid("leave_days", message("leave_days_invalid", { maxDays: mostLeaveDays }));
  writeSetting(sql, "leave_days", days);
}

/**
 * @param country code or name, null for none; undefined: as it is. Another country drops the region with it.
 * @param region the same
 * @throws ServiceError `invalid`, InputError with the regions that there are
 */
export function writeCalendar(sql: Sql, country: string | null | undefined, region: string | null | undefined): void {
  const before = readSettings(sql).calendar;
  const code = country === undefined ? before?.country : country === null ? undefined : countryOf(country);
  if (code === undefined) {
    if (region != null)
      throw invalid("holiday_region", message("holiday_country_required"), "Give holiday_country, too.");
    writeSetting(sql, "holidays", null);
    return;
  }
  const kept = code === before?.country ? before.region : undefined;
  const part = region === undefined ? kept : region === null ? undefined : regionOf(region, code);
  writeSetting(sql, "holidays", { country: code, ...(part && { region: part }) } satisfies HolidayCalendar);
}
