import { setMaxListeners } from "node:events";
import type { Call } from "../../../domain/call";

/** Requests for many people, ten at a time: more make Kimai's server slower, not faster. */
const atOnce = 10;

/**
 * Asks for each item, in the order of the items. The first failure ends it: nothing new is begun, and what is under way
 * is given up.
 */
export async function forEach<T, R>(
  items: readonly T[],
  ask: (item: T, signal: AbortSignal) => Promise<R>,
  call?: Call,
): Promise<R[]> {
  const stop = new AbortController();
  const signal = call?.signal ? AbortSignal.any([call.signal, stop.signal]) : stop.signal;
  // Each request and each wait listens to it; Node would take more than ten for a leak.
  setMaxListeners(1_000, signal);
  const results = new Array<R>(items.length);
  let next = 0;
  let done = 0;
  async function work() {
    for (let index = next++; index < items.length; index = next++) {
      signal.throwIfAborted();
      results[index] = await ask(items[index] as T, signal);
      call?.progress?.(++done, items.length);
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  } finally {
    stop.abort();
  }
  return results;
}
