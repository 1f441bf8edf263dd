import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWholeSync } from "../../mcp-server/platform/atomic-file";
import { homeFolder } from "../../mcp-server/platform/private-folder";
import type { Log } from "../app/failure";
import { reminderKinds } from "../ipc/contract/reminders";

/** What rests and what was shown last, in milliseconds: in `reminders.json`, so that a restart repeats nothing. */
const kept = z.object({
  rests: z.partialRecord(z.enum(reminderKinds), z.number()),
  lastShown: z.number().nullable(),
});
type Kept = z.infer<typeof kept>;
const largest = 10_000;

/** A file that cannot be used is written anew: at worst a reminder comes twice. */
export function openReminderKeep(home: string, log: Log): { get(): Kept; put(kept: Kept): void } {
  const file = join(home, "reminders.json");
  let current: Kept = { rests: {}, lastShown: null };
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found?.isFile() && found.size < largest) current = kept.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    log("reminders not read", { error: (error as Error).message.slice(0, 200) });
  }
  return {
    get: () => current,
    put(next) {
      current = next;
      try {
        writeWholeSync(file, `${JSON.stringify(next)}\n`, homeFolder);
      } catch (error) {
        log("reminders not kept", { error: (error as Error).message });
      }
    },
  };
}
