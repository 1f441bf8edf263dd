import type { Entry, Instant } from "../../domain/entities";
import { workedSeconds } from "../aggregate";
import type { Days } from "./keys";

type Whole = Pick<Entry, "begin" | "end" | "seconds" | "breakSeconds" | "rate">;
/** A part of an entry; `whole`: that entry, absent where the piece is all of it. */
export type Piece<T> = T & { whole?: T };

/**
 * An entry cut at midnight, latest piece first, for services whose sums count time on the day on which it falls. Its
 * seconds, net of breaks, and its worth go with the length of the pieces and add up to the whole.
 */
export function dayPieces<T extends Whole>(entry: T, days: Pick<Days, "nextDay">, now: Instant): Piece<T>[] {
  const end = entry.end ?? now;
  const bounds = [entry.begin];
  for (let at = days.nextDay(entry.begin); at < end; at = days.nextDay(at)) bounds.push(at);
  if (bounds.length === 1) return [entry];
  const seconds = workedSeconds(entry, now);
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
    };
    told = upTo;
    return piece;
  });
  return pieces.reverse();
}
