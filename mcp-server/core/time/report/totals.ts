import type { CalendarDay, Entry, Instant } from "../../domain/entities";
import { type Counted, Tally } from "./tally";

/** Seconds of an ended entry that lie after `now`: logged ahead of its time. */
export const secondsAhead = ({ begin, end }: Pick<Entry, "begin" | "end">, seconds: number, now: Instant): number => {
  if (end === null || end <= now) return 0;
  const from = begin > now ? begin : now;
  return Math.min(seconds, Math.round((Date.parse(end) - Date.parse(from)) / 1000));
};

/**
 * Sums of a whole period. It keeps one number for each civil day with work, and each customer's id, whatever the number
 * of entries.
 */
export class Totals extends Tally {
  /** The service tells of its entries whether they are billable. */
  charged = false;
  /** The part of `seconds` that still grows. */
  running = 0;
  /** The part of `seconds` that lies after `now`. */
  ahead = 0;
  /** Seconds by the civil day on which entries begin. */
  readonly days = new Map<CalendarDay, number>();

  constructor(private readonly now: Instant) {
    super();
  }

  addOn(day: CalendarDay, entry: Counted & Pick<Entry, "begin">, seconds: number): void {
    this.add(entry, seconds);
    this.charged ||= entry.billable !== undefined;
    this.days.set(day, (this.days.get(day) ?? 0) + seconds);
    if (entry.end === null) this.running += seconds;
    this.ahead += secondsAhead(entry, seconds, this.now);
  }
}
