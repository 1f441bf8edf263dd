import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BreakMemory } from "../domain/ports";
import { writeWhole } from "./atomic-file";

/** `<home>/breaks/<account>.json`: where all our processes of one account find that the person pauses. */
export function openBreakMemory(home: string, accountId: string): BreakMemory {
  const file = join(home, "breaks", `${accountId}.json`);
  return {
    async read() {
      try {
        const { since, entryId } = JSON.parse(await readFile(file, "utf8")) as { since?: unknown; entryId?: unknown };
        return typeof since === "string" && typeof entryId === "string" ? { since, entryId } : null;
      } catch {
        return null;
      }
    },
    async write(paused) {
      if (paused) await writeWhole(file, JSON.stringify(paused));
      else await rm(file, { force: true });
    },
  };
}
