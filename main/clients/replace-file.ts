import { InputError } from "#core/domain/errors";
import { whileHeld } from "#core/platform/held-file";
import { codeOf, type FileSystem, isMissing, temporaryName } from "./file-system";
import { refusal, unreadable } from "./refusal";
import { pathsOf } from "./server-entry";

/** A client's file as it was when we read it. */
export interface Snapshot {
  /** Behind every link. */
  real: string;
  /** null: there is none yet. */
  bytes: Uint8Array | null;
  mode: number;
  owner: { uid: number; gid: number } | null;
  /** It has another name too, which keeps the old content when we write. */
  hardLinked: boolean;
}

const largest = 20 * 1024 * 1024;

/**
 * Reads a client's file and everything that must be the same again after a write.
 * @param roots Folders in which a link may end: the home folder, and configuration folders set by the environment.
 * @throws InputError where it is no file that we may change or read.
 */
export async function takeSnapshot(
  fs: FileSystem,
  platform: NodeJS.Platform,
  file: string,
  roots: string[],
): Promise<Snapshot> {
  try {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const snapshot = await look(fs, platform, file, roots);
      if (snapshot) return snapshot;
    }
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof InputError || code === "") throw error;
    if (code === "ELOOP") throw refusal("client_dangling_link", "The link leads in a circle.");
    throw unreadable("The file", code);
  }
  throw refusal("client_changed", "The file comes and goes.", "Quit the client and try again.");
}

/** null: it came or went while we looked. */
async function look(
  fs: FileSystem,
  platform: NodeJS.Platform,
  file: string,
  roots: string[],
): Promise<Snapshot | null> {
  const facts = await fs.facts(file, { follow: true });
  if (!facts) {
    const itself = await fs.facts(file, { follow: false });
    if (itself?.kind === "link")
      throw refusal("client_dangling_link", "The file is a link to something that does not exist.");
    if (itself) return null;
    return { real: file, bytes: null, mode: 0o600, owner: null, hardLinked: false };
  }
  if (facts.kind === "folder")
    throw refusal("client_not_a_file", "There is a folder where the file belongs.", "Remove the folder and try again.");
  if (facts.kind !== "file") throw refusal("client_not_a_file", "It is not a regular file.");
  if (facts.size > largest) throw refusal("client_too_large", "The file is larger than 20 MB.");
  const missing = (error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  };
  const real = await fs.realpath(file).catch(missing);
  if (real === null) return null;
  if (real !== file) await insideOf(fs, platform, real, roots);
  const bytes = await fs.read(real).catch(missing);
  if (bytes === null) return null;
  const { mode, uid, gid, links } = facts;
  return { real, bytes, mode, owner: platform === "win32" ? null : { uid, gid }, hardLinked: links > 1 };
}

async function insideOf(fs: FileSystem, platform: NodeJS.Platform, real: string, roots: string[]): Promise<void> {
  const paths = pathsOf(platform);
  for (const root of roots) {
    const base = await fs.realpath(root).catch(() => root);
    const relative = paths.relative(base, real);
    if (relative !== "" && relative !== ".." && !relative.startsWith(`..${paths.sep}`) && !paths.isAbsolute(relative))
      return;
  }
  if (real.startsWith("/nix/store/"))
    throw refusal(
      "client_outside_home",
      "The file is managed by Nix (home-manager).",
      "Add the snippet to its source.",
    );
  throw refusal("client_outside_home", `The file is a link out of your home folder, to ${real}.`);
}

const readOnly = (what: string) =>
  refusal(
    "client_read_only",
    `${what} is read-only.`,
    "Make it writable and try again, or paste the snippet yourself.",
  );

/** Whether a write can succeed, asked before anything is shown or touched. */
export async function checkWritable(fs: FileSystem, platform: NodeJS.Platform, at: Snapshot): Promise<void> {
  // Root may write everything, so the mode is looked at as well.
  if (at.bytes && ((at.mode & 0o222) === 0 || !(await fs.writable(at.real)))) throw readOnly("The file");
  const folder = pathsOf(platform).dirname(at.real);
  if ((await fs.facts(folder, { follow: true })) && !(await fs.writable(folder))) throw readOnly("The file's folder");
}

/**
 * Puts new bytes in the file's place in one step, with its mode and owner. A crash at any point leaves the old file or
 * the new one, whole.
 * @returns false: the file is not what the snapshot says any more; nothing was written.
 */
export async function replaceFile(
  fs: FileSystem,
  platform: NodeJS.Platform,
  at: Snapshot,
  bytes: Uint8Array,
): Promise<boolean> {
  const folder = pathsOf(platform).dirname(at.real);
  if (!at.bytes) await fs.makeFolder(folder, 0o700);
  await sweep(fs, platform, at.real);
  const temporary = temporaryName(at.real);
  try {
    await fs.create(temporary, bytes, { mode: at.mode, ...at.owner });
    if (!(await whileHeld(() => fs.replace(temporary, at.real, at.bytes), { platform, wait: fs.wait }))) {
      await fs.remove(temporary);
      return false;
    }
  } catch (error) {
    await fs.remove(temporary).catch(() => undefined);
    throw explained(error);
  }
  await fs.syncFolder(folder).catch(() => undefined); // Not every file system can; the rename stands.
  return true;
}

function explained(error: unknown): InputError | unknown {
  const code = codeOf(error);
  if (code === "EROFS" || code === "EACCES") return readOnly("The file or its folder");
  if (code === "EPERM")
    return refusal("client_owner", "The file belongs to somebody else, and would not after a write.");
  if (code === "EBUSY")
    return refusal("client_busy", "Another program holds the file.", "Quit the client and try again.");
  return diskFull(error) ?? error;
}

/** null: it is another failure. Whoever throws it has changed no client's file. */
export function diskFull(error: unknown): InputError | null {
  if (!["ENOSPC", "EDQUOT"].includes(codeOf(error))) return null;
  return refusal("client_disk_full", "The disk is full.", "Nothing was changed. Make room and try again.");
}

/**
 * A file of ours, whole or not at all: what is cut off by a full disk goes again.
 * @param kind the name under which a killed run's leftovers are found again, where `path` is another each time
 */
export async function putFile(
  fs: FileSystem,
  platform: NodeJS.Platform,
  path: string,
  bytes: Uint8Array,
  mode: number,
  kind = path,
): Promise<void> {
  await sweep(fs, platform, kind);
  const temporary = temporaryName(kind);
  try {
    await fs.create(temporary, bytes, { mode });
    await whileHeld(() => fs.rename(temporary, path), { platform, wait: fs.wait });
  } catch (error) {
    await fs.remove(temporary).catch(() => undefined);
    throw error;
  }
}

/** Removes a file that we made, while it still holds what the snapshot says. */
export async function removeFile(fs: FileSystem, at: Snapshot): Promise<boolean> {
  try {
    return at.bytes !== null && (await fs.removeIf(at.real, at.bytes));
  } catch (error) {
    throw explained(error);
  }
}

/** Temporary files of a run that was killed. Punchcard runs once, so none of another process is in use. */
export async function sweep(fs: FileSystem, platform: NodeJS.Platform, file: string): Promise<void> {
  const folder = pathsOf(platform).dirname(file);
  const start = `.${pathsOf(platform).basename(file)}.punchcard-`;
  for (const name of await fs.list(folder)) {
    const stale = name.startsWith(start) && name.endsWith(".tmp") && !name.startsWith(`${start}${process.pid}-`);
    if (stale) await fs.remove(pathsOf(platform).join(folder, name)).catch(() => undefined);
  }
}
