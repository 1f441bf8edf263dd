import type { CalendarDay, Entry, Ref } from "#core/domain/entities";
import { quote } from "#core/domain/quote";
import { dayOfEntry, plannedSeconds, workedSeconds } from "#core/time/aggregate";
import { longDay } from "#core/time/day-text";
import { hoursMinutes } from "#core/time/format";
import type { Piece } from "#core/time/report/day-pieces";
import type { Place } from "./view";

/** What must be said wherever time is summed up: days that nobody works, and time that is not worked yet. */

/** Nobody works longer in a day: an entry has a wrong time, or a timer was forgotten. Seconds. */
const longest = 16 * 3600;
const shown = 5;

interface WorkedDay {
  day: CalendarDay;
  seconds: number;
  /** Whose; absent where all are of one person. */
  person?: string;
}

/** A sentence about days of one person with more than 16 hours; empty: there are none. */
export function longDayNotes(days: Iterable<WorkedDay>): string[] {
  const found = [...days].filter(({ seconds }) => seconds > longest);
  if (found.length === 0) return [];
  const named = found
    .slice(0, shown)
    .map(({ day, seconds, person }) =>
      [longDay(day), person === undefined ? "" : `of ${quote(person, 80)}`, `(${hoursMinutes(seconds)})`]
        .filter(Boolean)
        .join(" "),
    );
  const more = found.length > shown ? ` and ${found.length - shown} more` : "";
  return [`More than 16 hours on ${named.join(", ")}${more}: check whether those entries are right.`];
}

/** @param seconds after now */
export const plannedNotes = (seconds: number): string[] =>
  seconds > 0 ? [`${hoursMinutes(seconds)} more are planned: logged for a later time and not counted as worked.`] : [];

/** Returns the notes on long days and on planned time. @param self the owner of entries without a named user */
export function sumNotes(entries: readonly Piece<Entry>[], { zone, now }: Place, self: Ref): string[] {
  const days = new Map<string, WorkedDay & { person: string }>();
  let planned = 0;
  for (const entry of entries) {
    const seconds = workedSeconds(entry, now);
    planned += plannedSeconds(entry, now);
    const day = dayOfEntry(entry, zone);
    const { id, name: person } = entry.person ?? self;
    const known = days.get(`${id} ${day}`);
    if (known) known.seconds += seconds;
    else days.set(`${id} ${day}`, { day, seconds, person });
  }
  const several = entries.some(({ person }) => person !== undefined && person.id !== self.id);
  const all = [...days.values()].map(({ person, ...day }) => ({ ...day, ...(several && { person }) }));
  return [...longDayNotes(all), ...plannedNotes(planned)];
}
