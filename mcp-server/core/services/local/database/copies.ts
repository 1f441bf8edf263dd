import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type Libsql from "libsql";
import { privateFolder, refuseLinks } from "../../../platform/private-folder";
import { pragma, readOnly, type Sql, wrap } from "../../../platform/sqlite";
import { isWhole } from "./damage";
import { applicationId, migrations } from "./schema";
import type { SheetCopy } from "./sheet-copy";

const kept = 14;
const shape = /^(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/;
const draftAge = 3_600_000;
const dayMs = 86_400_000;

/** Where the copies of this time sheet lie: `<home>/backups/timesheet/<name>-<hash of its path>`. */
export function copiesFolder(home: string, file: string): string {
  const hash = createHash("sha256").update(resolve(file)).digest("hex").slice(0, 8);
  return join(home, "backups", "timesheet", `${basename(file)}-${hash}`);
}

/** Names of all copies, newest first; no folder: none. */
export function copyNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => shape.test(name))
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

export const instantOf = (name: string) => name.replace(shape, "$1T$2:$3:$4Z");

/** Opens one copy and checks all of it. @returns null where it is not a whole time sheet of ours */
export async function checkCopy(folder: string, name: string): Promise<SheetCopy | null> {
  if (!shape.test(name)) return null;
  const file = join(folder, name);
  const entries = await countEntries(file);
  return entries === null ? null : { name, file, at: instantOf(name), entries };
}

async function countEntries(file: string): Promise<number | null> {
  const { default: Constructor } = await import("libsql");
  let raw: Libsql.Database | undefined;
  try {
    raw = new Constructor(readOnly(file));
    const sql = wrap(raw);
    const version = pragma(sql, "user_version");
    const ours = pragma(sql, "application_id") === applicationId && version > 0 && version <= migrations.length;
    if (!ours || !isWhole(sql) || sql.all("PRAGMA foreign_key_check").length > 0) return null;
    return Number(sql.get("SELECT count(*) AS n FROM entry")?.n);
  } catch {
    // Whatever speaks against a copy, it does not count as one.
    return null;
  } finally {
    raw?.close();
  }
}

/** The newest copy that is whole, or null. */
export async function newestCopy(folder: string): Promise<SheetCopy | null> {
  for (const name of copyNames(folder)) {
    const copy = await checkCopy(folder, name);
    if (copy) return copy;
  }
  return null;
}

/** When the time sheet was last written, in milliseconds: in its file or in the write-ahead log next to it. */
function writtenAt(file: string): number {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return Math.max(statSync(file).mtimeMs, log && log.size > 0 ? log.mtimeMs : 0);
}

/** Whether the newest copy was made of the file as it is now. */
export function isCopied(file: string, folder: string): boolean {
  const [name] = copyNames(folder);
  return name !== undefined && Math.abs(statSync(join(folder, name)).mtimeMs - writtenAt(file)) < 2;
}

/** Its time is when the whole time sheet was last checked although nothing had been written to it. */
const checkedFile = (folder: string) => join(folder, "checked");

/** At most once a day: values can also change on the disk without any program. */
function isUnchanged(sql: Sql, folder: string, now: number): boolean {
  const [newest = ""] = copyNames(folder);
  const checked = statSync(checkedFile(folder), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.min(...[checked, Date.parse(instantOf(newest))].map((at) => Math.abs(now - at))) < dayMs) return true;
  if (!isWhole(sql)) return false;
  closeSync(openSync(checkedFile(folder), "w", 0o600));
  utimesSync(checkedFile(folder), now / 1000, now / 1000);
  return true;
}

/** The first 100 bytes count changes; what the time sheet holds comes after them. */
const sameContent = (one: Buffer, other: Buffer) => one.subarray(100).equals(other.subarray(100));

function onDisk(path: string): void {
  const handle = openSync(path, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What became of the attempt: `same` since the newest copy; `damaged`: nothing is copied from such a time sheet. */
export type Copied = "copied" | "same" | "damaged";

/**
 * Makes today's copy by SQLite itself (`VACUUM INTO`), unless the newest one has all that the time sheet has. One a day
 * (UTC) and 14 in all are kept; a former one goes only after the new one was found whole.
 * @param raw the time sheet, open
 * @throws errors of SQLite and the file system: then there is no new copy, and no former one is gone
 */
export async function makeCopy(raw: Libsql.Database, file: string, folder: string, now: number): Promise<Copied> {
  const names = copyNames(folder);
  const newest = names[0] === undefined ? null : join(folder, names[0]);
  const written = writtenAt(file);
  const sql = wrap(raw);
  if (isCopied(file, folder)) return isUnchanged(sql, folder, now) ? "same" : "damaged";
  if (!isWhole(sql)) return "damaged";
  // A time sheet that was just begun must not push out copies of the one before it.
  if (sql.get("SELECT 1 FROM entry UNION ALL SELECT 1 FROM absence UNION ALL SELECT 1 FROM item") === undefined)
    return "same";
  refuseLinks(dirname(dirname(folder)), dirname(folder));
  privateFolder(folder);
  removeOldDrafts(folder, now);
  const name = `${new Date(now).toISOString().slice(0, 19).replaceAll(":", "")}Z.db`;
  const draft = join(folder, `${name}.${process.pid}.new`);
  rmSync(draft, { force: true });
  try {
    // SQLite takes an empty file, and would let everybody read one that it made itself.
    closeSync(openSync(draft, "wx", 0o600));
    raw.prepare("VACUUM INTO ?").run([draft]);
    if (newest !== null && sameContent(readFileSync(newest), readFileSync(draft))) {
      utimesSync(newest, new Date(), written / 1000);
      return "same";
    }
    if ((await countEntries(draft)) === null) throw new Error("the new copy is not whole");
    onDisk(draft);
    utimesSync(draft, new Date(), written / 1000);
    await rename(draft, join(folder, name));
  } finally {
    rmSync(draft, { force: true });
  }
  const day = name.slice(0, 10);
  const older = names.filter((one) => one !== name);
  const ofToday = older.filter((one) => one.startsWith(day));
  const tooMany = older.filter((one) => !ofToday.includes(one)).slice(kept - 1);
  for (const one of [...ofToday, ...tooMany]) rmSync(join(folder, one), { force: true });
  return "copied";
}

/** What a process that was killed left behind. */
function removeOldDrafts(folder: string, now: number): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".new"))) {
    const draft = join(folder, name);
    if (now - (statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? now) > draftAge) rmSync(draft, { force: true });
  }
}
