import { InputError } from "../domain/errors";

const last = new WeakMap<object, Promise<unknown>>();

/**
 * Runs what is asked for one thing one after the other. Looking what runs and starting something are two requests to a
 * service: two clicks at once would each see nothing running, and start it twice.
 * @param of the service whose timer it is
 */
export function inTurn<T>(of: object, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const before = last.get(of) ?? Promise.resolve();
  const mine = before.then(() => {
    if (signal.aborted) throw new InputError("cancelled", "Cancelled before anything was sent; nothing was changed.");
    return run();
  });
  last.set(
    of,
    mine.catch(() => undefined),
  );
  return mine;
}
