import type { Clock } from "#core/platform/clock/clock";

interface Timer {
  due: number;
  /** Settles when what the timer started is done. */
  fire(): void | Promise<void>;
}

export interface ManualClock extends Clock {
  /** Lets this time pass, with the timers that become due in it. */
  advance(milliseconds: number): Promise<void>;
  /**
   * Lets time pass until all of these have settled. Time goes on only while each of them waits on this clock, so that
   * reading and writing files takes no time at all.
   */
  run<T extends readonly Promise<unknown>[]>(...tasks: T): Promise<{ -readonly [key in keyof T]: Awaited<T[key]> }>;
}

/** A clock that stops until a test moves it. @param start milliseconds since 1970 */
export function createManualClock(start = Date.parse("2026-11-19T10:07:33Z")): ManualClock {
  let elapsed = 0;
  let pauses = 0;
  let timers: Timer[] = [];
  const add = (timer: Timer) => {
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  };

  /** Fires all timers that are due next, at the same time. @returns false when there are none until `limit` */
  async function fireNext(limit: number): Promise<boolean> {
    const due = Math.min(...timers.map((timer) => timer.due));
    if (timers.length === 0 || due > limit) return false;
    elapsed = Math.max(elapsed, due);
    await Promise.all(timers.filter((timer) => timer.due === due).map((timer) => timer.fire()));
    return true;
  }

  return {
    now: () => start + elapsed,
    elapsed: () => elapsed,
    pause(milliseconds, signal) {
      signal?.throwIfAborted();
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          remove();
          signal?.removeEventListener("abort", abort);
          pauses--;
          settle();
        };
        const abort = () => end(() => reject(signal?.reason));
        const remove = add({ due: elapsed + milliseconds, fire: () => end(resolve) });
        signal?.addEventListener("abort", abort);
        pauses++;
      });
    },
    every(milliseconds, work) {
      const timer: Timer = {
        due: elapsed + milliseconds,
        fire() {
          timer.due += milliseconds;
          return work();
        },
      };
      return add(timer);
    },
    async advance(milliseconds) {
      const end = elapsed + milliseconds;
      while (await fireNext(end));
      elapsed = end;
    },
    async run(...tasks) {
      let unsettled = tasks.length;
      for (const task of tasks)
        task.then(
          () => unsettled--,
          () => unsettled--,
        );
      while (unsettled > 0) {
        if (pauses >= unsettled) await fireNext(Number.POSITIVE_INFINITY);
        else await new Promise((resolve) => setImmediate(resolve));
      }
      return (await Promise.all(tasks)) as never;
    },
  };
}
