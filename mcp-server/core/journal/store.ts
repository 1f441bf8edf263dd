import { keptDays } from "../domain/results/activity-terms";
import { type Row, transaction, type Value, WriteGroup } from "../platform/sqlite";
import { isAlive } from "../platform/state/is-alive";
import type { Change, Intent, Origin, Outcome, Part, PartState } from "./change";
import type { JournalFile } from "./file";
import type { JournalStore, RecordRef } from "./journal-store";
import { keep, toChange, toPart } from "./rows";

/** Bytes of the file; the oldest changes go first. */
const mostBytes = 20_000_000;
const day = 86_400_000;
/** Milliseconds after which a write that has no end will get none: services answer within a minute. */
const patience = 10 * 60_000;

const ofText = (of: Intent["of"] | null): string | null => (of ? JSON.stringify(of) : null);

/** The statements on an open journal. Each is synchronous: no other call of this process comes between. */
export class Store implements JournalStore {
  private readonly full = this.group("FULL");
  private readonly normal = this.group("NORMAL");

  /** @param clean takes credentials out of a text */
  constructor(
    private readonly file: JournalFile,
    private readonly clean: (text: string) => string,
    private readonly now: () => number,
  ) {}

  /**
   * What is about to be sent, on the disk when this returns.
   * @param change id of the change it belongs to; null: its first part
   */
  intend(
    change: number | null,
    origin: Origin & { zone?: string },
    intent: Intent,
  ): Promise<{ change: number; part: number }> {
    return this.full.write(() => {
      const id = change ?? this.begin(origin);
      return { change: id, part: this.insert(id, "meant", intent) };
    });
  }

  /** How it ended. The first outcome takes the place of what was meant, the others get rows of their own. */
  settle(part: number, state: PartState, outcomes: readonly Outcome[], error?: string): Promise<void> {
    // A lost end is told as one that is not known, so a power cut may take it.
    return this.normal.write(() => {
      const { sql } = this.file;
      const row = sql.get("SELECT change_id, subject FROM part WHERE id = ?", part);
      if (!row) return;
      const [first, ...others] = outcomes;
      sql.run(
        "UPDATE part SET state = ?, error = ?, ended_at = ? WHERE id = ?",
        state,
        error ?? null,
        this.now(),
        part,
      );
      if (first) {
        const { of, before, after, whole } = this.texts(first);
        sql.run(
          `UPDATE part SET operation = ?, subject = ?, subject_id = ?, of = ?, before = coalesce(?, before), after = ?,
             whole = min(whole, ?) WHERE id = ?`,
          ...[first.operation, first.subject, first.id ?? null, of, before, after, Number(whole), part],
        );
      }
      for (const one of others) this.insert(Number(row.change_id), state, one);
    });
  }

  /** The account's zone, once it was read. */
  setZone(change: number, zone: string): void {
    this.write("NORMAL", () => void this.file.sql.run("UPDATE change SET zone = ? WHERE id = ?", zone, change));
  }

  /** An undo did all that it should. */
  complete(change: number): void {
    this.write("FULL", () => void this.file.sql.run("UPDATE change SET complete = 1 WHERE id = ?", change));
  }

  change(id: number): Change | null {
    const row = this.file.sql.get("SELECT * FROM change WHERE id = ?", id);
    return row ? toChange(row) : null;
  }

  /** Newest first. @param from milliseconds, as `to` */
  changes(from: number, to: number, account: string | undefined, limit: number): Change[] {
    this.endForgotten();
    return this.all(
      `SELECT * FROM change WHERE at >= ? AND at < ? AND (? IS NULL OR account = ?)
       AND EXISTS (SELECT 1 FROM part WHERE change_id = change.id AND state <> 'nothing')
       ORDER BY id DESC LIMIT ?`,
      ...[from, to, account ?? null, account ?? null, limit],
    ).map(toChange);
  }

  /** In the order in which they were written. */
  parts(change: number): Part[] {
    return this.all("SELECT * FROM part WHERE change_id = ? AND state <> 'nothing' ORDER BY id", change).map(toPart);
  }

  /** Of one account, in the order in which they were written. @param from milliseconds, as `to` */
  partsWritten(account: string, from: number, to: number): Part[] {
    this.endForgotten();
    return this.all(
      `SELECT p.* FROM part p JOIN change c ON c.id = p.change_id
       WHERE c.account = ? AND p.at >= ? AND p.at < ? AND p.state NOT IN ('nothing', 'failed') ORDER BY p.id`,
      ...[account, from, to],
    ).map(toPart);
  }

  undosOf(change: number): Change[] {
    return this.all("SELECT * FROM change WHERE undoes = ?", change).map(toChange);
  }

  /** Changes after that one that wrote the same record, latest first. */
  laterOn(account: string, { subject, id, of }: RecordRef, change: number): Change[] {
    return this.all(
      `SELECT DISTINCT c.* FROM change c JOIN part p ON p.change_id = c.id
       WHERE c.account = ? AND p.subject = ? AND p.subject_id = ? AND p.of IS ? AND p.state = 'done' AND c.id > ?
       ORDER BY c.id DESC`,
      ...[account, subject, id, ofText(of), change],
    ).map(toChange);
  }

  lastWrite(account: string, { subject, id, of }: RecordRef): number | null {
    const row = this.file.sql.get(
      `SELECT max(p.ended_at) AS at FROM part p JOIN change c ON c.id = p.change_id
       WHERE c.account = ? AND p.subject = ? AND p.subject_id = ? AND p.of IS ? AND p.state IN ('done', 'unknown')`,
      ...[account, subject, id, ofText(of)],
    );
    return typeof row?.at === "number" ? row.at : null;
  }

  /** The id under which a record is there now: what was deleted and brought back has another one. */
  currentId(account: string, { subject, id: former, of }: RecordRef): string {
    let id = former;
    for (let step = 0; step < 100; step++) {
      const row = this.file.sql.get(
        `SELECT p.subject_id AS id FROM part p JOIN change c ON c.id = p.change_id
         WHERE c.account = ? AND p.subject = ? AND p.instead_of = ? AND p.of IS ? AND p.state = 'done'
         ORDER BY p.id DESC LIMIT 1`,
        ...[account, subject, id, ofText(of)],
      );
      if (typeof row?.id !== "string" || row.id === id) break;
      id = row.id;
    }
    return id;
  }

  clear(): void {
    const { raw, sql } = this.file;
    this.write("FULL", () => void sql.run("DELETE FROM change"));
    raw.exec("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);");
  }

  /** Drops what is too old, then the oldest tenth until the file is small enough. */
  prune(): void {
    const { raw, sql } = this.file;
    sql.run("DELETE FROM change WHERE at < ?", this.now() - keptDays * day);
    const used = () => {
      const { bytes } = sql.get(
        `SELECT (page_count - freelist_count) * page_size AS bytes
         FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
      ) as Row;
      return Number(bytes);
    };
    while (used() > mostBytes) {
      const { changes } = sql.run(
        "DELETE FROM change WHERE id IN (SELECT id FROM change ORDER BY id LIMIT max(1, (SELECT count(*) FROM change) / 10))",
      );
      if (changes === 0) break;
    }
    raw.exec("PRAGMA incremental_vacuum");
  }

  /** Writes whose process is gone, or that nobody waits for any more: it is not known whether they were taken. */
  endForgotten(): void {
    const { sql } = this.file;
    const since = this.now() - patience;
    const open = this.all("SELECT DISTINCT pid FROM part WHERE state = 'meant'").map(({ pid }) => Number(pid));
    const gone = open.filter((pid) => !isAlive(pid));
    if (open.length > 0)
      sql.run(
        "UPDATE part SET state = 'unknown' WHERE state = 'meant' AND (at < ? OR pid IN (SELECT value FROM json_each(?)))",
        ...[since, JSON.stringify(gone)],
      );
  }

  private begin({ client, place, account, service, label, tool, undoes, zone }: Origin & { zone?: string }): number {
    // Never the id of a change that a journal put away or cleared had: a window may still show that one.
    const { id } = this.file.sql.run(
      `INSERT INTO change (id, at, client, place, account, service, label, tool, undoes, zone)
       VALUES (max(?, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0) + 1), ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[this.now(), this.now(), client, place ?? null, account, service, label, tool, undoes ?? null, zone ?? null],
    );
    return id;
  }

  private insert(change: number, state: PartState, one: Intent & { after?: unknown }): number {
    const { of, before, after, wanted, whole } = this.texts(one);
    const { id } = this.file.sql.run(
      `INSERT INTO part (change_id, operation, subject, subject_id, of, state, pid, at, ended_at, before, after, wanted, whole, instead_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[change, one.operation, one.subject, one.id ?? null, of, state, process.pid, this.now()],
      state === "meant" ? null : this.now(),
      ...[before, after, wanted, Number(whole), one.insteadOf ?? null],
    );
    return id;
  }

  private texts({ subject, of, before, after, wanted }: Intent & { after?: unknown }) {
    const [was, is, asked] = [before, after, wanted].map((value) => keep(subject, value, this.clean));
    return {
      of: ofText(of),
      before: was?.json ?? null,
      after: is?.json ?? null,
      wanted: asked?.json ?? null,
      whole: was?.whole === true && is?.whole === true,
    };
  }

  private all = (sql: string, ...values: Value[]): Row[] => this.file.sql.all(sql, ...values);

  private group(safety: "FULL" | "NORMAL"): WriteGroup<JournalFile> {
    return new WriteGroup<JournalFile>(async (work) => this.write(safety, () => work(this.file)));
  }

  private write<T>(safety: "FULL" | "NORMAL", work: () => T): T {
    const { raw } = this.file;
    raw.exec(`PRAGMA synchronous = ${safety}`);
    return transaction(raw, "BEGIN IMMEDIATE", work);
  }
}
