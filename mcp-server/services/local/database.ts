import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type Libsql from "libsql";
import { ServiceError } from "../../domain/errors";
import type { Log } from "../../domain/ports";
import { explain, isBusy, isDamage } from "./failures";
import { applicationId, migrations } from "./schema";

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** One open time sheet. Everything is synchronous: between two awaits no other call of this process comes between. */
export interface Sql {
  get(sql: string, ...values: Value[]): Row | undefined;
  all(sql: string, ...values: Value[]): Row[];
  run(sql: string, ...values: Value[]): { changes: number; id: number };
}

export interface Database {
  /** One or more reads of the same state. @throws ServiceError */
  read<T>(work: (sql: Sql) => T): Promise<T>;
  /** All or nothing, and on the disk when it returns. @throws ServiceError */
  write<T>(work: (sql: Sql) => T): Promise<T>;
  close(): Promise<void>;
}

/** How long SQLite waits for another process that writes. Writes of ours take a millisecond. */
const busyMilliseconds = 5_000;

interface Connection {
  raw: Libsql.Database;
  sql: Sql;
  /** Which file this is, to notice when another one takes its place. */
  identity: string;
}

const identityOf = (file: string) => {
  const { dev, ino } = statSync(file);
  return `${dev}:${ino}`;
};

function wrap(raw: Libsql.Database): Sql {
  // Preparing costs more than running; the adapter has a few dozen texts.
  const prepared = new Map<string, Libsql.Statement>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? raw.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  return {
    get: (sql, ...values) => statement(sql).get(values) as Row | undefined,
    all: (sql, ...values) => statement(sql).all(values) as Row[],
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = statement(sql).run(values);
      return { changes, id: Number(lastInsertRowid) };
    },
  };
}

function transaction<T>(raw: Libsql.Database, begin: string, work: () => T): T {
  raw.exec(begin);
  try {
    const result = work();
    raw.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite has ended the transaction itself after some failures.
    if (raw.inTransaction) raw.exec("ROLLBACK");
    throw error;
  }
}

const pragma = (sql: Sql, name: string) => Number(sql.get(`PRAGMA ${name}`)?.[name] ?? 0);

function migrate(raw: Libsql.Database, sql: Sql, file: string): void {
  const version = () => pragma(sql, "user_version");
  const check = () => {
    if (version() > migrations.length)
      throw new ServiceError("unsupported", `The time sheet ${file} was written by a newer Punchcard.`, {
        next: "Update Punchcard; the file was left as it is.",
        detail: `schema ${version()}, known ${migrations.length}`,
      });
    const foreign = pragma(sql, "application_id") !== applicationId;
    if (foreign && (version() > 0 || sql.get("SELECT 1 FROM sqlite_schema LIMIT 1")))
      throw new ServiceError("not_this_product", `${file} is the database of another program, not a time sheet.`, {
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
function refuseForeign(file: string): void {
  const start = Buffer.alloc(sqliteHeader.length);
  const handle = openSync(file, "r");
  try {
    const length = readSync(handle, start, 0, start.length, 0);
    if (length === 0 || start.toString("latin1") === sqliteHeader || ownNames.has(extname(file))) return;
  } finally {
    closeSync(handle);
  }
  throw new ServiceError("not_this_product", `${file} is not a time sheet.`, {
    next: "Choose another file; this one was left as it is.",
  });
}

/** Moves a damaged time sheet out of the way, with what SQLite keeps beside it. Nothing is deleted. */
function putAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(":", "-");
  let aside = `${file}.damaged-${stamp}`;
  for (let count = 2; existsSync(aside); count++) aside = `${file}.damaged-${stamp}-${count}`;
  renameSync(file, aside);
  for (const ending of ["-wal", "-shm"]) if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
  return aside;
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * The time sheet file. Opens on the first use; several processes may have it open, and any of them may be killed at any
 * moment: SQLite's write-ahead log keeps whole transactions only, synced before a write returns.
 */
export function createDatabase(file: string, log: Log, now: () => number): Database {
  let opening: Promise<Connection> | null = null;

  async function open(): Promise<Connection> {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Made by us first, as SQLite would let everybody read it.
    closeSync(openSync(file, "a", 0o600));
    await access(dirname(file), constants.W_OK | constants.X_OK);
    if (!statSync(file).isFile()) throw Object.assign(new Error("not a file"), { code: "EISDIR" });
    refuseForeign(file);
    const { default: Constructor } = await import("libsql");
    const identity = identityOf(file);
    const raw = new Constructor(file, { timeout: busyMilliseconds });
    try {
      const sql = wrap(raw);
      sql.get("SELECT count(*) FROM sqlite_schema");
      // Before the mode is set, which writes: neither a newer nor a foreign file may be written.
      migrate(raw, sql, file);
      if (sql.get("PRAGMA journal_mode")?.journal_mode !== "wal") await toWriteAhead(sql);
      raw.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
      return { raw, sql, identity };
    } catch (error) {
      raw.close();
      throw error;
    }
  }

  /** The one change for which SQLite does not wait by itself. */
  async function toWriteAhead(sql: Sql): Promise<void> {
    for (let attempt = 1; ; attempt++)
      try {
        sql.get("PRAGMA journal_mode = WAL");
        return;
      } catch (error) {
        if (!isBusy(error) || attempt === 50) throw error;
        await pause(attempt * 4);
      }
  }

  /** Leaves the whole time sheet in its one file, where nobody else is using it just then. */
  async function close(): Promise<void> {
    const connection = await opening?.catch(() => null);
    opening = null;
    if (!connection) return;
    try {
      connection.raw.exec("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      log("local.checkpoint", { message: (error as Error).message });
    }
    connection.raw.close();
  }

  async function connected(): Promise<Connection> {
    for (;;) {
      const current = opening ?? open();
      opening = current;
      const connection = await current.catch((error) => {
        if (opening === current) opening = null;
        throw error;
      });
      if (opening !== current) continue;
      // Put aside or put back by somebody: what is written to the old one would be lost.
      if (existsSync(file) && identityOf(file) === connection.identity) return connection;
      log("local.replaced", { file });
      if (opening === current) opening = null;
      connection.raw.close();
    }
  }

  async function damaged(error: unknown): Promise<never> {
    const connection = await opening?.catch(() => null);
    opening = null;
    connection?.raw.close();
    // Again with fresh eyes: a file that was swapped under an open connection looks damaged too.
    const broken = await open().then(
      ({ raw, sql }) => {
        try {
          return sql.get("PRAGMA quick_check(1)")?.quick_check !== "ok";
        } catch (again) {
          return isDamage(again);
        } finally {
          raw.close();
        }
      },
      (again) => isDamage(again),
    );
    if (!broken)
      throw new ServiceError("unavailable", "The time sheet could not be read just now.", {
        next: "Try again.",
        cause: error,
      });
    const aside = putAside(file, now());
    log("local.damaged", { file, aside, message: (error as Error).message });
    throw new ServiceError("unavailable", `The time sheet ${file} is damaged. It was kept as ${aside}.`, {
      next: "Put a backup in its place, or try again to begin a new, empty one.",
      detail: "SQLITE_CORRUPT",
      cause: error,
    });
  }

  async function use<T>(writing: boolean, work: (connection: Connection) => T): Promise<T> {
    try {
      return work(await connected());
    } catch (error) {
      if (isDamage(error)) return await damaged(error);
      throw explain(error, file, writing);
    }
  }

  return {
    read: (work) => use(false, ({ raw, sql }) => transaction(raw, "BEGIN", () => work(sql))),
    write: (work) => use(true, ({ raw, sql }) => transaction(raw, "BEGIN IMMEDIATE", () => work(sql))),
    close,
  };
}
