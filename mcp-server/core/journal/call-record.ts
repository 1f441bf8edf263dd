import { AsyncLocalStorage } from "node:async_hooks";
import { InputError, ServiceError } from "../domain/errors";
import { type Intent, keyOf, type Operation, type Origin, type Outcome, type PartState, type Subject } from "./change";
import { errorWords } from "./error-words";
import type { ActivityJournal, JournalStore } from "./journal-store";

/** One write as the ports tell it. */
export interface Write<R> {
  operation: Operation;
  subject: Subject;
  id?: string;
  of?: Intent["of"];
  /** What the service has before it; read only where this call has not read it already. */
  before?(): Promise<unknown>;
  wanted?: unknown;
  send(): Promise<R>;
  /** What the answer says was written; empty: nothing was. */
  outcomes(answer: R, before: unknown): readonly Outcome[] | Promise<readonly Outcome[]>;
}

/** What one tool call writes, as one change of the journal, and what it has read on its way. */
export class CallRecord {
  /** Id in the journal; null: nothing was recorded. */
  change: number | null = null;
  /** Why something was not recorded; null: all was. */
  unrecorded: string | null = null;
  /** What was written, each once: `entry/42`. */
  readonly written: string[] = [];
  /** Set while something is brought back: the id it had. */
  private insteadOf: string | undefined;
  private zone: string | undefined;
  private beginning: Promise<unknown> | undefined;
  private readonly seen = new Map<string, unknown>();

  constructor(
    private readonly journal: ActivityJournal,
    readonly origin: Origin,
    /** Id of a change by the same client, account and tool that this call goes on with. */
    private readonly continues?: number,
  ) {}

  /** What a port has just read. @param key a record's `keyOf`, or the name of something else */
  saw(key: string, value: unknown): void {
    this.seen.set(key, value);
  }

  /** undefined: this call has not read it. */
  lastSeen = (key: string): unknown => this.seen.get(key);

  sawZone(zone: string): void {
    this.zone = zone;
  }

  /**
   * Writes down what is meant, sends it, and writes down what came of it. Throws only what the sending throws: a journal
   * that cannot be written to holds nobody's work up, and `unrecorded` says why. Only an undo is not sent then.
   */
  async write<R>(write: Write<R>): Promise<R> {
    const { operation, subject, id, of, wanted } = write;
    const before = await this.before(write);
    const part = await this.intend({ operation, subject, id, of, before, wanted, insteadOf: this.insteadOf });
    let answer: R;
    try {
      answer = await write.send();
    } catch (error) {
      const known = error instanceof ServiceError ? error.saved : "no";
      await this.settle(part, known === "no" ? "failed" : "unknown", [], errorWords(error));
      throw error;
    }
    if (id !== undefined) this.seen.delete(keyOf(subject, id, of));
    // What is read for the journal alone must not make a write look failed.
    const outcomes = await (async () => write.outcomes(answer, before))().catch(() => null);
    if (outcomes === null) await this.settle(part, "unknown", []);
    else await this.settle(part, outcomes.length > 0 ? "done" : "nothing", outcomes);
    for (const { subject: what, id: whose, of: where, after } of outcomes ?? []) {
      if (whose === undefined) continue;
      const key = keyOf(what, whose, where);
      if (!this.written.includes(key)) this.written.push(key);
      if (after !== undefined) this.saw(key, after);
    }
    return answer;
  }

  /** What is made meanwhile stands in for a record of this id, which was deleted. */
  async bringingBack<T>(id: string, make: () => Promise<T>): Promise<T> {
    this.insteadOf = id;
    try {
      return await make();
    } finally {
      this.insteadOf = undefined;
    }
  }

  /** An undo did all that it should. */
  async complete(): Promise<void> {
    const { change } = this;
    if (change !== null) await this.tryTo(async () => (await this.journal.store()).complete(change));
  }

  private async before<R>({ subject, id, of, before }: Write<R>): Promise<unknown> {
    const known = id === undefined ? undefined : this.lastSeen(keyOf(subject, id, of));
    if (known !== undefined || !before) return known;
    return before().catch(() => undefined);
  }

  private async intend(intent: Intent): Promise<number | null> {
    const write = () =>
      this.tryTo(async () => {
        const store = await this.journal.store();
        this.change ??= await this.continued(store);
        const { change, part } = await store.intend(this.change, { ...this.origin, zone: this.zone }, intent);
        this.change = change;
        return part;
      });
    // The first alone, so that the parts of one call find its change; then as they come.
    while (this.beginning) await this.beginning;
    const next = write();
    if (this.change === null)
      this.beginning = next.finally(() => {
        this.beginning = undefined;
      });
    const part = await next;
    // An undo that is in no row could be done again, and would bring the same entry back twice.
    if (part === null && this.origin.undoes !== undefined) throw notWritable();
    return part;
  }

  private async continued(store: JournalStore): Promise<number | null> {
    const former = this.continues === undefined ? null : await store.change(this.continues);
    const { client, account, tool } = this.origin;
    const isOwn = former?.client === client && former.account === account && former.tool === tool;
    // What is added to a change that was taken back meanwhile could not be taken back any more.
    return former && isOwn && (await store.undosOf(former.id)).length === 0 ? former.id : null;
  }

  private async settle(part: number | null, state: PartState, outcomes: readonly Outcome[], error?: string) {
    if (part === null) return;
    await this.tryTo(async () => (await this.journal.store()).settle(part, state, outcomes, error));
    await this.journal.pruneSometimes();
  }

  private async tryTo<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.unrecorded = this.journal.note(error);
      return null;
    }
  }
}

const notWritable = () =>
  new InputError(
    "activity_unwritable",
    "Punchcard's activity cannot be written to just now, so nothing is taken back.",
    {
      next: "Try again in a moment; if it stays, look whether the disk is full.",
    },
  );

const current = new AsyncLocalStorage<CallRecord>();

/** Runs it with this record as the one that its writes go to. */
export const recordingInto = <T>(record: CallRecord, run: () => T): T => current.run(record, run);

export const currentRecord = (): CallRecord | undefined => current.getStore();
