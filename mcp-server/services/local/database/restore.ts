import { constants, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { copyFile, open, rename } from "node:fs/promises";
import { ServiceError } from "../../../domain/errors";
import type { Log } from "../../../domain/ports";
import { isDamage, wrap } from "../../../platform/sqlite";
import { checkCopy, copyNames, newestCopy } from "./copies";
import { clearNote, isWhole } from "./damage";
import { createDatabase } from "./database";
import type { SheetCopy } from "./sheet-copy";

/** What a person can do about a damaged time sheet. Nothing here runs without their word. */

export interface SheetState {
  file: string;
  /** `missing`: there is no file. Only a whole one cannot be replaced. */
  state: "whole" | "damaged" | "missing";
  /** Whole copies, newest first. */
  copies: SheetCopy[];
}

async function stateOf(file: string): Promise<SheetState["state"]> {
  if (!existsSync(file)) return "missing";
  const { default: Constructor } = await import("libsql");
  try {
    const raw = new Constructor(file, { timeout: 5_000 });
    try {
      const sql = wrap(raw);
      // An empty file is a valid database, but not a time sheet that somebody has used.
      return sql.get("SELECT 1 FROM sqlite_schema LIMIT 1") && isWhole(sql) ? "whole" : "damaged";
    } finally {
      raw.close();
    }
  } catch (error) {
    if (isDamage(error)) return "damaged";
    throw error;
  }
}

/** @param folder of the copies */
export async function readSheetState(file: string, folder: string): Promise<SheetState> {
  const checked = await Promise.all(copyNames(folder).map((name) => checkCopy(folder, name)));
  return { file, state: await stateOf(file), copies: checked.filter((copy) => copy !== null) };
}

/**
 * Puts a copy in the place of a damaged or missing time sheet. The old file stays beside it under a dated name.
 * @param name of the copy; absent: the newest whole one
 * @returns the copy, and where the old file is now (null: there was none)
 * @throws ServiceError `conflict` when the time sheet is whole, `not_found` without such a copy
 */
export async function restoreCopy(
  file: string,
  folder: string,
  name: string | undefined,
  now: number,
): Promise<{ copy: SheetCopy; aside: string | null }> {
  await refuseWhole(file);
  const copy = name === undefined ? await newestCopy(folder) : await checkCopy(folder, name);
  if (!copy)
    throw new ServiceError("not_found", name ? `There is no whole copy ${name}.` : "There is no whole copy.", {
      next: "List the copies, or begin a new time sheet.",
    });
  const draft = draftOf(file);
  try {
    await copyFile(copy.file, draft, constants.COPYFILE_EXCL);
    return { copy, aside: await replace(file, draft, now) };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Puts an empty time sheet in the place of a damaged one, which stays beside it. @throws ServiceError `conflict` */
export async function beginAnew(file: string, now: number, log: Log): Promise<{ aside: string | null }> {
  await refuseWhole(file);
  const draft = draftOf(file);
  try {
    const fresh = createDatabase(draft, log, () => now);
    await fresh.read(() => null);
    await fresh.close();
    return { aside: await replace(file, draft, now) };
  } finally {
    for (const ending of ["", "-wal", "-shm"]) rmSync(draft + ending, { force: true });
  }
}

async function refuseWhole(file: string): Promise<void> {
  if ((await stateOf(file)) === "whole")
    throw new ServiceError("conflict", `The time sheet ${file} is whole: it is not replaced.`, {
      next: "To begin another one all the same, move the file away first.",
    });
}

const draftOf = (file: string) => `${file}.${process.pid}-${Date.now()}.db`;

/**
 * At no moment is there no file (the next call would begin an empty one), nor the new file beside the old log, which
 * SQLite would play into it.
 */
async function replace(file: string, draft: string, now: number): Promise<string | null> {
  const handle = await open(draft, "r+");
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const aside = existsSync(file) ? await keepBeside(file, now) : null;
  await rename(draft, file);
  clearNote(file);
  return aside;
}

async function keepBeside(file: string, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(":", "-");
  let aside = `${file}.damaged-${stamp}`;
  for (let count = 2; existsSync(aside); count++) aside = `${file}.damaged-${stamp}-${count}`;
  try {
    linkSync(file, aside);
  } catch {
    // A file system without hard links.
    await copyFile(file, aside, constants.COPYFILE_EXCL);
  }
  for (const ending of ["-wal", "-shm"]) if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
  return aside;
}
