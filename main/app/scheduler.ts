/** Timers by name: setting one again replaces it, so that there is never more than one of a kind. */
export class Scheduler {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly clock: {
      now(): number;
      setTimeout(run: () => void, milliseconds: number): ReturnType<typeof setTimeout>;
      clearTimeout(timer: ReturnType<typeof setTimeout>): void;
    } = {
      now: () => Date.now(),
      setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
      clearTimeout: (timer) => clearTimeout(timer),
    },
  ) {}

  now(): number {
    return this.clock.now();
  }

  set(name: string, milliseconds: number, run: () => void): void {
    this.clear(name);
    const timer = this.clock.setTimeout(
      () => {
        this.timers.delete(name);
        run();
      },
      Math.max(0, milliseconds),
    );
    this.timers.set(name, timer);
  }

  clear(name: string): void {
    const timer = this.timers.get(name);
    if (timer === undefined) return;
    this.clock.clearTimeout(timer);
    this.timers.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.timers.keys()]) this.clear(name);
  }

  /** Names of the timers that are set. */
  get active(): string[] {
    return [...this.timers.keys()];
  }
}
