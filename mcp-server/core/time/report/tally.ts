import type { Entry } from "../../domain/entities";

export type Counted = Pick<Entry, "end" | "billable" | "exported" | "rate" | "work"> & { whole?: object };

/** Sums of some entries, one at a time. Seconds are net of breaks. */
export class Tally {
  seconds = 0;
  entries = 0;
  billable = 0;
  /** Exported or billed already, whether billable or not; absent: the service tells that of no entry. */
  exported?: number;
  /** Ended entries without an amount: the caller may not see it. */
  private unpriced = 0;
  private latest?: object;
  private readonly money = new Map<string, number>();

  add(entry: Counted, seconds: number): void {
    this.seconds += seconds;
    // Pieces of one entry come one after the other, and are one entry.
    const whole = entry.whole ?? entry;
    if (whole !== this.latest) this.entries += 1;
    this.latest = whole;
    if (entry.billable) this.billable += seconds;
    if (entry.exported !== undefined) this.exported = (this.exported ?? 0) + (entry.exported ? seconds : 0);
    if (entry.end === null) return;
    const { customer } = entry.work;
    if (entry.rate === undefined) this.unpriced += 1;
    else this.money.set(customer?.id ?? "", (this.money.get(customer?.id ?? "") ?? 0) + entry.rate);
  }

  /** What ended entries are worth by customer id, "" for none; null where that of one may not be seen, or none has ended. */
  get worth(): ReadonlyMap<string, number> | null {
    return this.unpriced > 0 || this.money.size === 0 ? null : this.money;
  }
}
