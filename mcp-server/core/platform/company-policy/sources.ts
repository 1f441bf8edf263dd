import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { posix } from "node:path";

/** Where a system keeps what its administrator says. */
export interface PolicySource {
  /** For people: a file or a registry key. */
  place: string;
  /** The file whose change is looked for; absent: it is asked anew now and then. */
  file?: string;
  /** @returns null: there is none. @throws Error in words where there is, or may be, one that cannot be used */
  read(): Promise<string | null>;
}

/** Runs a program without a shell; `code` null: it could not be started, or took too long. */
export type Run = (program: string, args: readonly string[]) => Promise<{ code: number | null; output: string }>;

export const linuxPolicy = "/etc/punchcard/policy.json";
const macPolicy = "/Library/Managed Preferences/app.punchcard.Punchcard.plist";
const windowsParent = "HKLM\\Software\\Policies";
export const windowsPolicy = `${windowsParent}\\Punchcard`;

const largest = 256 * 1024;

/** Whose file or folder it may be, and that nobody else may write to it. @throws Error in words */
function checkOwner(name: string, { uid, mode }: { uid: number; mode: number }, owner: number): void {
  if (uid !== owner) throw new Error(`${name} does not belong to root, so it is not taken`);
  if ((mode & 0o022) !== 0) throw new Error(`others than root may write to ${name}, so it is not taken`);
}

/**
 * The bytes of a file that only the administrator can have written.
 * @param owner whose it must be; null: anybody's
 * @returns null: there is none
 * @throws Error in words
 */
async function readOwned(file: string, owner: number | null): Promise<Buffer | null> {
  const missing = (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw new Error(`it cannot be read (${error.code})`);
  };
  const folder = posix.dirname(file);
  const [there, parent] = [await lstat(file).catch(missing), await lstat(folder).catch(missing)];
  if (!there || !parent) return null;
  if (owner !== null) checkOwner(folder, parent, owner);
  // Without waiting: a pipe in its place would hold up whoever reads it for ever.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw new Error(`it cannot be read (${error.code})`);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error("it is not a regular file");
    if (owner !== null) checkOwner(file, stats, owner);
    if (stats.size > largest) throw new Error("it is larger than 256 KB");
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

const textOf = (bytes: Buffer) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** A JSON file. @param owner as for `readOwned` */
export function fileSource(file: string, owner: number | null): PolicySource {
  return {
    place: file,
    file,
    async read() {
      const bytes = await readOwned(file, owner);
      if (bytes === null) return null;
      try {
        return textOf(bytes);
      } catch {
        throw new Error("it is not UTF-8");
      }
    },
  };
}

/** A property list with the same keys, as device management puts it there. */
export function macSource(run: Run, file = macPolicy, owner = 0): PolicySource {
  return {
    place: file,
    file,
    async read() {
      if ((await readOwned(file, owner)) === null) return null;
      const { code, output } = await run("/usr/bin/plutil", ["-convert", "json", "-o", "-", file]);
      if (code !== 0) throw new Error("plutil cannot read it as a property list of plain values");
      return output;
    },
  };
}

/** One value `Policy` with the JSON text. That a key is missing is told apart from reg.exe not answering. */
export function windowsSource(run: Run, reg: string): PolicySource {
  const ask = (...args: string[]) => run(reg, ["query", ...args, "/reg:64"]);
  return {
    place: windowsPolicy,
    async read() {
      const parent = await ask(windowsParent);
      if (parent.code !== 0) throw new Error("the registry could not be asked (reg.exe)");
      const keys = parent.output.split(/\r?\n/).map((line) => line.trim().toLowerCase());
      if (!keys.some((key) => key.endsWith("\\software\\policies\\punchcard"))) return null;
      const { code, output } = await ask(windowsPolicy, "/v", "Policy");
      const found = /^\s+Policy\s+REG_(?:SZ|EXPAND_SZ)\s+(.*?)\s*$/im.exec(output);
      if (code !== 0 || !found?.[1]) throw new Error("the key holds no text named Policy");
      return found[1];
    },
  };
}
