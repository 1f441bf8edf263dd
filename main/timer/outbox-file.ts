import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";
import { failure } from "../ipc/contract/failure";
import { places } from "../server/place";
import { commandSchema, waitsForService } from "./commands";
import { expectation } from "./expectation";

/**
 * What the person clicked and no service has taken yet, of all accounts: in `timer-commands.json` below Punchcard's folder,
 * so that neither quitting nor a crash forgets it.
 */

const waiting = z.object({
  id: z.string().min(1).max(40),
  account: z.string().min(1).max(40),
  command: commandSchema,
  /** Milliseconds of the click. */
  meantAt: z.number().int().nonnegative(),
  /**
   * `waiting`: the service surely has not taken it. `sending` is written before anything is sent: nobody knows whether the
   * service took it. `stopped`: it was refused, or the person has to decide.
   */
  state: z.enum(["waiting", "sending", "stopped"]),
  /** Why the service has not taken it. */
  failure: failure.optional(),
  expects: expectation.optional(),
  /** Where it was clicked; absent in files of former versions. */
  place: z.enum(places).optional(),
});
export type Waiting = z.infer<typeof waiting>;

const fileSchema = z.object({ version: z.literal(2), commands: z.array(waiting) });

/** Version 1 kept one command for each account, and no order. */
const firstSchema = z.object({
  version: z.literal(1),
  commands: z.array(waiting.omit({ id: true, expects: true }).extend({ state: z.enum(["sending", "failed"]) })),
});
/** Bytes; thousands of clicks with the longest texts, as what is written must be read again. */
const largest = 50_000_000;

export interface OutboxFile {
  /** Oldest click first. */
  of(account: string): readonly Waiting[];
  all(): readonly Waiting[];
  /** In place of what the account had. On disk when it returns; what cannot be written is kept in memory and logged. */
  put(account: string, commands: readonly Waiting[]): void;
  /** Whether all of it is on disk: what is not would be forgotten with the app. */
  isKept(): boolean;
}

/** A file that cannot be used is put aside as `timer-commands.json.broken-<utc>`; nothing of it is sent. */
export function openOutboxFile(home: string, log: Log, now: () => number = Date.now): OutboxFile {
  const file = join(home, "timer-commands.json");
  const kept = openKeptJson(file, "timer commands", { largest, parse, log, now });
  let commands = kept.read()?.commands ?? [];
  let isKept = true;
  return {
    of: (account) => commands.filter((one) => one.account === account),
    all: () => commands,
    put(account, next) {
      const others = commands.filter((one) => one.account !== account);
      if (others.length === commands.length && next.length === 0) return;
      commands = [...others, ...next];
      isKept = commands.length === 0 ? kept.remove() : kept.write({ version: 2, commands });
    },
    isKept: () => isKept,
  };
}

function migrate({ commands }: z.infer<typeof firstSchema>): Waiting[] {
  return commands.map(({ state, ...kept }) => {
    const isOpen = state === "sending" || kept.failure === undefined || kept.failure.saved === "unknown";
    const waits = kept.failure !== undefined && waitsForService(kept.failure);
    const unsure = isOpen && (waits || kept.failure === undefined);
    return { id: randomUUID(), ...kept, state: unsure ? "sending" : waits ? "waiting" : "stopped" };
  });
}

function parse(data: unknown): z.infer<typeof fileSchema> {
  const first = firstSchema.safeParse(data);
  return first.success ? { version: 2, commands: migrate(first.data) } : fileSchema.parse(data);
}
