import { workResult } from "#core/domain/results/entries";
import { type StatusResult, statusResult } from "#core/domain/results/timer";
import type { MessageText } from "#core/messages/catalog";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { credentialCodes, type Log, notSaved, toFailure } from "../app/failure";
import type { Scheduler } from "../app/scheduler";
import type { Failure } from "../ipc/contract";
import type { CommandName } from "../ipc/contract/timer/outbox";
import type { RunningChange, TimerView } from "../ipc/contract/timer/timer";
import type { WorkChoice } from "../ipc/contract/timer/work-choice";
import { inPlace } from "../server/place";
import { assumedState, stateAfter, stateOf } from "./assumed-state";
import { type CommandResult, notSent, send, type TimerCommand, type TimerServer, waitsForService } from "./commands";
import { type AssumedState, expectationOf } from "./expectation";
import { instantOf } from "./instant";
import { insisted, sameWork } from "./judge";
import type { LastKnown } from "./last-known";
import { Outbox } from "./outbox";
import type { OutboxFile, Waiting } from "./outbox-file";
import { outboxViewOf } from "./outbox-view";
import { planMinute, planRefresh } from "./poll-schedule";
import { isRefused, isUnsure, Sender, stateOfFailed } from "./sender";
import { countedFrom, withResult } from "./shown-status";

export interface TimerDeps {
  server: TimerServer;
  scheduler: Scheduler;
  /** Where commands stand until the service has taken them. */
  outbox: OutboxFile;
  /** What accounts showed when they were read last, for a start at which nothing can be read. */
  lastKnown: Pick<LastKnown, "of" | "put">;
  /** Id of the account that the timer shows; null: none is connected. */
  account(): string | null;
  /** Whether an ended entry of that account can be made to run again. */
  reopens(account: string): boolean;
  /** Whether the account's service takes no other time than now: nothing can be kept for it. */
  stamps(account: string): boolean;
  /** Why nobody can tell whether anything runs on that account, although it can be started and ended there; null: it is told. */
  unreadableReason(account: string): Promise<string | null>;
  /** The view changed. */
  changed(): void;
  /** A reading ended, so that the account's state can follow. */
  called(account: string, failure: Failure | null): void;
  log: Log;
}

/** How a click is sent at once. */
interface Way {
  /** What is sent once more, as of now, because the service takes no other time. */
  again?: Waiting;
  /** The person gave the time: the service's own clock must not take its place. */
  dated?: boolean;
}

const undoTime = 8_000;
const recentCount = 6;
/** Milliseconds of the first reading after which what was known last is shown. */
const slowReading = 2_000;

/** What is said of a command that waited for its account to be connected again: the former reason holds no more. */
const notSentYet: Failure = {
  code: notSent,
  message: "This was not sent before the account was connected again.",
  saved: "no",
};

/**
 * The truth about the timer of the account in use. A click is sent at once where the service answers and nothing waits; else
 * it stands in line with its time. Of two clicks while one is being sent the second does nothing.
 */
export class Timer {
  private status: StatusResult | null = null;
  private stale = false;
  private revision = 0;
  private unreadable: string | null = null;
  private recent: WorkChoice[] = [];
  private pending: { command: TimerCommand; since: number; cancel: AbortController } | null = null;
  private undoable: { until: number; entry: NonNullable<CommandResult["ended"]>; final?: true } | null = null;
  /** What the journal made of the clock out that can be taken back. */
  private undoableChange: number | undefined;
  /** What is in the person's hands, not in line: a mistyped edit, or what they stopped waiting for. */
  private failed: { command: TimerCommand; meantAt: number; failure: Failure } | null = null;
  private notes: MessageText[] = [];
  private readFailures = 0;
  /** Readings in a row after which something still waited. */
  private sendFailures = 0;
  private readFailure: Failure | null = null;
  private reading: Promise<void> | null = null;
  private stopReading = new AbortController();
  private performing: Promise<TimerView> | null = null;
  private sending: Promise<unknown> | null = null;
  private wanted = false;
  private wantRecent = true;
  private outbox: Outbox | null;
  private readonly sender: Sender;
  /** Rises when a command begins or ends and when the account changes: an older reading must not overwrite newer truth. */
  private epoch = 0;
  /** Generation counter: rises when the account changes, so that answers for the former one are dropped. */
  private generation = 0;

  constructor(private readonly deps: TimerDeps) {
    const { server, stamps, log, changed } = deps;
    this.sender = new Sender({ server, stamps, log, changed });
    this.outbox = this.openOutbox();
  }

  view(): TimerView {
    const { status, pending, undoable, outbox } = this;
    const last = status?.last;
    const waiting = this.waitingShown();
    const refused = outbox?.head && isRefused(outbox.head) ? outbox.head : null;
    const assumed = assumedState(status, waiting);
    return {
      phase: assumed?.phase ?? "unknown",
      stale: this.stale,
      ...(this.unreadable !== null && { unreadable: this.unreadable }),
      status,
      readAt: status?.now ?? null,
      revision: this.revision,
      recent: this.recent,
      suggestion: last ? { work: last.work, text: last.text, tags: last.tags } : (this.recent[0] ?? null),
      pending: pending && { command: pending.command.name, since: instantOf(pending.since) },
      undo: undoable && { ...undoable, until: instantOf(undoable.until) },
      failed: this.failed ? this.failedView(this.failed) : refused?.failure ? this.failedView(refused) : null,
      outbox: outboxViewOf({
        waiting,
        question: outbox && this.sender.question(outbox),
        status,
        offline: this.offline(),
      }),
      notes: this.notes,
    };
  }

  /** @param at milliseconds since 1970 when it shall count; absent here and below: now. */
  clockIn(choice: WorkChoice, createMissing = false, at?: number): Promise<TimerView> {
    return this.act({ name: "clock_in", choice, createMissing }, at);
  }
  clockOut(at?: number): Promise<TimerView> {
    return this.act({ name: "clock_out" }, at);
  }
  /** @param typeId the kind of break, where the service has kinds; absent: its usual one. */
  takeBreak(typeId?: string, at?: number): Promise<TimerView> {
    return this.act({ name: "take_break", ...(typeId === undefined ? {} : { typeId }) }, at);
  }
  resume(): Promise<TimerView> {
    return this.act({ name: "resume" });
  }
  /** Takes the last clock out back; too late: nothing happens. */
  async undo(): Promise<TimerView> {
    if (!this.undoable || this.undoable.final) return this.view();
    const { undoableChange: change } = this;
    return this.act({ name: "undo", entryId: this.undoable.entry.id, ...(change !== undefined && { change }) });
  }
  /** Changes the running entry; `begin` as the person typed it. */
  async edit(change: RunningChange): Promise<TimerView> {
    const running = this.status?.running;
    if (!running || this.waitingShown().length > 0)
      throw notSaved("nothing_running", "Nothing is running that could be changed.");
    if (this.pending) throw notSaved("conflict", "Something else is being saved just now.", "Try again in a moment.");
    return this.act({ name: "edit", entryId: running.id, ...change });
  }

  /** Tries again what was refused, and all that waits, each as of the time it was meant at. */
  async retry(): Promise<TimerView> {
    const { outbox, failed } = this;
    if (this.pending || this.sending || !outbox) return this.view();
    if (failed?.failure.saved === "no") return this.perform(failed.command, failed.meantAt);
    // Who takes an end of waiting back means the click as it was.
    if (failed) outbox.restore(failed.command, failed.meantAt, failed.failure, this.status);
    this.failed = null;
    const { head } = outbox;
    if (!head) return this.view();
    // Who takes no other time than now is told anew, for now.
    if (this.isNowOnly(outbox)) return this.perform(head.command, head.meantAt, { again: head });
    if (head.state === "stopped") outbox.change(head.id, { state: isUnsure(head) ? "sending" : "waiting" });
    await this.refresh({ recent: true });
    return this.view();
  }

  /** Stops waiting for what is under way; else gives up what failed, where nothing stands in line behind it. */
  async cancel(): Promise<TimerView> {
    const { outbox } = this;
    if (this.pending) this.pending.cancel.abort();
    else if (this.failed) this.failed = null;
    else if (outbox?.head && isRefused(outbox.head) && outbox.all().length === 1) outbox.drop(outbox.head.id);
    this.deps.changed();
    return this.view();
  }

  /** Gives up a command in line with all that come after it. While it is being sent: nothing happens. */
  async discard(id: string): Promise<TimerView> {
    if (!this.pending && !this.sending) this.outbox?.dropFrom(id);
    this.deps.changed();
    return this.view();
  }

  /** What becomes of a command that no longer fits; then all behind it is sent. */
  async decide(id: string, choice: "keep" | "insist"): Promise<TimerView> {
    const { outbox } = this;
    const question = outbox && this.sender.question(outbox);
    if (!outbox?.head || question?.id !== id || this.sending) return this.view();
    if (choice === "keep") outbox.drop(id);
    else {
      const command = insisted(outbox.head, question.stands);
      if (!command) throw notSaved("conflict", "This cannot be done any more.", "Discard it.");
      // It is sent only if what the person has seen still stands.
      const expects = expectationOf(stateOf(question.status));
      outbox.change(id, { command, expects, state: "waiting", failure: undefined });
    }
    this.deps.changed();
    await this.refresh({ recent: true });
    return this.view();
  }

  /**
   * Another account, or none: nothing known about the former one is shown any more.
   * @param connected an account whose credential the service has just accepted
   */
  reset(connected?: string): void {
    this.generation++;
    this.epoch++;
    this.deps.scheduler.clearAll();
    this.pending?.cancel.abort();
    // A reading that hangs must not keep the next account waiting.
    this.stopReading.abort();
    this.stopReading = new AbortController();
    Object.assign(this, { status: null, stale: false, recent: [], pending: null, undoable: null, failed: null });
    Object.assign(this, { unreadable: null, notes: [], readFailures: 0, readFailure: null, wantRecent: true });
    this.outbox = this.openOutbox(connected);
    this.deps.changed();
  }

  /** What no service has taken and nobody has discarded, of all accounts; empty: quitting loses nothing from sight. */
  waiting(): { account: string; command: CommandName; meantAt: string }[] {
    const all = this.deps.outbox.all();
    return all.map(({ account, command, meantAt }) => ({
      account,
      command: command.name,
      meantAt: instantOf(meantAt),
    }));
  }

  /** Resolves when no command is under way: an account must not be changed under a write. */
  async settled(): Promise<void> {
    while (this.performing || this.sending) await Promise.allSettled([this.performing, this.sending]);
  }

  /** Reads the status again; never two readings at once, and none while a command is under way (it reads when it ends). */
  refresh(options: { recent?: boolean } = {}): Promise<void> {
    this.wantRecent ||= options.recent === true;
    if (this.pending || this.deps.account() === null) return Promise.resolve();
    this.wanted = true;
    this.reading ??= this.readWhileWanted();
    return this.reading;
  }

  /** No reading and no redrawing by itself until the next `refresh`: before the computer sleeps, and under a write. */
  sleep(): void {
    this.deps.scheduler.clear("refresh");
    this.deps.scheduler.clear("minute");
  }

  private openOutbox(connected?: string): Outbox | null {
    const account = this.deps.account();
    if (account === null) return null;
    const outbox = new Outbox(this.deps.outbox, account);
    if (account === connected)
      for (const { id, failure } of outbox.all())
        if (credentialCodes.includes(failure?.code ?? "")) outbox.change(id, { failure: notSentYet });
    return outbox;
  }

  /** What stands in line; a lone refusal is told by itself, and the next click takes its place. */
  private waitingShown(): readonly Waiting[] {
    const all = this.outbox?.all() ?? [];
    const [head] = all;
    // What is sent for the first time is under way, and nothing is assumed of it.
    if (all.length === 1 && head && (isRefused(head) || this.pending)) return [];
    return all;
  }

  private failedView(one: { command: TimerCommand; meantAt: number; failure?: Failure }): TimerView["failed"] {
    const { command, meantAt, failure } = one;
    const retries = this.outbox && this.isNowOnly(this.outbox) ? "now" : "then";
    return failure ? { command: command.name, meantAt: instantOf(meantAt), failure, retries } : null;
  }

  /** The service takes no other time than the moment at which it is told: nothing can be kept for it. */
  private isNowOnly({ account }: Outbox): boolean {
    return this.unreadable !== null || this.deps.stamps(account);
  }

  /** What a click does now; null: it is sent at once. */
  private offline(): TimerView["outbox"]["offline"] {
    const { outbox, readFailure } = this;
    if (!outbox || !this.stale || (readFailure && !waitsForService(readFailure))) return null;
    if (this.deps.stamps(outbox.account)) return "not_kept";
    return this.status || this.waitingShown().length > 0 ? "kept" : null;
  }

  private async act(command: TimerCommand, at?: number): Promise<TimerView> {
    if (this.pending) return this.view();
    const { outbox } = this;
    if (!outbox) throw notSaved("argument", "No account is connected yet.", "Connect one, or choose This computer.");
    const meantAt = at ?? this.deps.scheduler.now();
    const [head, ...behind] = outbox.all();
    const isMustBeSettled = head && (isUnsure(head) || (head.failure && waitsForService(head.failure)));
    // A refusal is told, and stands in nobody's way.
    if (head && behind.length === 0 && isRefused(head) && !isMustBeSettled) outbox.drop(head.id);
    if (!outbox.head && this.offline() !== "kept") return this.perform(command, meantAt, { dated: at !== undefined });
    if (this.isNowOnly(outbox)) {
      const isSame = command.name === head?.command.name && at === undefined;
      if (isSame && command.name !== "clock_in" && command.name !== "edit") return this.retry();
      throw notSaved("conflict", "Something is still waiting to be saved.", "Try it again or give it up first.");
    }
    this.failed = null;
    if (fits(command, assumedState(this.status, outbox.all()))) outbox.add(command, meantAt, "waiting", this.status);
    this.deps.changed();
    void this.refresh();
    return this.view();
  }

  private perform(command: TimerCommand, meantAt: number, way: Way = {}): Promise<TimerView> {
    const performing = this.carryOut(command, meantAt, way).finally(() => {
      if (this.performing === performing) this.performing = null;
    });
    this.performing = performing;
    return performing;
  }

  private async carryOut(command: TimerCommand, meantAt: number, { again, dated }: Way): Promise<TimerView> {
    const { server, scheduler, log } = this.deps;
    const outbox = this.outbox as Outbox;
    const generation = this.generation;
    const cancel = new AbortController();
    this.epoch++;
    this.pending = { command, since: scheduler.now(), cancel };
    this.failed = null;
    this.notes = [];
    this.sleep();
    // On disk before it is sent: whatever ends the app from here on, the next start looks before it sends it again.
    const { id, place = "window" } = again ?? outbox.add(command, meantAt, "sending", this.status);
    if (again) outbox.change(id, { state: "sending" });
    this.deps.changed();
    let failure: Failure | null = null;
    try {
      const at = dated ? instantOf(meantAt) : null;
      const options = { signal: cancel.signal };
      const result = await inPlace(place, () => send(server, outbox.account, command, at, options));
      outbox.taken(id, stateAfter(result));
      if (generation === this.generation) this.apply(command, outbox.account, result);
    } catch (error) {
      failure = toFailure(error, log);
      if (again && isUnsure(again) && failure.saved === "no") failure = { ...failure, saved: "unknown" };
    }
    if (failure) this.keepFailed(outbox, id, { command, meantAt, failure }, generation === this.generation);
    if (generation !== this.generation) return this.view();
    this.epoch++;
    this.pending = null;
    // Where no reading follows that would find it out, the account says what is wrong with it all the same.
    if (this.unreadable !== null && (failure === null || credentialCodes.includes(failure.code)))
      this.deps.called(outbox.account, failure);
    this.deps.changed();
    // A break changes nothing of what was worked on.
    const breaks = command.name === "take_break" || command.name === "resume";
    await this.refresh({ recent: failure === null && !breaks });
    return this.view();
  }

  private keepFailed(outbox: Outbox, id: string, failed: NonNullable<Timer["failed"]>, isCurrent: boolean): void {
    const { failure, command } = failed;
    const isTyped = command.name === "edit" && failure.saved === "no" && !waitsForService(failure);
    if (failure.code === "cancelled" || isTyped) {
      outbox.drop(id);
      if (isCurrent) this.failed = failed;
      return;
    }
    outbox.change(id, { state: this.isNowOnly(outbox) ? "stopped" : stateOfFailed(failure), failure });
  }

  private apply(command: TimerCommand, account: string, done: CommandResult): void {
    const { scheduler } = this.deps;
    this.notes = done.notes;
    this.undoable = null;
    scheduler.clear("undo");
    if (command.name === "clock_out" && done.ended) {
      this.undoable = {
        until: scheduler.now() + undoTime,
        entry: done.ended,
        ...(this.deps.reopens(account) ? {} : { final: true }),
      };
      this.undoableChange = done.change;
      scheduler.set("undo", undoTime, () => {
        this.undoable = null;
        this.deps.changed();
      });
    }
    if (command.name === "undo" && done.running === undefined) return;
    if (this.status) this.status = withResult(this.status, done, scheduler.now());
  }

  private async readWhileWanted(): Promise<void> {
    try {
      while (this.wanted && !this.pending) {
        this.wanted = false;
        await this.readOnce();
      }
    } finally {
      // In the same turn as the last look at `wanted`: who asks from now on starts anew.
      this.reading = null;
    }
  }

  private async readOnce(): Promise<void> {
    const { server, account, called, log } = this.deps;
    const id = account();
    if (id === null) return;
    const { epoch } = this;
    let status: StatusResult | null = null;
    let failure: Failure | null = null;
    const { scheduler } = this.deps;
    if (!this.status) scheduler.set("slow", slowReading, () => this.showLastKnown());
    try {
      status = await server.call("get_status", { account: id }, statusResult, { signal: this.stopReading.signal });
    } catch (error) {
      failure = toFailure(error, log);
    }
    if (epoch === this.epoch) scheduler.clear("slow");
    const unreadable = failure?.code === "unsupported" ? await this.deps.unreadableReason(id) : null;
    if (unreadable !== null) failure = null;
    if (epoch !== this.epoch) {
      // Read before a command began or ended. The command reads itself when it ends; else read again now.
      if (!this.pending && account() !== null) this.wanted = true;
      return;
    }
    // That nothing can be read was known before anything was sent: it says nothing of the account.
    if (unreadable === null) called(id, failure);
    if (status) {
      this.status = status;
      this.readFailures = 0;
    } else if (unreadable === null) this.readFailures++;
    this.readFailure = failure;
    this.unreadable = unreadable;
    this.stale = status === null && unreadable === null;
    if (!this.stale) this.revision++;
    if (failure && waitsForService(failure)) this.showLastKnown();
    this.keepKnown(id);
    if (status) await this.afterReading(status);
    if (unreadable === null && epoch === this.epoch) this.plan();
    this.deps.changed();
    if (status && this.wantRecent && !this.pending) await this.readRecent(id);
  }

  /** What the person stopped waiting for is told by the reading; what waits is sent. */
  private async afterReading(status: StatusResult): Promise<void> {
    const { outbox, generation } = this;
    if (this.failed?.failure.code === "cancelled") this.failed = null;
    if (!outbox?.head) return;
    const sending = this.sender.run(outbox, status);
    this.sending = sending;
    const notes = await sending.finally(() => {
      if (this.sending === sending) this.sending = null;
    });
    if (notes === null || generation !== this.generation) return;
    this.notes = notes;
    this.wanted = true;
    this.wantRecent = true;
  }

  private async readRecent(id: string): Promise<void> {
    const { generation } = this;
    this.wantRecent = false;
    try {
      const args = { account: id, recent: true, detail: "full", limit: recentCount };
      const { recent } = await this.deps.server.call("find_work", args, workResult);
      if (generation !== this.generation) return;
      this.recent = recent;
      this.keepKnown(id);
      this.deps.changed();
    } catch (error) {
      // The timer works without recents; the next reading asks again.
      this.wantRecent = true;
      this.deps.log("recents", { failure: toFailure(error, this.deps.log).code });
    }
  }

  /** Stands in for a first reading that fails or takes long. */
  private showLastKnown(): void {
    const account = this.deps.account();
    const known = this.status || account === null ? null : this.deps.lastKnown.of(account);
    if (!known) return;
    const { status, recent } = known;
    Object.assign(this, { status, recent, stale: true });
    this.deps.changed();
  }

  private keepKnown(account: string): void {
    const { status, recent } = this;
    if (status && !this.stale) this.deps.lastKnown.put(account, { status, recent, stamps: this.deps.stamps(account) });
  }

  private plan(): void {
    const { scheduler, changed } = this.deps;
    const service = this.status?.account.service;
    const sparing = service !== undefined && descriptorOf(service).polling === "sparing";
    const head = this.outbox?.head;
    this.sendFailures = !this.stale && head && head.state !== "stopped" ? this.sendFailures + 1 : 0;
    const failures = this.stale ? this.readFailures : this.sendFailures;
    planRefresh(scheduler, this.status, failures, () => void this.refresh(), sparing);
    // A stale state has no running clock.
    planMinute(scheduler, this.stale ? null : countedFrom(this.status), changed);
  }
}

/** Whether a click means anything in that phase: a second click of the same kind does not. */
function fits(command: TimerCommand, state: AssumedState | null): boolean {
  if (!state) return true;
  const { phase, entry } = state;
  switch (command.name) {
    case "clock_in": {
      const { work, text } = command.choice;
      return !(phase === "working" && entry && entry.text === text && sameWork(work, entry.work));
    }
    case "clock_out":
      return phase !== "idle";
    case "take_break":
      return phase === "working";
    case "resume":
      return phase === "break";
    default:
      return true;
  }
}
