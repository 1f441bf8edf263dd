import type { Saved, ServiceErrorKind } from "../../../domain/errors";
import { ServiceError } from "../../../domain/errors";
import { codeOf } from "../../../platform/sqlite";
import type { SheetCopy } from "./sheet-copy";

/** What SQLite and the file system say, in our words. A path is named: it is the person's own file. */

type Told = readonly [
  code: RegExp,
  kind: ServiceErrorKind,
  message: (file: string) => string,
  next: string,
  saved?: Saved,
];

/** By code, what is told; the first that fits counts. */
const told: readonly Told[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    "unavailable",
    () => "Another program is writing to the time sheet and did not finish in time. Nothing was saved.",
    "Try again in a moment.",
  ],
  [
    /^SQLITE_FULL|^ENOSPC|^EDQUOT/,
    "unavailable",
    (file) => `There is no room left on the disk for the time sheet ${file}. Nothing was saved.`,
    "Free some space and try again.",
  ],
  [
    /^SQLITE_(READONLY|PERM)|^EACCES|^EPERM|^EROFS/,
    "forbidden",
    (file) => `The time sheet ${file} cannot be written: the file or its folder is read-only. Nothing was saved.`,
    "Allow writing to the file and its folder, or choose another file.",
  ],
  [
    /^EISDIR/,
    "unavailable",
    (file) => `${file} is not a file, so it cannot be the time sheet.`,
    "Choose a file, or move what is in its place.",
  ],
  [
    /^SQLITE_CANTOPEN|^ENO|^ELOOP|^EEXIST|^ENAMETOOLONG/,
    "unavailable",
    (file) => `The time sheet ${file} cannot be opened.`,
    "Check that its folder exists and can be written.",
  ],
  [
    /^SQLITE_IOERR|^EIO/,
    "unavailable",
    (file) => `The disk did not do what it should with the time sheet ${file}.`,
    "Check the disk, then read the entries again before you repeat anything.",
    "unknown",
  ],
];

/** @param writing whether the failed call would have changed something */
export function explain(error: unknown, file: string, writing: boolean): unknown {
  if (error instanceof ServiceError) return error;
  const code = codeOf(error);
  const found = told.find(([pattern]) => pattern.test(code));
  if (!found) return error;
  const [, kind, message, next, open = "no"] = found;
  return new ServiceError(kind, message(file), { next, saved: writing ? open : "no", detail: code, cause: error });
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
    ? `go on with the copy of ${momentIn(copy.at, zone)} (${entries}), use a file of their own, or start a new time sheet`
    : "use a file of their own or start a new time sheet (there is no copy of this one yet)";
  return new ServiceError(
    "damaged",
    `The time sheet ${file} is damaged. It was left as it is, and nothing is saved until its person has chosen how to go on.`,
    {
      next: `In Punchcard's window or with "punchcard-mcp time-sheet", they can ${choice}. The old file is kept either way.`,
      detail: "SQLITE_CORRUPT",
      cause,
    },
  );
}
