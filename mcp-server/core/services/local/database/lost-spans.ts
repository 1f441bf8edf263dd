import type { LostSpan } from "../../../domain/lost-writes";
import type { Sql } from "../../../platform/sqlite";
import { readSetting, writeSetting } from "../settings";

/** A time sheet that is an older copy of itself knows so, until its person has chosen what becomes of what it lacks. */

const name = "lost_spans";
/** Of more, the oldest are joined. */
const mostSpans = 10;
/** Rows that may have been made since the copy. Their ids are not given again: the journal knows them. */
const idsAhead = 1_000_000;

export const readLostSpans = (sql: Sql): LostSpan[] => readSetting<LostSpan[]>(sql, name) ?? [];

export const forgetLostSpans = (sql: Sql): void => writeSetting(sql, name, null);

/** To be called on a copy before it takes the place of the time sheet. @param from when the copy was made, as instant */
export function noteLostSpan(sql: Sql, from: string, now: number): void {
  const all = [...readLostSpans(sql), { from, until: new Date(now).toISOString() }];
  const [first, second, ...others] = all;
  const joined =
    first && second && all.length > mostSpans ? [{ from: first.from, until: second.until }, ...others] : all;
  writeSetting(sql, name, joined);
  for (const table of ["item", "tag", "entry", "absence", "target_hours", "leave_carry", "own_holiday"]) {
    const { changes } = sql.run("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = ?", idsAhead, table);
    if (changes === 0) sql.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, idsAhead);
  }
}
