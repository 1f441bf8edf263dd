import type { AbsenceType, LeaveBalance } from "../../domain/absences";
import type { CalendarDay } from "../../domain/entities";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";
import type { Sql } from "../../platform/sqlite";
import { rounded } from "../../time/day-text";
import { daysFrom, type LeaveSpan, leaveShare, type WorkCalendar } from "../../time/leave";
import { readCarry } from "./records/leave-carry";
import { readSettings } from "./settings";

/** What is left of the year's leave. */

export const earlier = (a: CalendarDay, b: CalendarDay) => [a, b].sort()[0] ?? a;
export const later = (a: CalendarDay, b: CalendarDay) => [a, b].sort()[1] ?? a;

/**
 * Taken up to and on `day`, planned after it; of the year of `day` only, also of an absence that leads out of it.
 * @param spans approved absences that touch the year
 */
export function balancesOf(
  sql: Sql,
  day: CalendarDay,
  types: readonly AbsenceType[],
  spans: readonly (LeaveSpan & { type: string })[],
  calendar: WorkCalendar,
): LeaveBalance[] {
  const year = Number(day.slice(0, 4));
  const [first, last] = [`${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-12-31`];
  const { leaveDays, firstDay } = readSettings(sql);
  /** Days of these absences up to and on a day of the year. */
  const takenBy = (type: string, until: CalendarDay) => {
    let days = 0;
    for (const span of spans.filter((one) => one.type === type))
      for (const one of daysFrom(later(span.first, first), earlier(span.last, earlier(last, until))))
        days += leaveShare(one, span, calendar);
    return days;
  };
  return types.map(({ id, name, counted }) => {
    const [taken, all] = [takenBy(id, day), takenBy(id, last)];
    const notes: MessageText[] = [];
    let entitled: number | null = null;
    if (counted && leaveDays === undefined) notes.push(message("leave_days_not_set"));
    else if (counted && leaveDays !== undefined) {
      if (firstDay !== undefined && firstDay > first && firstDay <= last)
        notes.push(message("sheet_starts_during_year", { firstDay }));
      const carry = readCarry(sql, year);
      // What was not taken in time is gone.
      const usable = carry?.until && day > carry.until ? Math.min(carry.days, takenBy(id, carry.until)) : carry?.days;
      entitled = leaveDays + (usable ?? 0);
      if (carry && usable === carry.days && carry.days > 0)
        notes.push(
          carry.until
            ? message("days_carried_over_until", { days: rounded(carry.days), until: carry.until })
            : message("days_carried_over", { days: rounded(carry.days) }),
        );
      else if (carry?.until && usable !== undefined && usable < carry.days)
        notes.push(
          message("carried_over_days_expired", {
            expiredDays: rounded(carry.days - usable),
            carriedOverDays: rounded(carry.days),
            until: carry.until,
          }),
        );
    }
    return {
      type: { id, name },
      year,
      unit: "days",
      entitled,
      taken,
      planned: all - taken,
      requested: 0,
      left: entitled === null ? null : entitled - all,
      notes,
    };
  });
}
