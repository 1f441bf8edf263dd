/**
 * When a read is asked again. Writes are not, but after a 429 that says when: what else they did is found out by reading
 * back.
 */
export interface RetryRule {
  /** How often a read is sent at most, the first time included. */
  attempts: number;
  /** Milliseconds before the second attempt; doubled for each further one, with jitter. */
  baseMs: number;
  /** A `Retry-After` beyond this is told to the caller instead of waited for. */
  longestWaitMs: number;
  /** A 429 that says nothing of how long to wait is asked again too; false where each attempt counts against an hour. */
  repeatsQuota: boolean;
}

export const usualRetry: RetryRule = { attempts: 3, baseMs: 300, longestWaitMs: 8_000, repeatsQuota: true };

const passingStatus: ReadonlySet<number> = new Set([429, 502, 503, 504]);
export const isPassing = (status: number | undefined) => status !== undefined && passingStatus.has(status);

/** Seconds: nobody is told to wait longer than a day, whatever a service or somebody in between says. */
const longestTold = 86_400;

/**
 * Seconds of a `Retry-After` header (RFC 9110): a number, or an HTTP date seen from `now` (milliseconds); from 0 to a day.
 * undefined: it is none.
 */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  const isDate = /^[A-Z][a-z]+, /.test(text);
  const seconds = /^\d+$/.test(text) ? Number(text) : isDate ? (Date.parse(text) - now) / 1000 : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(longestTold, Math.max(0, Math.ceil(seconds)));
}

/** Milliseconds to wait before the next attempt, or null where waiting makes no sense. */
export function waitBefore(
  attempt: number,
  retryAfter: number | undefined,
  rule: RetryRule,
  random: () => number = Math.random,
): number | null {
  if (attempt >= rule.attempts) return null;
  const backoff = rule.baseMs * 2 ** (attempt - 1);
  const jittered = backoff / 2 + (random() * backoff) / 2;
  const wait = retryAfter === undefined ? jittered : Math.max(jittered, retryAfter * 1000);
  return wait > rule.longestWaitMs ? null : wait;
}

/** Waits; ends early by throwing the signal's reason. */
export function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
