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
        const { since, entryId, resumed } = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
        if (typeof since !== "string" || typeof entryId !== "string") return null;
        return { since, entryId, ...(typeof resumed === "string" && { resumed }) };
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
