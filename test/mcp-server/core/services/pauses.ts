import { onTestFinished, vi } from "vitest";

/**
 * Ends pauses of this length at once until the test has finished; other timers stay as they are.
 * @returns the pauses so far, in milliseconds
 */
export function skipPauses(milliseconds: number): readonly number[] {
  const pauses: number[] = [];
  const original = globalThis.setTimeout;
  const replacement = (work: () => void, delay?: number, ...rest: unknown[]) => {
    if (delay !== milliseconds) return original(work, delay, ...(rest as []));
    pauses.push(delay);
    return original(work, 0);
  };
  const spy = vi.spyOn(globalThis, "setTimeout").mockImplementation(replacement as typeof setTimeout);
  onTestFinished(() => spy.mockRestore());
  return pauses;
}
