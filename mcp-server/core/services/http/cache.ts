import { until } from "../../domain/interruption";

export interface Remembered<T> {
  get(options?: { fresh?: boolean; signal?: AbortSignal }): Promise<T>;
  /** The value while it is held and has come; asks nothing. */
  known(): T | undefined;
  /** @param readBefore only what was asked for before this moment (milliseconds) @returns whether something was held */
  forget(readBefore?: number): boolean;
}

/** Remembers one answer for a while; callers that come while it is asked for share the question. Failures are not kept. */
export const remembered = <T>(milliseconds: number, now: () => number, ask: () => Promise<T>): Remembered<T> =>
  new Memory(milliseconds, now, ask);

interface Held<T> {
  value: Promise<T>;
  at: number;
  known?: T;
}

/** A class, as a team server has ten of them for each person: methods of their own would take most of the memory. */
class Memory<T> implements Remembered<T> {
  private held: Held<T> | null = null;

  constructor(
    private readonly milliseconds: number,
    private readonly now: () => number,
    private readonly ask: () => Promise<T>,
  ) {}

  get({ fresh, signal }: { fresh?: boolean; signal?: AbortSignal } = {}): Promise<T> {
    const valid = fresh ? null : this.valid();
    // Nothing to wait for: thousands of rows that ask at once would each listen to their call's signal.
    if (valid?.known !== undefined && !signal?.aborted) return valid.value;
    if (valid) return until(valid.value, signal);
    const mine: Held<T> = { value: this.ask(), at: this.now() };
    this.held = mine;
    mine.value.then(
      (known) => {
        mine.known = known;
      },
      () => {
        if (this.held === mine) this.held = null;
      },
    );
    return until(mine.value, signal);
  }

  known(): T | undefined {
    return this.valid()?.known;
  }

  forget(readBefore = Number.POSITIVE_INFINITY): boolean {
    if (this.held === null || this.held.at >= readBefore) return false;
    this.held = null;
    return true;
  }

  private valid(): Held<T> | null {
    return this.held !== null && this.now() - this.held.at < this.milliseconds ? this.held : null;
  }
}
