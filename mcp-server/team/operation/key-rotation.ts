import { setTimeout as sleep } from "node:timers/promises";
import { KeyFileError } from "../keys/key-file";
import { rotateKeys } from "../keys/rotate";
import type { Clock, Database } from "../store/database";
import { withLease } from "../store/lease";
import { StoreError } from "../store/store-error";
import { isServing, type Replica } from "./replica";

/** What came of it; `waits`: the key is in this server's key file alone, and nothing was sealed with it. */
export type KeyRotation =
  | { state: "done"; kid: string; rewrapped: number }
  | { state: "waits"; kid: string; replicas: string[] };

/** Why it was not done. `under_way`: another one is; `key_file`: the file cannot be used or written, as the message says. */
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

const longest = 15 * 60_000;
const look = 1_000;

/**
 * As `punchcard-mcp rotate-keys`, and with a new key only where every serving replica has it: one without it could open
 * nobody's secrets any more. Done again after `waits`, it takes the same key.
 * @throws KeyRotationError, StoreError
 */
export async function rotateForAll(deps: KeyRotationDeps): Promise<KeyRotation> {
  const { database, clock } = deps;
  const underWay = new KeyRotationError("under_way", "Keys are being rotated already. Wait until that is done.");
  try {
    const done = await withLease(database, clock, { name: "rotate keys", lasts: longest }, () => rotate(deps));
    if (done === "taken") throw underWay;
    return done;
  } catch (error) {
    if (error instanceof KeyFileError) throw new KeyRotationError("key_file", error.message);
    // A command on the server's machine was faster.
    if (error instanceof StoreError && error.kind === "duplicate") throw underWay;
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
