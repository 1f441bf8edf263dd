import { closeSync, fchmodSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause, setImmediate as yieldToOthers } from "node:timers/promises";
import type Libsql from "libsql";
import { appendHere, homeFolder } from "#core/platform/private-folder";
import { codeOf, isBusy, setJournal, wrap } from "#core/platform/sqlite";
import type { Database, TransactionOptions, Value } from "./database";
import { StoreError, type StoreErrorKind } from "./store-error";
import { firstOf, TransactionScope, withSavepoint } from "./transaction-scope";

/** How long a call waits for another process that writes, in milliseconds; commands beside a running server do. */
const busyMilliseconds = 5_000;
const waitsForDisk = "PRAGMA synchronous = FULL";
/** Whole after a loss of power all the same, with a write-ahead log. */
const leavesDisk = "PRAGMA synchronous = NORMAL";
/** How long calls in a row may hold the event loop, in milliseconds. */
const longestHold = 10;

/**
 * Opens the one file of a team server that runs alone, for its owner only (0600). One connection: calls outside a
 * transaction wait for the one that is open.
 * @throws StoreError
 */
export async function openLibsql(file: string): Promise<Database> {
  try {
    homeFolder(dirname(file));
    // Made by us first, as SQLite would let everybody read it; never through a link.
    const handle = openSync(file, appendHere, 0o600);
    fchmodSync(handle, 0o600);
    closeSync(handle);
    const { default: Constructor } = await import("libsql");
    // Waiting is done here, where it does not hold the event loop.
    const raw = new Constructor(file, { timeout: 0 });
    let journal: string;
    try {
      journal = await setJournal(wrap(raw), file);
      raw.exec("PRAGMA foreign_keys = ON; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON;");
      raw.exec(waitsForDisk);
    } catch (error) {
      raw.close();
      throw error;
    }
    return new LibsqlDatabase(raw, journal === "wal");
  } catch (error) {
    throw storeError(error);
  }
}

class LibsqlDatabase implements Database {
  readonly kind = "libsql";
  private readonly scope = new TransactionScope();
  private readonly statements = new Map<string, Libsql.Statement>();
  private last: Promise<unknown> = Promise.resolve();
  private heldSince = 0;
  private closed = false;

  /** @param hasLog it writes ahead, and not to a journal that a loss of power could leave half written */
  constructor(
    private readonly raw: Libsql.Database,
    private readonly hasLog: boolean,
  ) {}

  all<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.inTurn(() => this.rows<Row>(sql, values));
  }

  first<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined> {
    return firstOf<Row>(this.all(sql, values));
  }

  run(sql: string, values: readonly Value[] = []): Promise<number> {
    return this.inTurn(() => this.changes(sql, values));
  }

  transaction<T>(work: (database: Database) => Promise<T>, { flush = true }: TransactionOptions = {}): Promise<T> {
    return this.inTurn(() => this.scope.enter(() => (flush ? this.whole(work) : this.unflushed(work))));
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      this.closed = true;
      this.raw.close();
    });
  }

  private async whole<T>(work: (database: Database) => Promise<T>): Promise<T> {
    await this.changes("BEGIN IMMEDIATE", []);
    try {
      const result = await work(this.inside(1));
      await this.changes("COMMIT", []);
      return result;
    } catch (error) {
      // SQLite has ended the transaction itself after some failures.
      if (this.raw.inTransaction) this.raw.exec("ROLLBACK");
      throw error;
    }
  }

  /** Waiting for the disk holds the event loop, as the driver is synchronous. */
  private async unflushed<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (!this.hasLog) return this.whole(work);
    this.raw.exec(leavesDisk);
    try {
      return await this.whole(work);
    } finally {
      this.raw.exec(waitsForDisk);
    }
  }

  private inside(depth: number): Database {
    const rows = <Row>(sql: string, values: readonly Value[] = []) => this.rows<Row>(sql, values);
    const run = (sql: string, values: readonly Value[] = []) => this.changes(sql, values);
    return {
      kind: this.kind,
      all: rows,
      first: <Row>(sql: string, values?: readonly Value[]) => firstOf<Row>(rows(sql, values)),
      run,
      transaction: (work) => withSavepoint(depth, run, () => work(this.inside(depth + 1))),
      close: () => this.close(),
    };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.scope.refuseInside();
    const mine = this.last.then(() => {
      if (this.closed) throw new StoreError("unavailable", "The database is closed.");
      return work();
    });
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private rows<Row>(sql: string, values: readonly Value[]): Promise<Row[]> {
    return this.patiently(() => (this.statement(sql).all(values) as Record<string, unknown>[]).map(plainRow<Row>));
  }

  private changes(sql: string, values: readonly Value[]): Promise<number> {
    return this.patiently(() => this.statement(sql).run(values).changes);
  }

  private statement(sql: string): Libsql.Statement {
    const known = this.statements.get(sql) ?? this.raw.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }

  private async patiently<T>(work: () => T): Promise<T> {
    if (performance.now() - this.heldSince > longestHold) {
      await yieldToOthers();
      this.heldSince = performance.now();
    }
    const until = performance.now() + busyMilliseconds;
    for (let wait = 1; ; wait = Math.min(wait * 2, 50))
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw storeError(error);
        await pause(wait);
      }
  }
}

/** The driver gives blobs as ArrayBuffer. */
function plainRow<Row>(row: Record<string, unknown>): Row {
  for (const name in row) {
    const value = row[name];
    if (value instanceof ArrayBuffer) row[name] = new Uint8Array(value);
  }
  return row as Row;
}

const kinds: [RegExp, StoreErrorKind, string][] = [
  [/^SQLITE_(BUSY|LOCKED)/, "unavailable", "The database was busy for too long."],
  [/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)/, "duplicate", "A row with this key exists."],
  [/^SQLITE_CONSTRAINT_FOREIGNKEY/, "missing_reference", "A row that is referred to does not exist."],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, "full", "No space is left for the database."],
  [/^SQLITE_(CORRUPT|NOTADB)/, "damaged", "The database file is damaged, or it is not a database."],
  [/^(SQLITE_(CANTOPEN|IOERR|READONLY|PERM)|E[A-Z]+$)/, "unavailable", "The database file cannot be used."],
];

function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const [, kind, message] = kinds.find(([pattern]) => pattern.test(code)) ?? [];
  return new StoreError(kind ?? "other", message ?? `The database refused a statement (${code || "no code"}).`, code);
}
