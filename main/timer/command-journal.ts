import { lstatSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWholeSync } from "../../mcp-server/platform/atomic-file";
import { homeFolder } from "../../mcp-server/platform/private-folder";
import type { Log } from "../app/failure";
import { failure } from "../ipc/contract";
import { commandSchema } from "./commands";

/**
 * The timer's last command of each account until the service has taken it or the person discards it: in
 * `timer-commands.json` below Punchcard's folder, so that neither quitting nor a crash forgets it.
 */

const command = z.object({
  account: z.string().min(1).max(40),
  command: commandSchema,
  /** Milliseconds of the click. */
  meantAt: z.number().int().nonnegative(),
  /** `sending` is written before anything is sent: found at a start, nobody knows whether the service took it. */
  state: z.enum(["sending", "failed"]),
  /** Why the service did not take it; only with `failed`. */
  failure: failure.optional(),
});
export type KeptCommand = z.infer<typeof command>;

const version = 1;
const fileSchema = z.object({ version: z.literal(version), commands: z.array(command).max(1_000) });
const largest = 1_000_000;

export interface CommandJournal {
  get(account: string): KeptCommand | null;
  /** On disk when it returns; what cannot be written is kept in memory and logged. */
  put(kept: KeptCommand): void;
  drop(account: string): void;
}

/** A file that cannot be used is put aside as `timer-commands.json.broken-<utc>`; nothing of it is sent. */
export function openCommandJournal(home: string, log: Log, now: () => number = Date.now): CommandJournal {
  const file = join(home, "timer-commands.json");
  const commands = new Map(read(file, log, now).map((kept) => [kept.account, kept]));

  const write = () => {
    try {
      if (commands.size === 0) return rmSync(file, { force: true });
      const text = `${JSON.stringify({ version, commands: [...commands.values()] })}\n`;
      writeWholeSync(file, text, homeFolder);
    } catch (error) {
      log("timer command not kept", { error: (error as Error).message });
    }
  };
  return {
    get: (account) => commands.get(account) ?? null,
    put(kept) {
      commands.set(kept.account, kept);
      write();
    },
    drop(account) {
      if (commands.delete(account)) write();
    },
  };
}

function read(file: string, log: Log, now: () => number): KeptCommand[] {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return [];
    if (!found.isFile() || found.size > largest) throw new Error("not a small file");
    return fileSchema.parse(JSON.parse(readFileSync(file, "utf8"))).commands;
  } catch (error) {
    const stamp = new Date(now()).toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
    log("timer commands put aside", { reason: (error as Error).message.slice(0, 300) });
    try {
      renameSync(file, `${file}.broken-${stamp}`);
    } catch (again) {
      log("timer commands stay", { error: (again as Error).message });
    }
    return [];
  }
}
