import type { Change, Intent, Origin, Outcome, Part, PartState, Subject } from "./change";

/** A file answers at once, a database later: whoever asks waits in both cases. */
export type Awaitable<T> = T | Promise<T>;

/** A record within one account; those below others count their ids by themselves. */
export interface RecordRef {
  subject: Subject;
  id: string;
  of: Part["of"];
}

/** What is kept of one person's changes, in a file of their computer or in a team's database. */
export interface JournalStore {
  /**
   * What is about to be sent, kept for good when this returns.
   * @param change id of the change it belongs to; null: its first part
   */
  intend(
    change: number | null,
    origin: Origin & { zone?: string },
    intent: Intent,
  ): Awaitable<{ change: number; part: number }>;
  /** How it ended. The first outcome takes the place of what was meant, the others get rows of their own. */
  settle(part: number, state: PartState, outcomes: readonly Outcome[], error?: string): Awaitable<void>;
  /** The account's zone, once it was read. */
  setZone(change: number, zone: string): Awaitable<void>;
  /** An undo did all that it should. */
  complete(change: number): Awaitable<void>;
  change(id: number): Awaitable<Change | null>;
  /** Newest first. @param from milliseconds, as `to` */
  changes(from: number, to: number, account: string | undefined, limit: number): Awaitable<Change[]>;
  /** In the order in which they were written. */
  parts(change: number): Awaitable<Part[]>;
  /** Of one account, in the order in which they were written; absent: no time sheet of a computer is kept in it. */
  partsWritten?(account: string, from: number, to: number): Awaitable<Part[]>;
  undosOf(change: number): Awaitable<Change[]>;
  /** Changes after that one that wrote the same record, latest first. */
  laterOn(account: string, record: RecordRef, change: number): Awaitable<Change[]>;
  /** When the last write of this record ended, milliseconds since 1970; null: the journal has none. */
  lastWrite(account: string, record: RecordRef): Awaitable<number | null>;
  /** The id under which a record is there now: what was deleted and brought back has another one. */
  currentId(account: string, record: RecordRef): Awaitable<string>;
  clear(): Awaitable<void>;
}

/** The way to it, opened when it is needed. */
export interface ActivityJournal {
  /** @throws what the file or database says */
  store(): Promise<JournalStore>;
  /** A journal that cannot be tidied up is still one that can be written to. */
  pruneSometimes(): Promise<void>;
  /** Into the log. @returns why, in a few words for people */
  note(error: unknown): string;
  close(): Promise<void>;
}
