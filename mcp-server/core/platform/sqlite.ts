import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type Libsql from "libsql";
import { isOnNetwork } from "./state/network-folder";

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** One open database. Everything is synchronous: between two awaits no other call of this process comes between. */
export interface Sql {
  get(sql: string, ...values: Value[]): Row | undefined;
  all(sql: string, ...values: Value[]): Row[];
  run(sql: string, ...values: Value[]): { changes: number; id: number };
}

/** What to open to read a file and surely not write to it: libsql takes no notice of its option `readonly`. */
export const readOnly = (file: string) => `${pathToFileURL(file).href}?mode=ro`;

export function wrap(raw: Libsql.Database): Sql {
  // Preparing costs more than running; there are a few dozen texts.
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

/** Conditions of one query, all of which must hold, with their values in order. */
export class Where {
  private readonly parts: string[] = [];
  readonly values: Value[] = [];
  add(part: string, ...values: Value[]): this {
    this.parts.push(part);
    this.values.push(...values);
    return this;
  }
  toString(): string {
    return this.parts.join(" AND ");
  }
}

export function transaction<T>(raw: Libsql.Database, begin: string, work: () => T): T {
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

/** One of several works of a transaction: where it fails, only what it did is taken back. */
function apart<T>(raw: Libsql.Database, work: () => T): { ok: T } | { error: unknown } {
  raw.exec("SAVEPOINT one");
  try {
    const ok = work();
    raw.exec("RELEASE one");
    return { ok };
  } catch (error) {
    // Nothing of the others is left either, or nothing of the file can be trusted.
    if (!raw.inTransaction || isDamage(error)) throw error;
    raw.exec("ROLLBACK TO one; RELEASE one");
    return { error };
  }
}

/**
 * Writes that come in together share one transaction, and so one wait for the disk; each is all or nothing by itself, and
 * is on the disk when its promise resolves.
 */
export class WriteGroup<C extends { raw: Libsql.Database }> {
  private waiting: { work(context: C): unknown; resolve(value: unknown): void; reject(error: unknown): void }[] = [];

  /**
   * @param commit runs a work in a transaction
   * @param explain makes of the failure of one work among others what `commit` would throw
   */
  constructor(
    private readonly commit: <T>(work: (context: C) => T) => Promise<T>,
    private readonly explain: (error: unknown) => unknown = (error) => error,
  ) {}

  write<T>(work: (context: C) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, resolve: (value) => resolve(value as T), reject });
      if (this.waiting.length === 1) setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    const all = this.waiting.splice(0);
    try {
      const outcomes = await this.commit((context) =>
        all.map(({ work }) => (all.length === 1 ? { ok: work(context) } : apart(context.raw, () => work(context)))),
      );
      for (const [at, outcome] of outcomes.entries())
        if ("error" in outcome) all[at]?.reject(this.explain(outcome.error));
        else all[at]?.resolve(outcome.ok);
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }
}

/** A pragma that is a number; absent: 0. */
export const pragma = (sql: Sql, name: string) => Number(sql.get(`PRAGMA ${name}`)?.[name] ?? 0);

/** SQLite's or the file system's code of a failure; `""`: it has none. */
export const codeOf = (error: unknown): string => {
  const { code, message = "" } = error as { code?: string; message?: string };
  if (typeof code === "string" && code !== "") return code;
  // A connection that fails has no code, but ends in SQLite's number: 14 cannot open, 26 not a database.
  const number = /: (\d+)"?\)?$/.exec(message)?.[1];
  return number === "26" ? "SQLITE_NOTADB" : number === "14" ? "SQLITE_CANTOPEN" : "";
};

export const isDamage = (error: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
export const isBusy = (error: unknown) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

/**
 * Turns on the write-ahead log, or, as that is for one computer, the journal that several may use: the one change for which
 * SQLite does not wait by itself. @returns its name @throws what SQLite says
 */
export async function setJournal(sql: Sql, file: string): Promise<"wal" | "delete"> {
  const wanted = isOnNetwork(file) ? "delete" : "wal";
  for (let attempt = 1; ; attempt++)
    try {
      if (sql.get("PRAGMA journal_mode")?.journal_mode !== wanted) sql.get(`PRAGMA journal_mode = ${wanted}`);
      return wanted;
    } catch (error) {
      if (!isBusy(error) || attempt === 50) throw error;
      await pause(attempt * 4);
    }
}

/** Which file lies there, to notice when another one takes its place; null: none. @throws what the file system says */
export const identityOf = (file: string): string | null => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : null;
};
