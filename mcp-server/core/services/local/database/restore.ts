import { copyFileSync, existsSync, statSync } from "node:fs";
import { constants, copyFile } from "node:fs/promises";
import { ServiceError } from "../../../domain/errors";
import type { Log } from "../../../domain/ports";
import { message } from "../../../messages/message";
import { isDamage, readOnly, transaction, wrap } from "../../../platform/sqlite";
import { Checksums } from "./checksums";
import { checkCopy, copyNames, newestCopy } from "./copies";
import { foundAt, isWhole, readNote, writeNote } from "./damage";
import { createDatabase } from "./database";
import { explain } from "./failures";
import { noteLostSpan } from "./lost-spans";
import { migrate } from "./migrate";
import { type OwnFile, prepareOwnFile } from "./own-file";
import { draftOf, removeDraft, replaceSheet } from "./replace";
import type { SheetCopy } from "./sheet-copy";

/** What a person can do about a damaged time sheet. Nothing here runs without their word. */

export interface SheetState {
  file: string;
  /** `missing`: there is no file. Only a whole one cannot be replaced. */
  state: "whole" | "damaged" | "missing";
  /** When the damage was found, as an instant; null: only now, or nobody knows. */
  foundAt: string | null;
  /** Whole copies, newest first. */
  copies: SheetCopy[];
}

async function stateOf(file: string): Promise<SheetState["state"]> {
  if (!existsSync(file)) return "missing";
  if (!statSync(file).isFile()) throw explain(Object.assign(new Error("not a file"), { code: "EISDIR" }), file, false);
  // Its log may be put aside already, by a choice that was killed: without it the file only looks whole.
  if (readNote(file) === "this") return "damaged";
  const { default: Constructor } = await import("libsql");
  const copy = hasJournal(file) ? copyWithJournal(file) : null;
  try {
    // Closing would write a log into a damaged file, or delete it.
    const raw = new Constructor(copy ?? readOnly(file), { timeout: 5_000 });
    try {
      const sql = wrap(raw);
      // An empty file is a valid database, but not a time sheet that somebody has used.
      return sql.get("SELECT 1 FROM sqlite_schema LIMIT 1") && isWhole(sql) ? "whole" : "damaged";
    } finally {
      raw.close();
    }
  } catch (error) {
    if (isDamage(error)) return "damaged";
    throw explain(error, file, false);
  } finally {
    if (copy) removeDraft(copy);
  }
}

/** Whether a process was killed during a transaction. SQLite undoes it, but not in a file that is only read. */
const hasJournal = (file: string) => (statSync(`${file}-journal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

function copyWithJournal(file: string): string {
  const draft = draftOf(file);
  copyFileSync(file, draft, constants.COPYFILE_EXCL);
  copyFileSync(`${file}-journal`, `${draft}-journal`, constants.COPYFILE_EXCL);
  return draft;
}

/** @param folder of the copies */
export async function readSheetState(file: string, folder: string): Promise<SheetState> {
  const checked = await Promise.all(copyNames(folder).map((name) => checkCopy(folder, name)));
  const state = await stateOf(file);
  return { file, state, foundAt: foundAt(file), copies: checked.filter((copy) => copy !== null) };
}

/** Makes the new file, which takes the place of the old one when it is done. @returns where the old one is kept */
async function choose<T>(
  file: string,
  now: number,
  make: (draft: string) => Promise<T>,
): Promise<{ made: T; aside: string | null }> {
  await refuseWhole(file);
  const draft = draftOf(file);
  try {
    const made = await make(draft);
    return { made, aside: await replaceSheet(file, draft, now) };
  } catch (error) {
    throw explain(error, file, true);
  } finally {
    removeDraft(draft);
  }
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
  const { made, aside } = await choose(file, now, async (draft) => {
    const copy = name === undefined ? await newestCopy(folder) : await checkCopy(folder, name);
    if (!copy)
      throw new ServiceError("not_found", name ? message("backup_not_intact", { name }) : message("no_intact_backup"), {
        next: "List the copies, or begin a new time sheet.",
      });
    await copyFile(copy.file, draft, constants.COPYFILE_EXCL);
    await noteLoss(draft, copy.at, now);
    return copy;
  });
  return { copy: made, aside };
}

/** What was written after the copy can be written again from the journal, if its person wants that. */
async function noteLoss(draft: string, from: string, now: number): Promise<void> {
  const { default: Constructor } = await import("libsql");
  const raw = new Constructor(draft);
  try {
    const sql = wrap(raw);
    migrate(raw, sql, draft);
    transaction(raw, "BEGIN IMMEDIATE", () => {
      noteLostSpan(sql, from, now);
      new Checksums(sql).write();
    });
  } finally {
    raw.close();
  }
}

/** Puts an empty time sheet in the place of a damaged one, which stays beside it. @throws ServiceError `conflict` */
export async function beginAnew(file: string, now: number, log: Log): Promise<{ aside: string | null }> {
  const { aside } = await choose(file, now, async (draft) => {
    const fresh = createDatabase(draft, log, () => now);
    await fresh.read(() => null);
    await fresh.close();
  });
  return { aside };
}

/** What a file of the person's own holds; nothing is written in the place of the time sheet. @throws as `replaceByOwnFile` */
export async function lookAtOwnFile(file: string, own: string): Promise<OwnFile> {
  const draft = draftOf(file);
  try {
    return await prepareOwnFile(file, own, draft);
  } finally {
    removeDraft(draft);
  }
}

/**
 * Puts a copy of the person's own file in the place of a damaged or missing time sheet. The own file stays as it is.
 * @throws ServiceError `conflict` when the time sheet is whole, else what is wrong with the own file
 */
export async function replaceByOwnFile(
  file: string,
  own: string,
  now: number,
): Promise<OwnFile & { aside: string | null }> {
  const { made, aside } = await choose(file, now, (draft) => prepareOwnFile(file, own, draft));
  return { ...made, aside };
}

async function refuseWhole(file: string): Promise<void> {
  const state = await stateOf(file);
  if (state === "whole")
    throw new ServiceError("conflict", message("time_sheet_intact", { file }), {
      next: "To begin another one all the same, move the file away first.",
    });
  // So that it stays refused also when this choice is killed halfway.
  if (state === "damaged" && readNote(file) !== "this") writeNote(file);
}
