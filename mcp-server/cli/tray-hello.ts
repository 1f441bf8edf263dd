import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type AccountSettings, accountSettings, homeFiles } from "../platform/settings";

export interface TrayHello {
  /** Credentials of this session only; they win over the keychain. */
  secrets: Record<string, string>;
  /** Stands in for the accounts of the settings: a new account is proved before it is saved. */
  account?: AccountSettings;
}

const longest = 1_000_000;

/** The first line, and nothing of what follows it. */
function readLine(input: Readable, milliseconds: number): Promise<string | null> {
  return new Promise((resolve) => {
    let text = Buffer.alloc(0);
    const end = (line: string | null) => {
      clearTimeout(timer);
      input.off("readable", read).off("end", ended).off("error", ended);
      resolve(line);
    };
    const ended = () => end(null);
    const read = () => {
      for (let chunk = input.read(); chunk !== null; chunk = input.read()) {
        text = Buffer.concat([text, Buffer.from(chunk as Buffer)]);
        const at = text.indexOf(10);
        if (at >= 0) {
          const rest = text.subarray(at + 1);
          if (rest.length > 0) input.unshift(rest);
          return end(text.subarray(0, at).toString("utf8"));
        }
        if (text.length > longest) return end(null);
      }
    };
    const timer = setTimeout(ended, milliseconds);
    input.on("readable", read).once("end", ended).once("error", ended);
  });
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
