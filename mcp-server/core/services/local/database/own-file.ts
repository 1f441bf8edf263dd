import { closeSync, constants, copyFileSync, existsSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { ServiceError, type ServiceErrorKind } from "../../../domain/errors";
import type { MessageText } from "../../../messages/catalog";
import { message } from "../../../messages/message";
import { codeOf, identityOf, isDamage, wrap } from "../../../platform/sqlite";
import { isWhole } from "./damage";
import { migrate } from "./migrate";

/** A time sheet that the person keeps somewhere themselves: a copy of theirs, or another computer's. */
export interface OwnFile {
  file: string;
  entries: number;
  /** Begin of its latest entry, an instant; null: it has none. */
  latest: string | null;
}

const refusal = (kind: ServiceErrorKind, text: MessageText, next: MessageText = message("choose_another_file")) =>
  new ServiceError(kind, text, { next });

/**
 * Makes a whole time sheet of the present schema of it, and leaves it as it is.
 * @param sheet the time sheet whose place it shall take
 * @param draft the new file; there must be none
 * @throws ServiceError that says what is wrong with the file
 */
export async function prepareOwnFile(sheet: string, own: string, draft: string): Promise<OwnFile> {
  const real = readable(own);
  if (existsSync(sheet) && identityOf(sheet) === identityOf(real))
    throw refusal("conflict", message("file_is_damaged_time_sheet", { file: own }));
  copyFileSync(real, draft, constants.COPYFILE_EXCL);
  // What another program has saved in it last may still be in the log beside it.
  if (existsSync(`${real}-wal`)) copyFileSync(`${real}-wal`, `${draft}-wal`, constants.COPYFILE_EXCL);
  const { default: Constructor } = await import("libsql");
  const raw = new Constructor(draft);
  try {
    const sql = wrap(raw);
    if (!sql.get("SELECT 1 FROM sqlite_schema LIMIT 1"))
      throw refusal("not_this_product", message("file_is_empty_database", { file: own }));
    migrate(raw, sql, own);
    if (!isWhole(sql) || sql.all("PRAGMA foreign_key_check").length > 0) throw damaged(own);
    const row = sql.get("SELECT count(*) AS n, max(begin_at) AS latest FROM entry");
    raw.exec("PRAGMA journal_mode = DELETE");
    const latest = typeof row?.latest === "number" ? new Date(row.latest * 1000).toISOString() : null;
    return { file: own, entries: Number(row?.n), latest };
  } catch (error) {
    if (isDamage(error)) throw damaged(own);
    throw error;
  } finally {
    raw.close();
  }
}

const damaged = (own: string) => refusal("damaged", message("file_damaged", { file: own }));

/** The file behind a link. @throws ServiceError where it is no database that can be read */
function readable(own: string): string {
  try {
    const real = realpathSync(own);
    if (!statSync(real).isFile()) throw refusal("not_this_product", message("file_is_folder_or_device", { file: own }));
    const start = Buffer.alloc(16);
    const handle = openSync(real, "r");
    try {
      if (readSync(handle, start, 0, 16, 0) === 0)
        throw refusal("not_this_product", message("file_empty", { file: own }));
    } finally {
      closeSync(handle);
    }
    if (start.toString("latin1") !== "SQLite format 3\u0000")
      throw refusal("not_this_product", message("file_not_a_time_sheet", { file: own }));
    return real;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const code = codeOf(error);
    if (code === "ENOENT") throw refusal("not_found", message("file_missing", { file: own }));
    throw refusal(
      "forbidden",
      message("file_unreadable", { file: own, code }),
      "Allow reading it, or choose another file.",
    );
  }
}
