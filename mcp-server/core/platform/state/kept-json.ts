import { lstatSync, readFileSync, rmSync } from "node:fs";
import type { Log } from "../../domain/ports";
import { writeWholeSync } from "../atomic-file";
import { homeFolder } from "../private-folder";
import { putAside } from "../put-aside";

/**
 * A JSON file below Punchcard's folder. One that cannot be used is put aside under a dated name; where even that fails it
 * stays as it is, and nothing is written over it.
 * @param what it holds, for the log
 * @param options.largest bytes
 * @param options.parse throws where the data cannot be used
 */
export function openKeptJson<T>(
  file: string,
  what: string,
  options: { largest: number; parse(data: unknown): T; log: Log; now?: () => number },
) {
  const { largest, parse, log, now = Date.now } = options;
  let isStuck = false;

  const moveAway = () => {
    if (lstatSync(file, { throwIfNoEntry: false })) putAside(file, "broken", now());
    isStuck = false;
  };
  /** @returns whether it is on disk */
  const change = (run: () => void): boolean => {
    try {
      if (isStuck) moveAway();
      run();
      return true;
    } catch (error) {
      log(`${what} not kept`, { error: (error as Error).message });
      return false;
    }
  };
  return {
    /** null: there is none, or none that can be used. */
    read(): T | null {
      try {
        const found = lstatSync(file, { throwIfNoEntry: false });
        if (!found) return null;
        if (!found.isFile() || found.size > largest) throw new Error("not a small file");
        return parse(JSON.parse(readFileSync(file, "utf8")));
      } catch (error) {
        // The name only: what zod and JSON say may quote what the person wrote.
        log(`${what} put aside`, { reason: (error as Error).name });
        isStuck = true;
        try {
          moveAway();
        } catch (again) {
          log(`${what} stay`, { error: (again as Error).message });
        }
        return null;
      }
    },
    /** On disk when it returns true. */
    write: (data: T): boolean => change(() => writeWholeSync(file, `${JSON.stringify(data)}\n`, homeFolder)),
    remove: (): boolean => change(() => rmSync(file, { force: true })),
  };
}
