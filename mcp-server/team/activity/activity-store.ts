import type { Change, Intent, Origin, Outcome, Part, PartState } from "#core/journal/change";
import type { JournalStore, RecordRef } from "#core/journal/journal-store";
import { keep, toChange, toPart } from "#core/journal/rows";
import type { Row } from "#core/platform/sqlite";
import type { Clock, Database, Value } from "../store/database";

/** Milliseconds after which a write that has no end will get none: services answer within a minute. */
const patience = 10 * 60_000;

const ofText = (of: Intent["of"] | null): string => (of ? JSON.stringify(of) : "");

const partColumns = `id, change_id, operation, subject, subject_id, of_json AS "of", state, before_json AS before,
  after_json AS after, wanted_json AS wanted, error, whole, instead_of`;

/** One person's changes in the team's database, by the rules of the journal of one computer. */
export class ActivityStore implements JournalStore {
  /** @param clean takes known secrets out of a text */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly person: string,
    private readonly clean: (text: string) => string,
  ) {}

  intend(change: number | null, origin: Origin & { zone?: string }, intent: Intent) {
    return this.database.transaction(async (inside) => {
      const id = change ?? (await this.begin(inside, origin));
      return { change: id, part: await this.insert(inside, id, "meant", intent) };
    });
  }

  async settle(part: number, state: PartState, outcomes: readonly Outcome[], error?: string): Promise<void> {
    await this.database.transaction(async (inside) => {
      const row = await inside.first<{ change_id: number }>(
        "SELECT change_id FROM activity_parts WHERE person_id = ? AND id = ?",
        [this.person, part],
      );
      if (!row) return;
      // Whoever read while it was under way may have read what was before.
      await this.nextId(inside);
      const [first, ...others] = outcomes;
      await inside.run("UPDATE activity_parts SET state = ?, error = ?, ended_at = ? WHERE person_id = ? AND id = ?", [
        ...[state, error ?? null, this.clock(), this.person, part],
      ]);
      if (first) {
        const { of, before, after, whole, bytes } = this.texts(first);
        await inside.run(
          `UPDATE activity_parts SET operation = ?, subject = ?, subject_id = ?, of_json = ?,
             before_json = coalesce(?, before_json), after_json = ?,
             whole = CASE WHEN ? = 1 THEN whole ELSE 0 END, bytes = bytes + ? WHERE person_id = ? AND id = ?`,
          [
            ...[first.operation, first.subject, first.id ?? null, of, before, after, whole ? 1 : 0, bytes],
            ...[this.person, part],
          ],
        );
      }
      for (const one of others) await this.insert(inside, row.change_id, state, one);
    });
  }

  async setZone(change: number, zone: string): Promise<void> {
    await this.run("UPDATE activity_changes SET zone = ? WHERE person_id = ? AND id = ?", zone, this.person, change);
  }

  async complete(change: number): Promise<void> {
    await this.run("UPDATE activity_changes SET complete = 1 WHERE person_id = ? AND id = ?", this.person, change);
  }

  async change(id: number): Promise<Change | null> {
    const [row] = await this.all("SELECT * FROM activity_changes WHERE person_id = ? AND id = ?", this.person, id);
    return row ? toChange(row) : null;
  }

  async changes(from: number, to: number, account: string | undefined, limit: number): Promise<Change[]> {
    await this.endForgotten();
    const rows = await this.all(
      `SELECT * FROM activity_changes c WHERE c.person_id = ? AND c.at >= ? AND c.at < ?
       AND (c.account = ? OR ? = 1)
       AND EXISTS (SELECT 1 FROM activity_parts p
         WHERE p.person_id = c.person_id AND p.change_id = c.id AND p.state <> 'nothing')
       ORDER BY c.id DESC LIMIT ?`,
      ...[this.person, from, to, account ?? "", account === undefined ? 1 : 0, limit],
    );
    return rows.map(toChange);
  }

  async parts(change: number): Promise<Part[]> {
    const rows = await this.all(
      `SELECT ${partColumns} FROM activity_parts WHERE person_id = ? AND change_id = ? AND state <> 'nothing' ORDER BY id`,
      ...[this.person, change],
    );
    return rows.map((row) => toPart({ ...row, of: row.of || null }));
  }

  async undosOf(change: number): Promise<Change[]> {
    const sql = "SELECT * FROM activity_changes WHERE person_id = ? AND undoes = ? ORDER BY id";
    return (await this.all(sql, this.person, change)).map(toChange);
  }

  async laterOn(account: string, { subject, id, of }: RecordRef, change: number): Promise<Change[]> {
    const rows = await this.all(
      `SELECT c.* FROM activity_changes c WHERE c.person_id = ? AND c.account = ? AND c.id > ?
       AND EXISTS (SELECT 1 FROM activity_parts p WHERE p.person_id = c.person_id AND p.change_id = c.id
         AND p.subject = ? AND p.subject_id = ? AND p.of_json = ? AND p.state = 'done')
       ORDER BY c.id DESC`,
      ...[this.person, account, change, subject, id, ofText(of)],
    );
    return rows.map(toChange);
  }

  async lastWrite(account: string, { subject, id, of }: RecordRef): Promise<number | null> {
    const [row] = await this.all(
      `SELECT max(p.ended_at) AS at FROM activity_parts p
       JOIN activity_changes c ON c.person_id = p.person_id AND c.id = p.change_id
       WHERE c.person_id = ? AND c.account = ? AND p.subject = ? AND p.subject_id = ? AND p.of_json = ?
       AND p.state IN ('done', 'unknown')`,
      ...[this.person, account, subject, id, ofText(of)],
    );
    return row?.at == null ? null : Number(row.at);
  }

  async currentId(account: string, { subject, id: former, of }: RecordRef): Promise<string> {
    let id = former;
    for (let step = 0; step < 100; step++) {
      const [row] = await this.all(
        `SELECT p.subject_id AS id FROM activity_parts p
         JOIN activity_changes c ON c.person_id = p.person_id AND c.id = p.change_id
         WHERE c.person_id = ? AND c.account = ? AND p.subject = ? AND p.instead_of = ? AND p.of_json = ?
         AND p.state = 'done' ORDER BY p.id DESC LIMIT 1`,
        ...[this.person, account, subject, id, ofText(of)],
      );
      if (typeof row?.id !== "string" || row.id === id) break;
      id = row.id;
    }
    return id;
  }

  async clear(): Promise<void> {
    await this.run("DELETE FROM activity_changes WHERE person_id = ?", this.person);
  }

  /** Drops what is too old, then the oldest tenth until the person's share is kept. */
  async prune(keptMilliseconds: number, mostBytes: number): Promise<void> {
    const since = this.clock() - keptMilliseconds;
    await this.run("DELETE FROM activity_changes WHERE person_id = ? AND at < ?", this.person, since);
    for (;;) {
      const [sum] = await this.all(
        "SELECT coalesce(sum(bytes), 0) AS bytes, count(DISTINCT change_id) AS n FROM activity_parts WHERE person_id = ?",
        this.person,
      );
      if (Number(sum?.bytes ?? 0) <= mostBytes) return;
      const share = Math.max(1, Math.floor(Number(sum?.n ?? 0) / 10));
      const removed = await this.run(
        `DELETE FROM activity_changes WHERE person_id = ? AND id IN
           (SELECT id FROM activity_changes WHERE person_id = ? ORDER BY id LIMIT ?)`,
        ...[this.person, this.person, share],
      );
      if (removed === 0) return;
    }
  }

  /** Of a replica that was killed nobody learns whether its writes were taken. */
  private async endForgotten(): Promise<void> {
    const since = this.clock() - patience;
    const sql = "UPDATE activity_parts SET state = 'unknown' WHERE person_id = ? AND state = 'meant' AND at < ?";
    await this.run(sql, this.person, since);
  }

  /**
   * Counted per person, so that what was written later has the higher id on every replica. Each write counts when it begins
   * and when it ended: what was read at a count holds while that is the count (accounts/recent-readings.ts).
   */
  private async nextId(inside: Database): Promise<number> {
    const row = await inside.first<{ last: number }>(
      `INSERT INTO activity_ids (person_id, last) VALUES (?, 1)
       ON CONFLICT (person_id) DO UPDATE SET last = activity_ids.last + 1 RETURNING last`,
      [this.person],
    );
    if (!row) throw new Error("The database counted no id.");
    return row.last;
  }

  private async begin(inside: Database, origin: Origin & { zone?: string }): Promise<number> {
    const { client, place, account, service, label, tool, undoes, zone } = origin;
    const id = await this.nextId(inside);
    await inside.run(
      `INSERT INTO activity_changes (person_id, id, at, client, place, account, service, label, tool, zone, undoes, complete)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
      [
        ...[this.person, id, this.clock(), client, place ?? null, account, service, label, tool],
        ...[zone ?? null, undoes ?? null],
      ],
    );
    return id;
  }

  private async insert(inside: Database, change: number, state: PartState, one: Intent & { after?: unknown }) {
    const { of, before, after, wanted, whole, bytes } = this.texts(one);
    const id = await this.nextId(inside);
    await inside.run(
      `INSERT INTO activity_parts (person_id, id, change_id, operation, subject, subject_id, of_json, state, at,
         ended_at, before_json, after_json, wanted_json, whole, instead_of, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[this.person, id, change, one.operation, one.subject, one.id ?? null, of, state, this.clock()],
        ...[
          state === "meant" ? null : this.clock(),
          before,
          after,
          wanted,
          whole ? 1 : 0,
          one.insteadOf ?? null,
          bytes,
        ],
      ],
    );
    return id;
  }

  private texts({ subject, of, before, after, wanted }: Intent & { after?: unknown }) {
    const [was, is, asked] = [before, after, wanted].map((value) => keep(subject, value, this.clean));
    const texts = { before: was?.json ?? null, after: is?.json ?? null, wanted: asked?.json ?? null };
    return {
      ...texts,
      of: ofText(of),
      whole: was?.whole === true && is?.whole === true,
      bytes: Object.values(texts).reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 200),
    };
  }

  private all = (sql: string, ...values: Value[]): Promise<Row[]> => this.database.all<Row>(sql, values);
  private run = (sql: string, ...values: Value[]): Promise<number> => this.database.run(sql, values);
}
