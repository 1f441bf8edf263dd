import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountFacts } from "../domain/entities";

/** What of an account's facts decides which tools and parameters are listed. */
export type ListedFacts = Pick<AccountFacts, "refused" | "fields">;

/**
 * `<home>/account-facts/<account>.json`: what the service said last. Tools are listed from `refused` and `fields` unproven, as a hint
 * that needs no keychain; an adapter believes all of it, and only with its proof (facts-cache.ts).
 */
export interface CapabilityFile {
  /** When the service told it, in milliseconds since 1970. */
  at?: unknown;
  refused?: unknown;
  fields?: unknown;
  /** `facts`: the rest of AccountFacts as JSON. `mark`: HMAC over everything else, in hex. */
  proof?: { salt?: unknown; mark?: unknown; facts?: unknown };
}

const fileOf = (home: string, accountId: string) => join(home, "account-facts", `${accountId}.json`);

/** @returns null: there is none, or it is no JSON object */
export function readCapabilityFile(home: string, accountId: string): CapabilityFile | null {
  try {
    const read = JSON.parse(readFileSync(fileOf(home, accountId), "utf8")) as unknown;
    return typeof read === "object" && read !== null ? read : null;
  } catch {
    return null;
  }
}

/** Never throws: what cannot be kept is asked for again. */
export async function writeCapabilityFile(home: string, accountId: string, file: CapabilityFile): Promise<void> {
  const [{ writeWhole }, { rm }] = await Promise.all([import("../platform/atomic-file"), import("node:fs/promises")]);
  await writeWhole(fileOf(home, accountId), JSON.stringify(file)).catch(() => undefined);
  // Until 0.1 the proven facts lay in a file of their own.
  await rm(join(home, "account-facts", `${accountId}.whole.json`), { force: true }).catch(() => undefined);
}
