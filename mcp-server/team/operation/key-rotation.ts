import { setTimeout as sleep } from "node:timers/promises";
import { KeyFileError } from "../keys/key-file";
import { rotateKeys } from "../keys/rotate";
import { oneRotation, RotationUnderWay } from "../keys/rotation-lease";
import type { Clock, Database } from "../store/database";
import { isServing, type Replica } from "./replica";

/** What came of it; `waits`: the key is in this server's key file alone, and nothing was sealed with it. */
export type KeyRotation =
  | { state: "done"; kid: string; rewrapped: number }
  | { state: "waits"; kid: string; replicas: string[] };

/** Why it was not done, as the message says. `under_way`: another one is; `key_file`: the file cannot be used or written. */
export class KeyRotationError extends Error {
  override readonly name = "KeyRotationError";
  constructor(
    readonly code: "under_way" | "key_file",
    message: string,
  ) {
    super(message);
  }
}

export interface KeyRotationDeps {
  database: Database;
  clock: Clock;
  keyFile: string;
  replica: Pick<Replica, "all">;
  /** Milliseconds for which replicas that share the file are waited for; each says every 20 s what it has. */
  patience?: number;
}

const look = 1_000;

/**
 * As `punchcard-mcp rotate-keys`, and with a new key only where every serving replica has it: one without it could open
 * nobody's secrets any more. Done again after `waits`, it takes the same key.
 * @throws KeyRotationError, StoreError
 */
export async function rotateForAll(deps: KeyRotationDeps): Promise<KeyRotation> {
  try {
    return await oneRotation(deps.database, deps.clock, "page", () => rotate(deps));
  } catch (error) {
    if (error instanceof RotationUnderWay) throw new KeyRotationError("under_way", error.message);
    if (error instanceof KeyFileError) throw new KeyRotationError("key_file", error.message);
    throw error;
  }
}

async function rotate({ database, clock, keyFile, replica, patience = 25_000 }: KeyRotationDeps): Promise<KeyRotation> {
  const { kid } = await rotateKeys(database, keyFile, clock, { prepare: true });
  const end = performance.now() + patience;
  for (;;) {
    const now = clock();
    const lacking = (await replica.all()).filter((row) => isServing(row, now) && !row.kids.includes(kid));
    if (lacking.length === 0) break;
    if (performance.now() >= end) return { state: "waits", kid, replicas: lacking.map(({ name }) => name) };
    await sleep(look);
  }
  const { rewrapped } = await rotateKeys(database, keyFile, clock);
  return { state: "done", kid, rewrapped };
}
