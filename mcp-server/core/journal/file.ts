import { closeSync, fchmodSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type Libsql from "libsql";
import type { Log } from "../domain/ports";
import { withLock } from "../platform/file-lock";
import { appendHere, homeFolder } from "../platform/private-folder";
import { putAside } from "../platform/put-aside";
import { identityOf, isDamage, pragma, type Sql, setJournal, transaction, wrap } from "../platform/sqlite";
import { applicationId, migrations } from "./schema";

/** Milliseconds that SQLite waits for another process. A write of the journal takes a few, and must not hold a tool call up. */
const busyMilliseconds = 2_000;

export interface JournalFile {
  raw: Libsql.Database;
  sql: Sql;
  /** Whether the file is still in its place, and not another one or none. */
  isThere(): boolean;
}

/**
 * Opens the journal, for its person only (0600), shared by all our processes. A damaged one is put aside and a new one
 * begun: it is a record of what was done, and holds nothing that anybody works with.
 * @throws what the file system or SQLite says; Error where a newer Punchcard wrote it
 */
export async function openJournalFile(file: string, log: Log): Promise<JournalFile> {
  try {
    return await openOnce(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // Several processes find it at once: each but the first would put the new one aside.
    return withLock(`${file}.lock`, () => beginAnew(file, log));
  }
}

async function beginAnew(file: string, log: Log): Promise<JournalFile> {
  try {
    return await openOnce(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const aside = putAside(file, "damaged", Date.now(), ["-wal", "-shm"]);
    log("journal.damaged", { file, aside, message: (error as Error).message });
    return openOnce(file);
  }
}

async function openOnce(file: string): Promise<JournalFile> {
  homeFolder(dirname(file));
  // Made by us first, as SQLite would let everybody read it; never through a link.
  const handle = openSync(file, appendHere, 0o600);
  fchmodSync(handle, 0o600);
  closeSync(handle);
  const { default: Constructor } = await import("libsql");
  const identity = identityOf(file);
  const raw = new Constructor(file, { timeout: busyMilliseconds });
  try {
    const sql = wrap(raw);
    // Pages of deleted rows are given back, and overwritten.
    raw.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA secure_delete = ON;");
    await setJournal(sql, file);
    migrate(raw, sql, file);
    raw.exec(
      "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 1000000;",
    );
    return { raw, sql, isThere: () => isStill(file, identity) };
  } catch (error) {
    raw.close();
    throw error;
  }
}

function isStill(file: string, identity: string | null): boolean {
  try {
    return identityOf(file) === identity;
  } catch {
    return false;
  }
}

function migrate(raw: Libsql.Database, sql: Sql, file: string): void {
  const version = () => pragma(sql, "user_version");
  if (version() === migrations.length) return;
  transaction(raw, "BEGIN IMMEDIATE", () => {
    // Another process may have been first while this one waited.
    if (version() > migrations.length) throw new Error(`${file} was written by a newer Punchcard.`);
    for (const step of migrations.slice(version())) raw.exec(step);
    raw.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length};`);
  });
}
