import type { Instant } from "../../domain/entities";
import type { Storing } from "../shared/stored-as-meant";

/** Minutes to which an administrator may have Kimai round: no route tells them (§3.5), so every part of an hour may be it. */
const steps = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];

/** Whether rounding up or down to one of the steps makes `got` of `wanted`; Kimai counts the steps from 1970 in UTC. */
function rounds(wanted: Instant, got: Instant): boolean {
  const [from, to] = [Date.parse(wanted) / 1000, Date.parse(got) / 1000];
  return steps.some((minutes) => {
    const step = minutes * 60;
    const floor = Math.floor(from / step) * step;
    return floor !== from && (to === floor || to === floor + step);
  });
}

/** How Kimai stores what it is given. @param zone the person's */
export const storingIn = (zone: string): Storing => ({ product: "Kimai", zone, byRule: rounds });
