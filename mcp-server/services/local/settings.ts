import type { Sql } from "./database/sql";
import { invalid } from "./refusals";

/** What the person set for this time sheet; absent: nothing. */
export interface SheetSettings {
  /** Days of holiday a year. */
  leaveDays?: number;
}

const mostLeaveDays = 366;

export function readSettings(sql: Sql): SheetSettings {
  const row = sql.get("SELECT value FROM setting WHERE name = 'leave_days'");
  const days = row === undefined ? undefined : Number(JSON.parse(String(row.value)));
  return days === undefined ? {} : { leaveDays: days };
}

/** @param days null takes it away @throws ServiceError `invalid` */
export function writeLeaveDays(sql: Sql, days: number | null): void {
  if (days === null) {
    sql.run("DELETE FROM setting WHERE name = 'leave_days'");
    return;
  }
  if (!(days >= 0 && days <= mostLeaveDays && Number.isInteger(days * 2)))
    throw invalid("leave_days", `Days of leave are whole or half ones, ${mostLeaveDays} at most.`);
  sql.run("INSERT OR REPLACE INTO setting (name, value) VALUES ('leave_days', ?)", JSON.stringify(days));
}
