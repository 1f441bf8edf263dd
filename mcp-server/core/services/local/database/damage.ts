import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import type { Sql } from "../../../platform/sqlite";
import { isDamage } from "../../../platform/sqlite";
import { rowsAreUnchanged } from "./checksums";

/**
 * That a time sheet is damaged is noted beside it (`timesheet.db.damage`), so that no process writes to the parts of it
 * that still work. The note names the file's state: once the file is another, it is checked anew.
 */

const noteOf = (file: string) => `${file}.damage`;

const stateOf = (file: string) => {
  const { dev, ino, size, mtimeMs } = statSync(file);
  return `${dev}:${ino}:${size}:${mtimeMs}`;
};

/** `this`: found damaged as it is now. `former`: damage was found, but the file has changed since. */
export function readNote(file: string): "none" | "this" | "former" {
  let noted: string;
  try {
    // Asked before each use, and an error costs ten times as much as the answer.
    if (!statSync(noteOf(file), { throwIfNoEntry: false })) return "none";
    noted = readFileSync(noteOf(file), "utf8");
  } catch (error) {
    // A note that cannot be read must not let a write through: the file is checked instead.
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : "former";
  }
  return existsSync(file) && noted === stateOf(file) ? "this" : "former";
}

/** Best effort: in a read-only folder the process that found the damage still refuses by itself. */
export function writeNote(file: string): void {
  try {
    rmSync(noteOf(file), { force: true });
    const handle = openSync(noteOf(file), "wx", 0o600);
    try {
      writeSync(handle, stateOf(file));
    } finally {
      closeSync(handle);
    }
  } catch {}
}

/** When the damage was found, as an instant with whole seconds; null: it is not noted of the file as it is now. */
export function foundAt(file: string): string | null {
  if (readNote(file) !== "this") return null;
  return `${statSync(noteOf(file)).mtime.toISOString().slice(0, 19)}Z`;
}

export function clearNote(file: string): void {
  try {
    rmSync(noteOf(file), { force: true });
  } catch {}
}

/**
 * Whether SQLite finds the whole file in order, indexes included, and each row has the values that were written.
 * @throws what is not damage: busy, no such file
 */
export function isWhole(sql: Sql): boolean {
  try {
    return sql.get("PRAGMA integrity_check(1)")?.integrity_check === "ok" && rowsAreUnchanged(sql);
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}
