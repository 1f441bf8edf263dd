import { join } from "node:path";
import { z } from "zod";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";
import { reminderKinds } from "../ipc/contract/reminders";

/** What rests and what was shown last, in milliseconds: in `reminders.json`, so that a restart repeats nothing. */
const kept = z.object({
  rests: z.partialRecord(z.enum(reminderKinds), z.number()),
  lastShown: z.number().nullable(),
});
type Kept = z.infer<typeof kept>;
const largest = 10_000;

/** A file that cannot be used is put aside: at worst a reminder comes twice. */
export function openReminderKeep(home: string, log: Log): { get(): Kept; put(kept: Kept): void } {
  const parse = (data: unknown) => kept.parse(data);
  const file = openKeptJson(join(home, "reminders.json"), "reminders", { largest, parse, log });
  let current = file.read() ?? { rests: {}, lastShown: null };
  return {
    get: () => current,
    put(next) {
      current = next;
      file.write(next);
    },
  };
}
