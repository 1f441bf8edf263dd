import { InputError } from "#core/domain/errors";

/**
 * Runs the work on one key one after the other. Reading what runs and starting something are two requests to a service:
 * two clicks at once would each see nothing running, and start it twice.
 */
export class KeyedMutex {
  private readonly last = new WeakMap<object, Promise<unknown>>();

  /** @throws InputError `cancelled` where the signal ended before its turn; what `work` throws */
  run<T>(key: object, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const mine = before.then(() => {
      if (signal.aborted) throw new InputError("cancelled", "Cancelled before anything was sent; nothing was changed.");
      return work();
    });
    this.last.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  }
}
