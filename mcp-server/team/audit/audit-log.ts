import type { Database } from "../store/database";
import { type AuditEvent, ChainCheck, type Head, hashOf, lineOf, noHash, type Verdict, withHash } from "./chain";

const mostWaiting = 10_000;
const pageSize = 1_000;
const batchSize = 200;
/** Lines in one statement: each is a round trip to PostgreSQL, while the head is held. */
const linesAtOnce = 25;
/** Milliseconds for which calls that nobody waits for are gathered: each batch holds the head of the chain. */
const gathering = 250;

interface Line {
  seq: number;
  line: string;
  hash: string;
}

export interface RefusedCall {
  /** Milliseconds since the epoch. */
  at: number;
  grant: string;
  client: string;
  tool: string;
  account: string | null;
  code: string | null;
}

/** What an admin did. */
export interface AdminAction {
  seq: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** @see AuditEvent */
  person: string;
  tool: string;
  ids: readonly string[];
}

interface Waiting {
  event: AuditEvent;
  /** Somebody's answer waits until it is on the disk. */
  isAwaited: boolean;
  done(): void;
}

/**
 * The log of the company. What comes in while a batch is written goes into the next one; a batch holds the head of the chain
 * until it is in, so that replicas never fork it.
 */
export class AuditLog {
  private waiting: Waiting[] = [];
  private writing: Promise<boolean> | null = null;
  private gathered: NodeJS.Timeout | undefined;

  /** @param failed told where the database did not take a batch, which is tried again with the next one */
  constructor(
    private readonly database: Database,
    private readonly failed: (error: unknown, waiting: number) => void,
  ) {}

  /** @returns when it is kept, or could not be kept for now; never throws: the call that it is about has happened */
  add(event: AuditEvent): Promise<void> {
    const kept = this.keep(event, true);
    void this.flush();
    return kept;
  }

  /**
   * As `add`, for calls that only read: written within a quarter of a second, without waiting for the disk. A process that
   * is killed loses the lines of that quarter, a machine that loses power those of the last seconds.
   */
  addSoon(event: AuditEvent): Promise<void> {
    const kept = this.keep(event, false);
    if (this.waiting.length > batchSize) void this.flush();
    else this.gathered ??= setTimeout(() => void this.flush(), gathering).unref();
    return kept;
  }

  /** Writes what waits. For a server that stops, too. */
  async flush(): Promise<void> {
    clearTimeout(this.gathered);
    this.gathered = undefined;
    while (this.waiting.length > 0) {
      this.writing ??= this.writeBatch();
      // The database is away: the next line tries again.
      if (!(await this.writing)) return;
    }
  }

  /** Line by line as JSON, oldest first, each with its hash. */
  async *export(): AsyncIterable<string> {
    for await (const { line, hash } of this.lines()) yield withHash(line, hash);
  }

  /** Follows the chain from its first line to the head. */
  async verify(): Promise<Verdict> {
    const check = new ChainCheck();
    for (let last = Number.MIN_SAFE_INTEGER; ; ) {
      const before = last;
      for await (const { seq, line, hash } of this.lines(last)) {
        check.add(line, hash);
        last = seq;
      }
      // Others may have gone on writing meanwhile.
      const head = await this.head();
      if (last === before || head.seq <= last) return check.end(head);
    }
  }

  /** Calls of a person's clients that were not let through, newest first. @param to exclusive */
  async refusedOf(person: string, from: number, to: number, limit: number): Promise<RefusedCall[]> {
    const rows = await this.database.all<{ at: number; line: string }>(
      `SELECT at, line FROM audit_lines WHERE person = ? AND at >= ? AND at < ? AND line LIKE '%"outcome":"refused"%'
       ORDER BY at DESC, seq DESC LIMIT ?`,
      [person, from, to, limit],
    );
    return rows.map(({ at, line }) => ({ ...(JSON.parse(line) as Omit<RefusedCall, "at">), at }));
  }

  /** What admins did, newest first. @param before a line's number, exclusive */
  async adminActions(before: number, limit: number): Promise<AdminAction[]> {
    const rows = await this.database.all<{ seq: number; at: number; person: string; line: string }>(
      "SELECT seq, at, person, line FROM audit_lines WHERE by_admin = 1 AND seq < ? ORDER BY seq DESC LIMIT ?",
      [before, limit],
    );
    return rows.map(({ line, ...row }) => {
      const { tool, ids } = JSON.parse(line) as Pick<AdminAction, "tool" | "ids">;
      return { ...row, tool, ids };
    });
  }

  async head(): Promise<Head> {
    const row = await this.database.first<Head>("SELECT seq, hash FROM audit_head WHERE id = 1");
    return row ?? { seq: 0, hash: noHash };
  }

  private async *lines(after = Number.MIN_SAFE_INTEGER): AsyncIterable<Line> {
    for (let last = after; ; ) {
      const rows = await this.database.all<Line>(
        "SELECT seq, line, hash FROM audit_lines WHERE seq > ? ORDER BY seq LIMIT ?",
        [last, pageSize],
      );
      yield* rows;
      const end = rows.at(-1);
      if (!end || rows.length < pageSize) return;
      last = end.seq;
    }
  }

  private keep(event: AuditEvent, isAwaited: boolean): Promise<void> {
    if (this.waiting.length >= mostWaiting) {
      this.failed(new Error("too many lines wait for the database"), this.waiting.length);
      return Promise.resolve();
    }
    return new Promise((done) => {
      this.waiting.push({ event, isAwaited, done });
    });
  }

  private async writeBatch(): Promise<boolean> {
    // What is added meanwhile waits for the next batch.
    await Promise.resolve();
    const batch = this.waiting.slice(0, batchSize);
    let told: readonly Waiting[] = batch;
    try {
      const flush = batch.some(({ isAwaited }) => isAwaited);
      await this.database.transaction((inside) => append(inside, batch), { flush });
      this.waiting = this.waiting.slice(batch.length);
    } catch (error) {
      this.failed(error, this.waiting.length);
      // Nobody's call is held up until the database is back.
      told = this.waiting;
    }
    this.writing = null;
    for (const { done } of told) done();
    return told === batch;
  }
}

async function append(inside: Database, batch: readonly Waiting[]): Promise<void> {
  // Holds the head until the transaction ends.
  const head = await inside.first<Head>(
    `INSERT INTO audit_head (id, seq, hash) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET seq = audit_head.seq + excluded.seq RETURNING seq, hash`,
    [batch.length, noHash],
  );
  if (!head) throw new Error("The database kept no head of the audit log.");
  let seq = head.seq - batch.length;
  let previous = head.hash;
  const rows = batch.map(({ event }) => {
    seq += 1;
    const line = lineOf(seq, previous, event);
    previous = hashOf(line);
    return [seq, event.at, event.person, line, previous, event.byAdmin ? 1 : null];
  });
  for (let from = 0; from < rows.length; from += linesAtOnce) {
    const some = rows.slice(from, from + linesAtOnce);
    const marks = some.map(() => "(?, ?, ?, ?, ?, ?)").join(", ");
    await inside.run(`INSERT INTO audit_lines (seq, at, person, line, hash, by_admin) VALUES ${marks}`, some.flat());
  }
  await inside.run("UPDATE audit_head SET hash = ? WHERE id = 1", [previous]);
}
