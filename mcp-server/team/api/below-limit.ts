import type { LimitName, RateLimits } from "../http/rate-limits";
import { ApiError } from "./router";

/** Counts a request of a stranger. @throws ApiError that says when to try again, where it is one too many */
export async function demandBelowLimit(limits: Pick<RateLimits, "take">, name: LimitName, address: string) {
  const wait = await limits.take(name, address);
  if (wait !== null) throw new ApiError(429, "locked", "Too many tries. Try again later.", wait);
}

/**
 * Runs what only a valid secret gets through, and counts refusals alone: failures of others at this address refuse no one
 * who has such a secret.
 * @throws ApiError of the work, or 429 where too many were refused here
 */
export async function countingRefusals<T>(
  limits: Pick<RateLimits, "take">,
  name: LimitName,
  address: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) await demandBelowLimit(limits, name, address);
    throw error;
  }
}
