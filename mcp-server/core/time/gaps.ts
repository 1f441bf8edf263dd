/**
 * Whether people see time between two moments: clock times are told to the minute, so what only seconds make is none to
 * them. Milliseconds since 1970.
 */
export const isSeen = (from: number, to: number): boolean => Math.floor(to / 60_000) > Math.floor(from / 60_000);

/** Seconds from which on free time between two entries is a gap where people see it: less is a break. */
export const leastGap = 3_600;

interface GapRule {
  /** Milliseconds since 1970. What is still to come is free, not missing. */
  now: number;
  /** Seconds; what is shorter is none. */
  least: number;
}

/**
 * Seconds with nothing booked before an entry, on one day of one person; null: no gap. The one rule of reports and of the list of
 * entries.
 * @param covered until when the entries before reach, milliseconds since 1970; one that runs reaches to now
 * @param begin of the entry, milliseconds since 1970
 */
export function gapBefore(covered: number, begin: number, { now, least }: GapRule): number | null {
  if (begin > now || !isSeen(covered, begin)) return null;
  const seconds = Math.round((begin - covered) / 1000);
  return seconds >= least ? seconds : null;
}
