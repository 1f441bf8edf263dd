import type { Instant } from "../../domain/entities";
import type { Storing } from "../shared/stored-as-meant";

/**
 * Minutes to which Kimai is had to round. An administrator may set any number, and no route tells it (§3.5): more steps
 * than these would excuse nearly every wrong time.
 */
const steps = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 45, 60];

/** Whether rounding `from` up or down to one of the steps makes `to`; both in seconds. */
const rounds = (from: number, to: number): boolean =>
  steps.some((minutes) => {
    const step = minutes * 60;
    const floor = Math.floor(from / step) * step;
    return floor !== from && (to === floor || to === floor + step);
  });

/** Kimai counts the steps from 1970 in UTC. */
const roundsTo = (wanted: Instant, got: Instant): boolean => rounds(Date.parse(wanted) / 1000, Date.parse(got) / 1000);

export const isStoredAs = (wanted: Instant, got: Instant): boolean => wanted === got || roundsTo(wanted, got);

/** How Kimai stores what it is given. @param zone the person's */
export const storingIn = (zone: string): Storing => ({
  product: "Kimai",
  zone,
  byRule: roundsTo,
  lengthByRule: rounds,
});
