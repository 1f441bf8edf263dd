import type { LimitName, RateLimits } from "../http/rate-limits";
import { ApiError } from "./router";

/** Counts a request of a stranger. @throws ApiError that says when to try again, where it is one too many */
export async function demandBelowLimit(limits: Pick<RateLimits, "take">, name: LimitName, address: string) {
  const wait = await limits.take(name, address);
  if (wait !== null) throw new ApiError(429, "locked", "Too many tries. Try again later.", wait);
}
