import { renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Windows refuses to replace or remove a file while a scanner, an indexer or a reader holds it; that passes. */
const heldCodes = new Set(["EPERM", "EACCES", "EBUSY"]);
const tries = 10;
const pauseMilliseconds = (attempt: number) => 20 * attempt;

interface Machine {
  platform?: NodeJS.Platform;
  wait?(milliseconds: number): Promise<unknown>;
}

const goesOn = (error: unknown, attempt: number, platform: NodeJS.Platform = process.platform) =>
  platform === "win32" && attempt < tries && heldCodes.has((error as NodeJS.ErrnoException).code ?? "");

/** Does it again for about a second while another program holds the file; elsewhere than on Windows once. */
export async function whileHeld<T>(work: () => Promise<T>, { platform, wait = sleep }: Machine = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!goesOn(error, attempt, platform)) throw error;
      await wait(pauseMilliseconds(attempt));
    }
  }
}

/** The same for what must be done when it returns: nothing else runs in between. */
export function whileHeldSync<T>(work: () => T, platform?: NodeJS.Platform): T {
  for (let attempt = 1; ; attempt++) {
    try {
      return work();
    } catch (error) {
      if (!goesOn(error, attempt, platform)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds(attempt));
    }
  }
}

/** Puts a file in the place of another. */
export const replaceFile = (from: string, to: string): Promise<void> => whileHeld(() => rename(from, to));
export const replaceFileSync = (from: string, to: string): void => whileHeldSync(() => renameSync(from, to));
