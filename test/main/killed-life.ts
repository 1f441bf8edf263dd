import { AsyncLocalStorage } from "node:async_hooks";

/**
 * A run of our code that is killed before its n-th step: from then on nothing it does reaches the disk or a service, as
 * after kill -9, and nothing gets a chance to clean up. Steps of code outside a life are not counted.
 */
interface Life {
  steps: number;
  killedAt: number;
  dead: boolean;
  died(): void;
}
const lives = new AsyncLocalStorage<Life>();
const never = () => new Promise<never>(() => undefined);

class Killed extends Error {}

/** One moment at which the life may end. @throws Killed from then on */
export function step(): void {
  const life = lives.getStore();
  if (!life) return;
  if (!life.dead && ++life.steps === life.killedAt) {
    life.dead = true;
    life.died();
  }
  if (life.dead) throw new Killed();
}

type Functions = Record<string, (...args: never[]) => unknown>;
const wrapped = (names: readonly string[], real: Functions, wrap: (run: Functions[string]) => unknown) =>
  Object.fromEntries(names.map((name) => [name, wrap((...args) => (real[name] as Functions[string])(...args))]));

/** Synchronous functions, with a moment before and one behind each. */
export const mortal = (names: readonly string[], real: object) =>
  wrapped(names, real as Functions, (run) => (...args: never[]) => {
    step();
    const done = run(...args);
    step();
    return done;
  });

/** Functions that promise, with a moment before each; of a dead life they never end. */
export const mortalAsync = (names: readonly string[], real: object) =>
  wrapped(names, real as Functions, (run) => async (...args: never[]) => {
    try {
      step();
    } catch {
      return never();
    }
    return run(...args);
  });

/** @param killedAt the step before which it dies; 0: it lives to its end */
export async function live<T>(
  killedAt: number,
  run: () => Promise<T>,
): Promise<{ killed: true; steps: number } | { killed: false; steps: number; result: T }> {
  let died: () => void = () => undefined;
  const death = new Promise<"dead">((resolve) => {
    died = () => resolve("dead");
  });
  const life: Life = { steps: 0, killedAt, dead: false, died };
  const done = lives.run(life, async () => ({ result: await run() }));
  done.catch(() => undefined);
  const end = await Promise.race([death, done]);
  return end === "dead" || life.dead
    ? { killed: true, steps: life.steps }
    : { killed: false, steps: life.steps, result: end.result };
}
