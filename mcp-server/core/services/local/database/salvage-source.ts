import { closeSync, copyFileSync, openSync, readSync, statSync, writeSync } from "node:fs";
import type Libsql from "libsql";
import { isDamage, type Sql, wrap } from "../../../platform/sqlite";
import { logOf, placeOf } from "./replace";
import { applicationId } from "./schema";

/** A damaged time sheet opened for reading what can be read of it: as a copy, so that it stays as it is. */

const pageSizes = [4_096, 1_024, 2_048, 8_192, 16_384, 32_768, 65_536, 512];

export interface SalvageSource {
  sql: Sql;
  raw: Libsql.Database;
  /** As the file's header has it; 0: the header cannot be trusted. */
  version: number;
}

/**
 * @param scratch where the copy goes; the caller removes it
 * @returns null: not even its list of tables can be read
 * @throws what the file system says
 */
export async function openDamaged(file: string, scratch: string): Promise<SalvageSource | null> {
  const { default: Constructor } = await import("libsql");
  const log = logOf(file);
  const tryOpen = (): SalvageSource | null => {
    let raw: Libsql.Database | undefined;
    try {
      raw = new Constructor(scratch);
      // Reads what it can of a damaged list of tables, and of a file that is shorter than it says.
      raw.exec("PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON;");
      const sql = wrap(raw);
      if (!sql.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'entry'")) throw notASheet;
      const version = sql.get("PRAGMA user_version")?.user_version;
      const ours = sql.get("PRAGMA application_id")?.application_id === applicationId;
      return { raw, sql, version: ours ? Number(version) : 0 };
    } catch (error) {
      raw?.close();
      if (error === notASheet || isDamage(error)) return null;
      throw error;
    }
  };
  const copy = () => {
    copyFileSync(placeOf(file), scratch);
    if (log !== null) copyFileSync(log, `${scratch}-wal`);
  };
  copy();
  const asItIs = tryOpen();
  if (asItIs) return asItIs;
  for (const pageSize of pageSizes) {
    copy();
    writeHeader(scratch, pageSize);
    const repaired = tryOpen();
    if (repaired) return { ...repaired, version: 0 };
  }
  return null;
}

const notASheet = new Error("no table of entries");

/** The first 100 bytes as SQLite needs them; all else of the file says itself what it is. */
function writeHeader(file: string, pageSize: number): void {
  const header = Buffer.alloc(100);
  header.write("SQLite format 3\u0000", "latin1");
  header.writeUInt16BE(pageSize === 65_536 ? 1 : pageSize, 16);
  // Write-ahead log, no reserved bytes, the fixed fractions of a page.
  header.set([2, 2, 0, 64, 32, 32], 18);
  const pages = Math.max(1, Math.floor(statSync(file).size / pageSize));
  for (const [offset, value] of [
    [24, 1],
    [28, pages],
    [40, 1],
    [44, 4],
    [56, 1],
    [92, 1],
    [96, 3_045_000],
  ] as const)
    header.writeUInt32BE(value, offset);
  const handle = openSync(file, "r+");
  try {
    const kept = Buffer.alloc(1);
    if (readSync(handle, kept, 0, 1, 100) === 0) return;
    writeSync(handle, header, 0, header.length, 0);
  } finally {
    closeSync(handle);
  }
}
