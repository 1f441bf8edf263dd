import type { CalendarDay, Entry } from "../../domain/entities";
import { addTo, type Sum } from "./groups";

/**
 * Sums of a whole period. It keeps one number for each civil day with work, and each customer's id, whatever the number
 * of entries.
 */
export class Totals implements Sum {
  seconds = 0;
  entries = 0;
  billable = 0;
  /** The service tells of its entries whether they are billable. */
  charged = false;
  /** The part of `seconds` that still grows. */
  running = 0;
  /** What entries that have ended are worth; only meaningful where `unpriced` is 0. */
  money = 0;
  /** Ended entries without an amount: the caller may not see it. */
  unpriced = 0;
  /** Seconds by the civil day on which entries begin. */
  readonly days = new Map<CalendarDay, number>();
  private readonly customers = new Set<string>();

  add(entry: Pick<Entry, "end" | "billable" | "rate" | "work">, seconds: number, day: CalendarDay): void {
    addTo(this, seconds, entry.billable);
    this.charged ||= entry.billable !== undefined;
    this.days.set(day, (this.days.get(day) ?? 0) + seconds);
    this.customers.add(entry.work.customer?.id ?? "");
    if (entry.end === null) this.running += seconds;
    else if (entry.rate === undefined) this.unpriced += 1;
    else this.money += entry.rate;
  }

  /** null: somewhere the caller may not see what time is worth, so that a sum would be wrong. */
  get worth(): number | null {
    return this.entries === 0 || this.unpriced > 0 ? null : Math.round(this.money * 100) / 100;
  }

  /** Amounts may be in different currencies. */
  get manyCustomers(): boolean {
    return this.customers.size > 1;
  }
}
