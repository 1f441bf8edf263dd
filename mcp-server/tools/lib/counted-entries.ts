import type { AccountFacts, CalendarDay, Entry, Instant } from "../../domain/entities";
import type { Service } from "../../domain/ports";
import { addDays } from "../../time/civil";
import { dayPieces } from "../../time/report/day-pieces";
import { Days } from "../../time/report/keys";

type Place = Pick<AccountFacts, "zone" | "weekStartsOn">;

/** Entries as sums of this service count them by day: cut at midnight where it does so (`TimePort.splitsDays`). */
export function countedEntries(service: Service, entries: readonly Entry[], place: Place, now: Instant): Entry[] {
  if (!service.time.splitsDays) return [...entries];
  const days = new Days(place.zone, place.weekStartsOn);
  return entries.flatMap((entry) => dayPieces(entry, days, now));
}

/** The first day from which entries must be read for sums from `day` on: one of the day before may reach into it. */
export const readingFrom = (service: Service, day: CalendarDay): CalendarDay =>
  service.time.splitsDays ? addDays(day, -1) : day;
