import type { CalendarDay } from "../../domain/entities";
import { type Counted, Tally } from "./tally";

/**
 * Sums of a whole period. It keeps one number for each civil day with work, and each customer's id, whatever the number
 * of entries.
 */
export class Totals extends Tally {
  /** The service tells of its entries whether they are billable. */
  charged = false;
  /** The part of `seconds` that still grows. */
  running = 0;
  /** Seconds after `now`, which are not in `seconds`. */
  planned = 0;
  /** Seconds by the civil day on which entries begin. */
  readonly days = new Map<CalendarDay, number>();

  addOn(day: CalendarDay, entry: Counted, seconds: number): void {
    this.add(entry, seconds);
    this.charged ||= entry.billable !== undefined;
    this.days.set(day, (this.days.get(day) ?? 0) + seconds);
    if (entry.end === null) this.running += seconds;
  }
}
