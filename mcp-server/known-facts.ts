import { createHash, randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { AccountFacts } from "./domain/entities";
import type { KnownFacts } from "./domain/ports";
import { writeWhole } from "./files";
import { version } from "./version";

/** Milliseconds for which another process of ours believes what one has read. Rights and settings change rarely. */
const holds = 12 * 3_600_000;

/**
 * `<home>/facts/<account>.whole.json`: finding out a person's rights takes dozens of requests, and each AI client starts a
 * server of its own. What is kept is bound to the address and to the credential (by a salted hash: another person's token
 * must never find the first one's facts), and to this version of Punchcard.
 */
export function openKnownFacts(
  home: string,
  account: { id: string; essence: string; secret(): Promise<string>; now(): number },
): KnownFacts {
  const file = join(home, "facts", `${account.id}.whole.json`);
  const markOf = async (salt: string) =>
    createHash("sha256")
      .update(`${salt}\n${version}\n${account.essence}\n${await account.secret()}`)
      .digest("hex");

  return {
    async read() {
      try {
        const kept = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
        const { at, salt, mark, facts } = kept;
        if (typeof at !== "number" || typeof salt !== "string" || typeof facts !== "object") return null;
        const age = account.now() - at;
        if (age < 0 || age > holds || mark !== (await markOf(salt))) return null;
        return facts as AccountFacts;
      } catch {
        return null;
      }
    },
    async write({ clockSkew: _moves, ...facts }) {
      const salt = randomBytes(16).toString("hex");
      const kept = { at: account.now(), salt, mark: await markOf(salt), facts };
      await writeWhole(file, JSON.stringify(kept)).catch(() => undefined);
    },
    forget: () => rm(file, { force: true }).catch(() => undefined),
  };
}
