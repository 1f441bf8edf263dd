import { openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import Libsql from "libsql";
import { fold } from "#core/domain/fold";
import { wrap } from "#core/platform/sqlite";
import { Checksums } from "#core/services/local/database/checksums";
import { applicationId, migrations } from "#core/services/local/database/schema";

/** The first begin, in seconds; each entry begins an hour after the one before it. */
export const firstBegin = 1_760_000_000;

/** A whole time sheet with that many entries on projects and tags, in one file without a log. */
export function writeSheet(file: string, entries: number, more = ""): void {
  const raw = new Libsql(file);
  for (const step of migrations) raw.exec(step);
  raw.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
  raw.exec(`BEGIN;
    INSERT INTO item (id, level, name, search) VALUES (1, 'customer', 'Acme', 'acme');
    INSERT INTO item (id, level, name, search, customer_id) VALUES (2, 'project', 'Website', 'website', 1);
    INSERT INTO tag (id, name, search) VALUES (1, 'deep', 'deep');
    INSERT INTO setting (name, value) VALUES ('zone', '"Europe/Berlin"');
    INSERT INTO absence (type, status, first, last) VALUES ('holiday', 'approved', '2026-11-02', '2026-11-04')`);
  const insert = raw.prepare(
    "INSERT INTO entry (customer_id, project_id, begin_at, end_at, text, search) VALUES (1, 2, ?, ?, ?, ?)",
  );
  for (let number = 1; number <= entries; number++) {
    const begin = firstBegin + number * 3_600;
    const text = `Entry ${number} ${"x".repeat(300)}`;
    insert.run([begin, begin + 1_800, text, fold(text)]);
    if (number % 10 === 0) raw.exec(`INSERT INTO entry_tag (entry_id, tag_id) VALUES (${number}, 1)`);
  }
  raw.exec("COMMIT");
  new Checksums(wrap(raw)).write();
  // Without it, pages that are no longer in use contain the same texts, and `pageWith` finds those.
  raw.exec(`VACUUM; ${more}`);
  raw.close();
}

const pageSize = 4_096;
export const pagesOf = (file: string) => statSync(file).size / pageSize;

/** Overwrites pages, the first of which is 1. */
export function overwrite(file: string, page: number, count = 1, byte = 0): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(count * pageSize, byte), 0, count * pageSize, (page - 1) * pageSize);
}

/** Page in which a text stands, from 1. */
export const pageWith = (file: string, text: string) => Math.floor(readFileSync(file).indexOf(text) / pageSize) + 1;

export function rowsOf<T = Record<string, unknown>>(file: string, sql: string): T[] {
  const raw = new Libsql(file, { readonly: true });
  try {
    return raw.prepare(sql).all([]) as T[];
  } finally {
    raw.close();
  }
}

export const overwriteStart = (file: string, bytes: number) => {
  const whole = readFileSync(file);
  whole.fill(0x55, 0, bytes);
  writeFileSync(file, whole);
};

/** Leaves a change in the log beside the file, as a process that was killed does. */
export function leaveLog(file: string, sql: string): void {
  const raw = new Libsql(file);
  raw.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE); ${sql}`);
  const [inFile, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  raw.close();
  writeFileSync(file, inFile);
  writeFileSync(`${file}-wal`, log);
}
