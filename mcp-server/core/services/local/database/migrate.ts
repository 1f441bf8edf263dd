import { closeSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import type Libsql from "libsql";
import { ServiceError } from "../../../domain/errors";
import { message } from "../../../messages/message";
import { pragma, type Sql, transaction } from "../../../platform/sqlite";
import { applicationId, migrations } from "./schema";

/** Brings an older or new file to the present schema. @throws ServiceError for a newer file and for other programs' */
export function migrate(raw: Libsql.Database, sql: Sql, file: string): void {
  const version = () => pragma(sql, "user_version");
  const check = () => {
    if (version() > migrations.length)
      throw new ServiceError("unsupported", message("time_sheet_from_newer_version", { file }), {
        next: "Update Punchcard; the file was left as it is.",
        detail: `schema ${version()}, known ${migrations.length}`,
      });
    const foreign = pragma(sql, "application_id") !== applicationId;
    if (foreign && (version() > 0 || sql.get("SELECT 1 FROM sqlite_schema LIMIT 1")))
      throw new ServiceError("not_this_product", message("database_of_other_program", { file }), {
        next: "Choose another file; this one was left as it is.",
      });
  };
  check();
  if (version() === migrations.length) return;
  transaction(raw, "BEGIN IMMEDIATE", () => {
    // Another process may have been first while this one waited.
    check();
    for (const step of migrations.slice(version())) raw.exec(step);
    raw.exec(`PRAGMA application_id = ${applicationId}`);
    raw.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

const sqliteHeader = "SQLite format 3\u0000";
const ownNames = new Set([".db", ".sqlite", ".sqlite3"]);

/** A file that never was a database is somebody's, unless it bears a name of ours: that one is damaged. */
export function refuseForeign(file: string): void {
  const start = Buffer.alloc(sqliteHeader.length);
  const handle = openSync(file, "r");
  try {
    const length = readSync(handle, start, 0, start.length, 0);
    if (length === 0 || start.toString("latin1") === sqliteHeader || ownNames.has(extname(file))) return;
  } finally {
    closeSync(handle);
  }
  throw new ServiceError("not_this_product", message("not_a_time_sheet", { file }), {
    next: "Choose another file; this one was left as it is.",
  });
}
