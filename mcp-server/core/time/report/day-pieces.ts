import type { Entry, Instant } from "../../domain/entities";
import { isPlanned, totalSeconds } from "../aggregate";
import type { Days } from "./keys";

type Whole = Pick<Entry, "begin" | "end" | "seconds" | "breakSeconds" | "rate" | "zone">;
/** A part of an entry. `whole`: that entry, absent where the piece is all of it; `planned`: it begins after now. */
export type Piece<T> = T & { whole?: T; planned?: true };

/** Days before a period from which entries are read, because they may reach into it. */
export const lookBackDays = 2;

/**
 * Cuts an entry at midnight and, if it is planned, at `now`; latest piece first. Every total counts these pieces: worked
 * is the time before `now`, on the day to which it belongs. Seconds, net of breaks, and worth are in proportion to the
 * length of the pieces and add up to the whole.
 */
export function dayPieces<T extends Whole>(entry: T, days: Pick<Days, "nextDay">, now: Instant): Piece<T>[] {
  const end = entry.end ?? now;
  const planned = isPlanned(entry, now);
  const bounds = [entry.begin];
  for (let at = days.nextDay(entry.begin, entry.zone); at < end; at = days.nextDay(at, entry.zone)) bounds.push(at);
  if (planned && entry.begin < now && !bounds.includes(now)) bounds.push(now);
  bounds.sort();
  const ahead = (begin: Instant) => planned && begin >= now;
  if (bounds.length === 1) return [ahead(entry.begin) ? { ...entry, planned: true } : entry];
  const seconds = totalSeconds(entry, now);
  const from = Date.parse(entry.begin);
  const length = Date.parse(end) - from;
  let told = { seconds: 0, rate: 0 };
  const pieces = bounds.map((begin, index): Piece<T> => {
    const until = bounds[index + 1] ?? end;
    const part = until === end ? 1 : (Date.parse(until) - from) / length;
    const upTo = { seconds: Math.round(seconds * part), rate: Math.round((entry.rate ?? 0) * part * 100) / 100 };
    const piece: Piece<T> = {
      ...entry,
      begin,
      // What runs goes on doing so in each of its pieces.
      end: entry.end === null ? null : until,
      seconds: upTo.seconds - told.seconds,
      breakSeconds: 0,
      ...(entry.rate !== undefined && { rate: upTo.rate - told.rate }),
      whole: entry,
      ...(ahead(begin) && { planned: true }),
    };
    told = upTo;
    return piece;
  });
  return pieces.reverse();
}
