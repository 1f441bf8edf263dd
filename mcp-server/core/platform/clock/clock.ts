import { setTimeout as pause } from "node:timers/promises";

/** Time, for code that waits. Tests replace it with a manual clock. */
export interface Clock {
  /** Milliseconds since 1970 by the computer's clock, which can be set forward and back. */
  now(): number;
  /** Milliseconds since some fixed moment; never set. */
  elapsed(): number;
  /** Resolves after this time. @throws when the signal aborts first */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `work` at this interval. @returns a function that ends this */
  every(milliseconds: number, work: () => void | Promise<void>): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
  every(milliseconds, work) {
    const timer = setInterval(() => void work(), milliseconds);
    return () => clearInterval(timer);
  },
};
