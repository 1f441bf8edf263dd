import type { Entry } from "#core/domain/entities";
import { quote, quoteLines } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { dayOfEntry, isPlanned, secondsByDay } from "#core/time/aggregate";
import { clockOf, hoursMinutes } from "#core/time/format";
import type { Piece } from "#core/time/report/day-pieces";
import { entryLine, type Place, secondsOf, workLine } from "../lib/view";

/** The shown entries by day, each day with the total of all its entries, also of those on other pages. */
function byDay(counted: readonly Piece<Entry>[], shown: Entry[], { zone, now }: Place) {
  const totals = secondsByDay(counted, zone, now);
  const days = new Map<string, Entry[]>();
  for (const entry of shown) {
    const day = dayOfEntry(entry, zone);
    const list = days.get(day);
    if (list) list.push(entry);
    else days.set(day, [entry]);
  }
  return [...days].map(([day, entries]) => ({ day, seconds: totals.get(day) ?? 0, entries }));
}

/** What a person reads in a time sheet, and the id. Empty fields are left out. */
export const entryRow = (entry: Entry, place: Place) => ({
  id: cleanText(entry.id, 100),
  from: clockOf(entry.begin, entry.zone ?? place.zone),
  to: entry.end === null ? null : clockOf(entry.end, entry.zone ?? place.zone),
  seconds: secondsOf(entry, place.now),
  ...(isPlanned(entry, place.now) && { planned: true }),
  work: workLine(entry.work),
  ...(entry.text && { text: quoteLines(entry.text, 200) }),
  ...(entry.tags.length > 0 && { tags: entry.tags.slice(0, 20).map((tag) => quote(tag, 60)) }),
  ...(entry.person && { person: quote(entry.person.name, 80) }),
  ...(entry.locked !== undefined && { locked: true }),
});

/** @param counted pieces of all entries, also of those on other pages */
export const dayRows = (all: readonly Piece<Entry>[], shown: Entry[], place: Place) =>
  byDay(all, shown, place).map(({ day, seconds, entries }) => ({
    day,
    seconds,
    entries: entries.map((entry) => entryRow(entry, place)),
  }));

export const dayLines = (all: readonly Piece<Entry>[], shown: Entry[], place: Place): string[] =>
  byDay(all, shown, place).flatMap(({ day, seconds, entries }) => [
    `${day}  ${hoursMinutes(seconds)}`,
    ...entries.map((entry) => `  ${entryLine(entry, place, { day: false })}`),
  ]);
