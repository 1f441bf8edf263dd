import { ServiceError, type ServiceErrorKind } from "../../domain/errors";
import { reworded } from "../../domain/reworded";
import { message } from "../../messages/message";
import { pauseFor } from "../http/retry";

/** Said with a result that was found by looking, because the service's own answer was lost. */
export const savedAndFound = (product: string) => message("response_lost_but_saved", { product });

/** Failures with an answer that says what to do before the write is sent again. */
const answeredKinds: ReadonlySet<ServiceErrorKind> = new Set([
  "unauthorized",
  "forbidden",
  "redirected",
  "not_this_product",
  "rate_limited",
]);

/**
 * Sends a write once. When its answer does not come, looks whether it took effect, twice, since it may still be under
 * way, and returns what it found.
 * @param look the result if the write took effect, else null; gets no signal: it must also end a call that was cancelled
 * @throws ServiceError the failure of the write, with `saved` decided: "no" where it surely did not happen, "unknown"
 * where looking failed too, or where silence leaves open that it still happens
 */
export async function sentOnce<T>(
  write: () => Promise<T>,
  look: () => Promise<T | null>,
  secondLookMs: number,
): Promise<{ value: T; looked: boolean }> {
  try {
    return { value: await write(), looked: false };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.saved !== "unknown") throw error;
    let found: T | null;
    try {
      found = await look();
      if (found === null) {
        await pauseFor(secondLookMs);
        found = await look();
      }
    } catch {
      throw error;
    }
    if (found !== null) return { value: found, looked: true };
    if (error.kind === "timeout") throw error;
    const advice = answeredKinds.has(error.kind) ? error.next : undefined;
    throw reworded(error, error.message, {
      saved: "no",
      next: `Punchcard looked: nothing was saved. ${advice ?? "Try again."}`,
    });
  }
}
