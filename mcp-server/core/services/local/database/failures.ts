import type { Saved, ServiceErrorKind } from "../../../domain/errors";
import { ServiceError } from "../../../domain/errors";
import type { MessageText } from "../../../messages/catalog";
import { message } from "../../../messages/message";
import { codeOf } from "../../../platform/sqlite";
import type { SheetCopy } from "./sheet-copy";

/** What SQLite and the file system say, in our words. A path is named: it is the person's own file. */

type Told = readonly [
  code: RegExp,
  kind: ServiceErrorKind,
  text: (file: string) => MessageText,
  next: MessageText,
  saved?: Saved,
];

/** By code, what is told; the first that fits counts. */
const told: readonly Told[] = [
  [/^SQLITE_(BUSY|LOCKED)/, "unavailable", () => message("time_sheet_busy"), message("try_again_soon")],
  [
    /^SQLITE_FULL|^ENOSPC|^EDQUOT/,
    "unavailable",
    (file) => message("time_sheet_disk_full", { file }),
    "Free some space and try again.",
  ],
  [
    /^SQLITE_(READONLY|PERM)|^EACCES|^EPERM|^EROFS/,
    "forbidden",
    (file) => message("time_sheet_read_only", { file }),
    "Allow writing to the file and its folder, or choose another file.",
  ],
  [
    /^EISDIR/,
    "unavailable",
    (file) => message("time_sheet_not_a_file", { file }),
    "Choose a file, or move what is in its place.",
  ],
  [
    /^SQLITE_CANTOPEN|^ENO|^ELOOP|^EEXIST|^ENAMETOOLONG/,
    "unavailable",
    (file) => message("time_sheet_cannot_open", { file }),
    "Check that its folder exists and can be written.",
  ],
  [
    /^SQLITE_IOERR|^EIO/,
    "unavailable",
    (file) => message("time_sheet_disk_error", { file }),
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
  const [, kind, text, next, open = "no"] = found;
  return new ServiceError(kind, text(file), { next, saved: writing ? open : "no", detail: code, cause: error });
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
  return new ServiceError("damaged", message("time_sheet_damaged", { file }), {
    next: `In Punchcard's window or with "punchcard-mcp time-sheet", they can ${choice}. The old file is kept either way.`,
    detail: "SQLITE_CORRUPT",
    cause,
  });
}
