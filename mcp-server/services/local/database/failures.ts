import type { Saved, ServiceErrorKind } from "../../../domain/errors";
import { ServiceError } from "../../../domain/errors";
import type { SheetCopy } from "./sheet-copy";

/** What SQLite and the file system say, in our words. A path is named: it is the person's own file. */

interface SqliteFailure {
  code: string;
  message: string;
}

const codeOf = (error: unknown): string => {
  const { code, message = "" } = error as Partial<SqliteFailure>;
  if (typeof code === "string" && code !== "") return code;
  // A connection that fails has no code, but ends in SQLite's number: 14 cannot open, 26 not a database.
  const number = /: (\d+)"?\)?$/.exec(message)?.[1];
  return number === "26" ? "SQLITE_NOTADB" : number === "14" ? "SQLITE_CANTOPEN" : "";
};

export const isDamage = (error: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
export const isBusy = (error: unknown) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

interface Told {
  kind: ServiceErrorKind;
  message: string;
  next: string;
  saved?: Saved;
}

function told(code: string, file: string): Told | null {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return {
      kind: "unavailable",
      message: "Another program is writing to the time sheet and did not finish in time. Nothing was saved.",
      next: "Try again in a moment.",
    };
  if (/^SQLITE_FULL|^ENOSPC|^EDQUOT/.test(code))
    return {
      kind: "unavailable",
      message: `There is no room left on the disk for the time sheet ${file}. Nothing was saved.`,
      next: "Free some space and try again.",
    };
  if (/^SQLITE_(READONLY|PERM)|^EACCES|^EPERM|^EROFS/.test(code))
    return {
      kind: "forbidden",
      message: `The time sheet ${file} cannot be written: the file or its folder is read-only. Nothing was saved.`,
      next: "Allow writing to the file and its folder, or choose another file.",
    };
  if (/^EISDIR/.test(code))
    return {
      kind: "unavailable",
      message: `${file} is not a file, so it cannot be the time sheet.`,
      next: "Choose a file, or move what is in its place.",
    };
  if (/^SQLITE_CANTOPEN|^ENO|^ELOOP|^EEXIST|^ENAMETOOLONG/.test(code))
    return {
      kind: "unavailable",
      message: `The time sheet ${file} cannot be opened.`,
      next: "Check that its folder exists and can be written.",
    };
  if (/^SQLITE_IOERR|^EIO/.test(code))
    return {
      kind: "unavailable",
      message: `The disk did not do what it should with the time sheet ${file}.`,
      next: "Check the disk, then read the entries again before you repeat anything.",
      saved: "unknown",
    };
  return null;
}

/** @param writing whether the failed call would have changed something */
export function explain(error: unknown, file: string, writing: boolean): unknown {
  if (error instanceof ServiceError) return error;
  const code = codeOf(error);
  const found = told(code, file);
  if (!found) return error;
  const saved = writing ? (found.saved ?? "no") : "no";
  return new ServiceError(found.kind, found.message, { next: found.next, saved, detail: code, cause: error });
}

/** `2026-11-18 18:02`. @param zone IANA; absent: the computer's */
const momentIn = (instant: string, zone: string | undefined) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(
    new Date(instant),
  );

/** What every call on a damaged time sheet is told. @param copy the newest whole one */
export function damagedSheet(
  file: string,
  copy: Pick<SheetCopy, "at" | "entries"> | null,
  zone: string | undefined,
  cause?: unknown,
): ServiceError {
  const entries = copy?.entries === 1 ? "1 entry" : `${copy?.entries} entries`;
  const choice = copy
    ? `go on with the copy of ${momentIn(copy.at, zone)} (${entries}) or begin a new time sheet`
    : "begin a new time sheet (there is no copy of this one yet)";
  return new ServiceError(
    "damaged",
    `The time sheet ${file} is damaged. It was left as it is, and nothing is saved until its person has chosen how to go on.`,
    {
      next: `In Punchcard's timer window or with "punchcard-mcp time-sheet", they can ${choice}. The old file is kept either way.`,
      detail: "SQLITE_CORRUPT",
      cause,
    },
  );
}
