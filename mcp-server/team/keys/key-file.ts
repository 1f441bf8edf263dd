import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, linkSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { writeWholeSync } from "#core/platform/atomic-file";
import { homeFolder } from "#core/platform/private-folder";
import { keyBytes } from "./envelope";

export interface MasterKey {
  kid: string;
  key: Buffer;
}

/** The key file cannot be used. The message names the file and what to do; never a key. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
}

const shape = z.strictObject({
  format: z.literal("punchcard-keys-1"),
  keys: z
    .array(
      z.strictObject({
        kid: z.string().regex(/^[a-z0-9]{8,32}$/),
        key: z.base64url().refine((text) => Buffer.from(text, "base64url").length === keyBytes),
      }),
    )
    .min(1),
});

const largest = 100_000;

export const newMasterKey = (): MasterKey => ({ kid: randomBytes(8).toString("hex"), key: randomBytes(keyBytes) });

/**
 * Reads the ring, newest key first. A link is followed: mounted secrets are links.
 * @returns undefined where there is no file
 * @throws KeyFileError where others can read it, and where it is no key file
 */
export function readKeyFile(file: string): MasterKey[] | undefined {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new KeyFileError(`The key file ${file} cannot be read (${code}).`);
  }
  try {
    refuseOtherReaders(file, handle);
    return parse(file, readFileSync(handle, "utf8"));
  } finally {
    closeSync(handle);
  }
}

/** Writes the ring whole, for its owner only. @throws KeyFileError */
export function writeKeyFile(file: string, keys: readonly MasterKey[]): void {
  writing(file, () => writeWholeSync(file, textOf(keys), () => undefined));
}

/**
 * Makes the file of a first start. Another process that shares the folder may do so at the same moment: one file wins.
 * @returns the keys of the file that is there now
 * @throws KeyFileError
 */
export function beginKeyFile(file: string): MasterKey[] {
  const draft = `${file}.${randomBytes(6).toString("hex")}.first`;
  writing(file, () => {
    homeFolder(dirname(file));
    try {
      writeWholeSync(draft, textOf([newMasterKey()]), () => undefined);
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  });
  const keys = readKeyFile(file);
  if (!keys) throw new KeyFileError(`The key file ${file} went away while it was made.`);
  return keys;
}

function writing(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new KeyFileError(`The key file ${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function textOf(keys: readonly MasterKey[]): string {
  const rows = keys.map(({ kid, key }) => ({ kid, key: key.toString("base64url") }));
  return `${JSON.stringify({ format: "punchcard-keys-1", keys: rows }, null, 2)}\n`;
}

/** Windows has no such bits: there the folder's rights count. */
function refuseOtherReaders(file: string, handle: number): void {
  const found = fstatSync(handle);
  const { mode, uid, size } = found;
  if (!found.isFile() || size > largest) throw new KeyFileError(`${file} is not a key file of Punchcard.`);
  if (process.platform === "win32") return;
  // Of a file that somebody else owns, such as a mounted secret, the group is how we read it.
  const refused = uid === process.getuid?.() ? 0o077 : 0o037;
  if ((mode & refused) === 0) return;
  const bits = (mode & 0o777).toString(8).padStart(4, "0");
  throw new KeyFileError(
    `The key file ${file} can be read by others (mode ${bits}). Whoever read it can open every stored secret: ` +
      `run "chmod 600 ${file}", and "punchcard-mcp rotate-keys" if that may have happened.`,
  );
}

function parse(file: string, text: string): MasterKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KeyFileError(`${file} is not a key file of Punchcard, or it is damaged.`);
  }
  const found = shape.safeParse(value);
  if (!found.success) throw new KeyFileError(`${file} is not a key file of Punchcard, or it is damaged.`);
  const keys = found.data.keys.map(({ kid, key }) => ({ kid, key: Buffer.from(key, "base64url") }));
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
    throw new KeyFileError(`The key file ${file} holds two keys of one id.`);
  return keys;
}
