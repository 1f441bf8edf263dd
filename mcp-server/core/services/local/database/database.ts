import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import type Libsql from "libsql";
import { ServiceError } from "../../../domain/errors";
import type { Log } from "../../../domain/ports";
import { message } from "../../../messages/message";
import { identityOf, isDamage, type Sql, setJournal, transaction, WriteGroup, wrap } from "../../../platform/sqlite";
import { Checksums } from "./checksums";
import { copyNames, instantOf, isCopied, makeCopy, newestCopy } from "./copies";
import { clearNote, isWhole, readNote, writeNote } from "./damage";
import { damagedSheet, explain } from "./failures";
import { KeptReads } from "./kept-reads";
import { migrate, refuseForeign } from "./migrate";
import { crashesItsReader, endUse, markUse, otherUses } from "./use-marker";

export interface Database {
  /**
   * One or more reads of the same state.
   * @param key all that the result depends on beside the file: it is kept until any process writes, and nobody may change it
   * @throws ServiceError
   */
  read<T>(work: (sql: Sql) => T, key?: string): Promise<T>;
  /** All or nothing, and on the disk when it returns. @throws ServiceError */
  write<T>(work: (sql: Sql) => T): Promise<T>;
  close(): Promise<void>;
}

/** How long SQLite waits for another process that writes. Writes of ours take a millisecond. */
const busyMilliseconds = 5_000;

/** Some network drives name a file differently each time, and nothing could be done with it for sure. */
const mostReplaced = 20;

interface Connection {
  raw: Libsql.Database;
  sql: Sql;
  kept: KeptReads;
  checksums: Checksums;
  /** Which file this is, to notice when another one takes its place. */
  identity: string | null;
  close(): void;
}

/** At most once an hour while it is in use, and once more at its end. */
const copyEvery = 3_600_000;
const copyDelay = 1_000;
/** After a write: time for its answer. SQLite silently drops what follows a changed byte in the log, so the log is emptied. */
const checkpointDelayMs = 20;

/** Where daily copies go, and the zone in which their time is told. */
export interface CopyOptions {
  folder: string;
  zone: string;
}

/**
 * The time sheet file. Opens on the first use; several processes may have it open, and any of them may be killed at any
 * moment: SQLite's write-ahead log keeps whole transactions only, synced before a write returns. A damaged file is left
 * as it is, and each call is refused, until the user chooses what to do with it (restore.ts).
 * @param copies absent: no copies are made
 */
export function createDatabase(file: string, log: Log, now: () => number, copies?: CopyOptions): Database {
  let opening: Promise<Connection> | null = null;
  /** The one that was found to be in its place since the event loop last waited: what came in later is looked for anew. */
  let inPlace: Promise<Connection> | null = null;
  /** Something may have changed since the newest copy; also before this process has looked. */
  let uncopied = true;
  let copying: NodeJS.Timeout | null = null;
  let checkpointing: NodeJS.Timeout | null = null;
  let lastCopy: Promise<void> = Promise.resolve();

  async function open(): Promise<Connection> {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Looked at first: opening a pipe waits for whoever writes into it.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false)
      throw Object.assign(new Error("not a file"), { code: "EISDIR" });
    // Made by us first, as SQLite would let everybody read it.
    closeSync(openSync(file, "a", 0o600));
    await access(dirname(file), constants.W_OK | constants.X_OK);
    refuseForeign(file);
    const note = readNote(file);
    if (note === "this" || wasEmptied()) throw await damagedError();
    const { unclosed, isOpen } = otherUses(file);
    if (unclosed.length > 0 && (await crashesItsReader(file))) {
      for (const marker of unclosed) endUse(marker);
      throw await damagedError();
    }
    const mustBeChecked = note === "former" || unclosed.length > 0 || (!isOpen && wasChanged());
    const { default: Constructor } = await import("libsql");
    const identity = identityOf(file);
    const marker = markUse(file);
    const raw = new Constructor(file, { timeout: busyMilliseconds });
    const closeFile = () => {
      raw.close();
      endUse(marker);
    };
    try {
      const sql = wrap(raw);
      sql.get("SELECT count(*) FROM sqlite_schema");
      if (mustBeChecked && !isWhole(sql)) throw await damagedError();
      if (note === "former") clearNote(file);
      for (const one of unclosed) endUse(one);
      // Before the mode is set, which writes: neither a newer nor a foreign file may be written.
      migrate(raw, sql, file);
      await setJournal(sql, file);
      // On macOS a plain fsync leaves the data in the drive's own memory.
      raw.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON;");
      return { raw, sql, kept: new KeptReads(sql), checksums: new Checksums(sql), identity, close: closeFile };
    } catch (error) {
      closeFile();
      throw error;
    }
  }

  /** Copies are only made of a time sheet that holds something: an empty file in its place is what is left of it. */
  const wasEmptied = () => copies !== undefined && statSync(file).size === 0 && copyNames(copies.folder).length > 0;

  /** Whether something has changed the file since the copy that is made whenever it is closed. */
  const wasChanged = () => copies !== undefined && !isCopied(file, copies.folder);

  /** Notes the damage for every process. @returns what each call is told until a person has chosen */
  async function damagedError(cause?: unknown): Promise<ServiceError> {
    writeNote(file);
    return damagedSheet(file, copies ? await newestCopy(copies.folder) : null, copies?.zone, cause);
  }

  async function close(): Promise<void> {
    await copyInTurn(true);
    const connection = await opening?.catch(() => null);
    opening = null;
    if (!connection) return;
    checkpoint(connection);
    connection.close();
  }

  /** Moves the log into the file, where no other process is using it at this moment. */
  function checkpoint({ raw }: Connection): void {
    if (checkpointing) clearTimeout(checkpointing);
    checkpointing = null;
    try {
      raw.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${busyMilliseconds}`);
    } catch (error) {
      log("local.checkpoint", { message: (error as Error).message });
    }
  }

  function checkpointSoon(): void {
    checkpointing ??= setTimeout(async () => {
      checkpointing = null;
      const connection = await opening?.catch(() => null);
      if (connection) checkpoint(connection);
    }, checkpointDelayMs).unref();
  }

  async function connected(): Promise<Connection> {
    if (inPlace !== null && inPlace === opening) return inPlace;
    for (let attempt = 0; attempt < mostReplaced; attempt++) {
      const fresh = opening === null;
      const current = opening ?? open();
      opening = current;
      const connection = await current.catch((error) => {
        if (opening === current) opening = null;
        throw error;
      });
      if (opening !== current) continue;
      // Put aside or put back by somebody: what is written to the old one would be lost.
      const same = identityOf(file) === connection.identity;
      // What was opened just now was also checked; its note may be one that cannot be removed.
      if (same && (fresh || readNote(file) === "none")) {
        inPlace = current;
        process.nextTick(() => {
          inPlace = null;
        });
        return connection;
      }
      if (!same) log("local.replaced", { file });
      if (opening === current) opening = null;
      connection.close();
    }
    throw new ServiceError("unavailable", message("time_sheet_replaced_repeatedly", { file }), {
      next: message("time_sheet_keep_in_local_folder"),
    });
  }

  async function damaged(error: unknown): Promise<never> {
    const connection = await opening?.catch(() => null);
    opening = null;
    connection?.close();
    // Again with fresh eyes: a file that was swapped under an open connection looks damaged too.
    const broken = await open().then(
      ({ sql, close: closeAgain }) => {
        try {
          return !isWhole(sql);
        } finally {
          closeAgain();
        }
      },
      (again) => {
        // Another process was first to find it.
        if (again instanceof ServiceError) throw again;
        return isDamage(again);
      },
    );
    if (!broken)
      throw new ServiceError("unavailable", message("time_sheet_unreadable"), {
        next: "Try again.",
        cause: error,
      });
    log("local.damaged", { file, message: (error as Error).message });
    throw await damagedError(error);
  }

  /** Soon, but after the answer: checking and copying 100,000 entries takes a quarter of a second. */
  function copySoon(): void {
    if (!copies || copying) return;
    copying = setTimeout(() => void copyInTurn(false), copyDelay).unref();
  }

  function copyInTurn(last: boolean): Promise<void> {
    lastCopy = lastCopy.then(() => copyNow(last));
    return lastCopy;
  }

  /** @param last the time sheet is about to be closed */
  async function copyNow(last: boolean): Promise<void> {
    if (copying) clearTimeout(copying);
    copying = null;
    const connection = await opening?.catch(() => null);
    if (!copies || !connection || !uncopied || readNote(file) !== "none") return;
    const [newest] = copyNames(copies.folder);
    if (!last && newest !== undefined && Math.abs(now() - Date.parse(instantOf(newest))) < copyEvery) return;
    uncopied = false;
    try {
      const done = await makeCopy(connection.raw, file, copies.folder, now());
      if (done === "damaged") writeNote(file);
      if (done !== "same") log(`local.${done}`, { file, folder: copies.folder });
    } catch (error) {
      uncopied = true;
      log("local.copy", { file, message: (error as Error).message });
    }
  }

  async function use<T>(writing: boolean, work: (connection: Connection) => T): Promise<T> {
    try {
      const result = work(await connected());
      uncopied ||= writing;
      if (writing) checkpointSoon();
      if (uncopied) copySoon();
      return result;
    } catch (error) {
      if (isDamage(error)) return await damaged(error);
      throw explain(error, file, writing);
    }
  }

  const writes = new WriteGroup<Connection>(
    (work) =>
      use(true, (connection) => {
        connection.kept.forget();
        return transaction(connection.raw, "BEGIN IMMEDIATE", () => {
          const result = work(connection);
          connection.checksums.write();
          return result;
        });
      }),
    (error) => explain(error, file, true),
  );

  return {
    read: (work, key) =>
      use(false, ({ raw, sql, kept }) => {
        const read = () => transaction(raw, "BEGIN", () => work(sql));
        return key === undefined ? read() : kept.of(key, read);
      }),
    write: (work) => writes.write(({ sql }) => work(sql)),
    close,
  };
}
