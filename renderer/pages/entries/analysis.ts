import { gapBefore, leastGap } from "#core/time/gaps";
import type { Response } from "#main/ipc/contract/index";
import { addDays } from "../../lib/format";

export type Entry = Response<"entries:list">["entries"][number];

export interface Overlap {
  /** The entry that began earlier. */
  with: Entry;
  seconds: number;
  from: string;
  to: string;
  /** Where the later entry would begin without the overlap; null where it lies wholly inside the other. */
  fix: string | null;
}

export type Line =
  | { kind: "entry"; entry: Entry; seconds: number; overlap: Overlap | null }
  | { kind: "gap"; from: string; to: string; seconds: number };

export interface Day {
  day: string;
  /** Latest first. */
  lines: Line[];
  /** Worked seconds, running ones up to now, without what is planned; an entry counts for the day it begins. */
  seconds: number;
  /** Seconds of entries that lie ahead. */
  planned: number;
  twice: number;
  gaps: number;
}

const at = (instant: string) => Date.parse(instant);

/**
 * @param before what began on an earlier day and goes on into this one
 * @param isOne all is of one person: only then gaps and overlaps mean something
 */
function dayLines(entries: readonly Entry[], before: Entry | null, now: number, isOne: boolean): Omit<Day, "day"> {
  const sorted = [...entries].sort((a, b) => at(a.begin) - at(b.begin));
  const lines: Line[] = [];
  let last = before;
  const endOf = (entry: Entry) => (entry.end ? at(entry.end) : now);
  const sums = { seconds: 0, planned: 0, twice: 0, gaps: 0 };
  for (const entry of sorted) {
    const seconds = entry.end
      ? entry.seconds
      : Math.max(0, Math.floor((now - at(entry.begin)) / 1000) - (entry.breakSeconds ?? 0));
    let overlap: Overlap | null = null;
    if (last && isOne) {
      if (at(entry.begin) < endOf(last)) {
        const inside = endOf(entry) <= endOf(last);
        const to = inside ? entry.end : last.end;
        const shared = Math.floor((Math.min(endOf(entry), endOf(last)) - at(entry.begin)) / 1000);
        if (shared >= 60)
          overlap = {
            with: last,
            seconds: shared,
            from: entry.begin,
            to: to ?? new Date(now).toISOString(),
            fix: inside ? null : last.end,
          };
        sums.twice += overlap ? shared : 0;
      } else {
        const free = gapBefore(endOf(last), at(entry.begin), { now, least: leastGap });
        if (free !== null && last.end) {
          lines.push({ kind: "gap", from: last.end, to: entry.begin, seconds: free });
          sums.gaps += free;
        }
      }
    }
    lines.push({ kind: "entry", entry, seconds, overlap });
    sums[entry.planned ? "planned" : "seconds"] += seconds;
    if (!last || endOf(entry) > endOf(last)) last = entry;
  }
  return { lines: lines.reverse(), ...sums };
}

/**
 * The days of a week from its first on, with what was counted twice and where nothing is booked.
 * @param entries with instants that carry the account's offset, so that their first ten letters are the day.
 * @param now in milliseconds, for the running entry.
 * @param isOne all is of one person
 */
export function daysOf(first: string, entries: readonly Entry[], now: number, isOne = true): Day[] {
  const endOf = (entry: Entry) => (entry.end ? at(entry.end) : now);
  return Array.from({ length: 7 }, (_, index) => {
    const day = addDays(first, index);
    // Over midnight: its end carries the day in the account's offset, as its begin does.
    const earlier = entries.filter(({ begin, end }) => begin.slice(0, 10) < day && (end ?? day).slice(0, 10) >= day);
    const latest = earlier.reduce<Entry | null>((last, one) => (last && endOf(last) >= endOf(one) ? last : one), null);
    const own = entries.filter((entry) => entry.begin.slice(0, 10) === day);
    return { day, ...dayLines(own, latest, now, isOne) };
  });
}
