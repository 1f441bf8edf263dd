import type { Caller } from "./caller";

/**
 * Progress must grow with each message, so a wait for the service's limit counts as a thousandth of a step. Once `end` was
 * called nobody is told any more: an answer that is kept beyond the call keeps this, and must not keep the request.
 */
export function callProgress({ progress }: Caller, accountLabel: string) {
  let tell: Caller["progress"] | null = progress;
  let last: { done: number; total?: number } = { done: 0 };
  return {
    progress(done: number, total: number): void {
      last = { done: Math.max(done, last.done), total };
      tell?.(last.done, total);
    },
    /** @param seconds how long the rate limiter holds the next request back */
    waits(seconds: number): void {
      last = { ...last, done: last.done + 0.001 };
      const message = `${accountLabel} allows no more requests just now; waiting up to ${seconds} s`;
      tell?.(last.done, last.total, message);
    },
    end(): void {
      tell = null;
    },
  };
}
