/** Waits for an answer that others wait for too: an ended call stops waiting, the question goes on. */
export function until<T>(value: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return value;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

export interface Remembered<T> {
  get(options?: { fresh?: boolean; signal?: AbortSignal }): Promise<T>;
  /** The value while it is held and has come; asks nothing. */
  known(): T | undefined;
  /** @param readBefore only what was asked for before this moment (milliseconds) @returns whether something was held */
  forget(readBefore?: number): boolean;
}

/** Remembers one answer for a while; callers that come while it is asked for share the question. Failures are not kept. */
export function remembered<T>(milliseconds: number, now: () => number, ask: () => Promise<T>): Remembered<T> {
  let held: { value: Promise<T>; at: number; known?: T } | null = null;
  const valid = () => held !== null && now() - held.at < milliseconds;
  return {
    get({ fresh, signal } = {}) {
      if (held && !fresh && valid()) return until(held.value, signal);
      const mine: NonNullable<typeof held> = { value: ask(), at: now() };
      held = mine;
      mine.value.then(
        (known) => {
          mine.known = known;
        },
        () => {
          if (held === mine) held = null;
        },
      );
      return until(mine.value, signal);
    },
    known: () => (valid() ? held?.known : undefined),
    forget(readBefore = Number.POSITIVE_INFINITY) {
      if (held === null || held.at >= readBefore) return false;
      held = null;
      return true;
    },
  };
}
