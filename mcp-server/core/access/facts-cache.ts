import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { AccountFacts } from "../domain/entities";
import type { FactsCache } from "../domain/ports";
import { version } from "../platform/version";
import type { AccountStorage } from "./account-storage";

/** Milliseconds for which another process of ours believes what one has read. Rights and settings change rarely. */
const validFor = 12 * 3_600_000;

/**
 * Finding out a person's rights takes dozens of requests, and each AI client starts a server of its own. The facts are
 * authenticated by an HMAC whose key is the credential, over the facts, their time, the address and this version: another
 * person's token never finds the first one's facts, and who has no credential cannot change them.
 */
export function openFactsCache(
  files: AccountStorage["capabilities"],
  account: { id: string; connection: string; secret(): Promise<string>; now(): number },
): FactsCache {
  /** Each part by its length, so that no text moves from one to the next. */
  const markOf = async (salt: string, at: number, listed: unknown[], facts: string) => {
    const hmac = createHmac("sha256", await account.secret());
    for (const part of [salt, version, account.connection, String(at), JSON.stringify(listed), facts])
      hmac.update(`${part.length}:${part}`);
    return hmac.digest();
  };

  return {
    async read() {
      const { at, refused, fields, proof } = files.read(account.id) ?? {};
      const { salt, mark, facts } = proof ?? {};
      if (typeof at !== "number" || typeof salt !== "string" || typeof facts !== "string") return null;
      const age = account.now() - at;
      if (age < 0 || age > validFor) return null;
      try {
        const given = Buffer.from(String(mark), "hex");
        const ours = await markOf(salt, at, [refused, fields], facts);
        if (given.length !== ours.length || !timingSafeEqual(given, ours)) return null;
        return { ...JSON.parse(facts), refused, fields } as AccountFacts;
      } catch {
        return null;
      }
    },
    async write({ clockSkew: _changes, refused, fields, ...rest }) {
      const salt = randomBytes(16).toString("hex");
      const [at, facts] = [account.now(), JSON.stringify(rest)];
      const mark = (await markOf(salt, at, [refused, fields], facts)).toString("hex");
      await files.write(account.id, { at, refused, fields, proof: { salt, mark, facts } });
    },
    async forget() {
      const { proof, ...hint } = files.read(account.id) ?? {};
      if (proof !== undefined) await files.write(account.id, hint);
    },
  };
}
