import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, unlinkSync } from "node:fs";
import * as promises from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { privateFolder } from "#core/platform/private-folder";

export interface FileFacts {
  kind: "file" | "folder" | "link" | "other";
  /** Permission bits. */
  mode: number;
  uid: number;
  gid: number;
  /** Names that this file has; more than one is a hard link. */
  links: number;
  size: number;
}

/**
 * The few file operations that registering needs, each a single step, so that tests can stop or disturb between any
 * two of them. Failures are Node's own errors with their `code`.
 */
export interface FileSystem {
  /** null: nothing is there. */
  facts(path: string, options: { follow: boolean }): Promise<FileFacts | null>;
  realpath(path: string): Promise<string>;
  read(path: string): Promise<Uint8Array>;
  /** Empty where there is no such folder. */
  list(path: string): Promise<string[]>;
  writable(path: string): Promise<boolean>;
  makeFolder(path: string, mode: number): Promise<void>;
  /** One of Punchcard's own folders, for its person only. @throws Error `ELOOP` where a link lies in its place */
  privateFolder(path: string): Promise<void>;
  /** A new file with everything in it, on disk; fails where one is already. */
  create(path: string, bytes: Uint8Array, as: { mode: number; uid?: number; gid?: number }): Promise<void>;
  /**
   * Puts `temporary` in the place of `target`, but only while that still holds `expected` (null: does not exist).
   * @returns false: it holds something else by now; `temporary` is still there then.
   */
  replace(temporary: string, target: string, expected: Uint8Array | null): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Removes a file, but only while it holds `expected`. @returns false: it holds something else by now, or is gone */
  removeIf(path: string, expected: Uint8Array): Promise<boolean>;
  syncFolder(path: string): Promise<void>;
  wait(milliseconds: number): Promise<void>;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
export const isMissing = (error: unknown) => ["ENOENT", "ENOTDIR"].includes(codeOf(error));

/** A name beside `path` (same file system, so that a rename is atomic) that says whose it is. */
export function temporaryName(path: string): string {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  return `${path.slice(0, cut)}.${path.slice(cut)}.punchcard-${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
}

async function unlessMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return missing;
    throw error;
  }
}

/** Links the new name, which fails where one exists; file systems without hard links get a plain rename. */
async function claim(temporary: string, target: string): Promise<boolean> {
  try {
    await promises.link(temporary, target);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error))) throw error;
    if (await unlessMissing(promises.lstat(target), null)) return false;
    await promises.rename(temporary, target);
    return true;
  }
  await promises.unlink(temporary);
  return true;
}

export const nodeFiles: FileSystem = {
  async facts(path, { follow }) {
    const found = await unlessMissing(follow ? promises.stat(path) : promises.lstat(path), null);
    if (!found) return null;
    const kind = found.isFile() ? "file" : found.isDirectory() ? "folder" : found.isSymbolicLink() ? "link" : "other";
    return { kind, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid, links: found.nlink, size: found.size };
  },
  realpath: (path) => promises.realpath(path),
  read: (path) => promises.readFile(path),
  list: (path) => unlessMissing(promises.readdir(path), []),
  async writable(path) {
    return promises.access(path, promises.constants.W_OK).then(
      () => true,
      () => false,
    );
  },
  async makeFolder(path, mode) {
    await promises.mkdir(path, { recursive: true, mode });
  },
  privateFolder: async (path) => privateFolder(path),
  async create(path, bytes, { mode, uid, gid }) {
    const file = await promises.open(path, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      if (uid !== undefined && gid !== undefined) await file.chown(uid, gid);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  async replace(temporary, target, expected) {
    if (!expected) return claim(temporary, target);
    // One synchronous stretch: clients honour no foreign lock, so the time between looking and renaming is all we have.
    try {
      if (!readFileSync(target).equals(expected)) return false;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    renameSync(temporary, target);
    return true;
  },
  rename: (from, to) => promises.rename(from, to),
  remove: (path) => unlessMissing(promises.unlink(path), undefined),
  async removeIf(path, expected) {
    // One synchronous stretch, as in replace.
    try {
      if (!readFileSync(path).equals(expected)) return false;
      unlinkSync(path);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  },
  async syncFolder(path) {
    if (process.platform === "win32") return;
    const folder = await promises.open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  wait: async (milliseconds) => {
    await sleep(milliseconds);
  },
};
