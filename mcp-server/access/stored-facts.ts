import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { AccountFacts } from "../domain/entities";
import type { FactsCache } from "../domain/ports";
import { writeWhole } from "../platform/atomic-file";
import { version } from "../platform/version";

/** Milliseconds for which another process of ours believes what one has read. Rights and settings change rarely. */
const holds = 12 * 3_600_000;

/**
 * `<home>/facts/<account>.whole.json`: finding out a person's rights takes dozens of requests, and each AI client starts a
 * server of its own. What is kept is authenticated by an HMAC whose key is the credential, over the facts, their time, the
 * address and this version of Punchcard: another person's token never finds the first one's facts, and whoever can write
 * the file but does not have the credential cannot change them.
 */
export function openFactsCache(
  home: string,
  account: { id: string; connection: string; secret(): Promise<string>; now(): number },
): FactsCache {
  const file = join(home, "facts", `${account.id}.whole.json`);
  /** Each part by its length, so that no text moves from one to the next. */
  const markOf = async (salt: string, at: number, facts: string) => {
    const hmac = createHmac("sha256", await account.secret());
    for (const part of [salt, version, account.connection, String(at), facts]) hmac.update(`${part.length}:${part}`);
    return hmac.digest();
  };

  return {
    async read() {
      try {
        const kept = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
        const { at, salt, mark, facts } = kept;
        if (typeof at !== "number" || typeof salt !== "string" || typeof facts !== "string") return null;
        const age = account.now() - at;
        if (age < 0 || age > holds) return null;
        const told = Buffer.from(String(mark), "hex");
        const ours = await markOf(salt, at, facts);
        if (told.length !== ours.length || !timingSafeEqual(told, ours)) return null;
        return JSON.parse(facts) as AccountFacts;
      } catch {
        return null;
      }
    },
    async write({ clockSkew: _moves, ...told }) {
      const salt = randomBytes(16).toString("hex");
      const [at, facts] = [account.now(), JSON.stringify(told)];
      const kept = { at, salt, mark: (await markOf(salt, at, facts)).toString("hex"), facts };
      await writeWhole(file, JSON.stringify(kept)).catch(() => undefined);
    },
    forget: () => rm(file, { force: true }).catch(() => undefined),
  };
}
