import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type AccountSettings, accountSettings } from "#core/platform/settings";
import { homeFiles } from "#core/platform/state/home-files";
import { readLine } from "./read-line";

export interface TrayHello {
  /** Credentials of this session only; they win over the keychain. */
  secrets: Record<string, string>;
  /** Stands in for the accounts of the settings: a new account is proved before it is saved. */
  account?: AccountSettings;
}

/**
 * The app proves itself by a key whose hash lies in the home folder (only its owner can write there). Only then the
 * server acts for the person and not for an AI.
 * @returns null: not the app
 */
export async function readTrayHello(input: Readable, home: string, milliseconds = 10_000): Promise<TrayHello | null> {
  const line = await readLine(input, milliseconds);
  if (line === null) return null;
  try {
    const { key, secrets, account } = JSON.parse(line) as { key?: unknown; secrets?: unknown; account?: unknown };
    const { sha256 } = JSON.parse(readFileSync(join(home, homeFiles.trayKey), "utf8")) as { sha256?: unknown };
    if (typeof key !== "string" || !/^[0-9a-f]{64}$/.test(key) || typeof sha256 !== "string") return null;
    const wanted = Buffer.from(sha256, "hex");
    const given = createHash("sha256").update(key).digest();
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null;
    const pairs = typeof secrets === "object" && secrets !== null ? Object.entries(secrets) : [];
    return {
      secrets: Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string")),
      ...(account !== undefined && account !== null && { account: accountSettings.parse(account) }),
    };
  } catch {
    return null;
  }
}
