import { type StatusResult, statusResult, workResult } from "../../mcp-server/domain/results";
import { descriptorOf } from "../../mcp-server/services/descriptors";
import { credentialCodes, type Log, notSaved, toFailure } from "../app/failure";
import type { Scheduler } from "../app/scheduler";
import type { Failure, TimerView, WorkChoice } from "../ipc/contract";
import type { Server } from "../server";
import type { CommandJournal } from "./command-journal";
import { type CommandResult, mustBeSettled, send, type TimerCommand, tookEffect } from "./commands";
import { type Attempt, brokenOff, type Failed, isKept, notSentYet } from "./failed-command";
import { planMinute, planRefresh } from "./poll-schedule";

export interface TimerDeps {
  server: Server;
  scheduler: Scheduler;
  /** Where commands stand until the service has taken them. */
  journal: CommandJournal;
  /** Id of the account that the timer shows; null: none is connected. */
  account(): string | null;
  /** Whether an ended entry of that account can be made to run again. */
  reopens(account: string): boolean;
  /** Why nobody can tell whether anything runs on that account, although it can be started and ended there; null: it is told. */
  unreadableReason(account: string): Promise<string | null>;
  /** The view changed. */
  changed(): void;
  /** A reading ended, so that the account's state can follow. */
  called(account: string, failure: Failure | null): void;
  log: Log;
}

const undoTime = 8_000;
const recentCount = 6;

/** `2026-11-19T10:12:00Z`: whole seconds, as instants are everywhere. */
export const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");

const shownFailure = ({ attempt, failure, kept }: Failed): NonNullable<TimerView["failed"]> => ({
  command: attempt.command.name,
  meantAt: instantOf(attempt.meantAt),
  failure,
  ...(kept && { kept }),
});

/** What was read, as it is at `now`: what a write answered counts from then on, not from the reading before it. */
function grownTo(status: StatusResult, now: number): StatusResult {
  const passed = Math.max(0, Math.floor((now - Date.parse(status.now)) / 1000));
  const begun = status.running?.begin.slice(0, 10) ?? "";
  const { today, week } = status;
  // The clock time moves on, its offset stays.
  const local = new Date(Date.parse(`${status.now.slice(0, 19)}Z`) + passed * 1000).toISOString().slice(0, 19);
  return {
    ...status,
    now: `${local}${status.now.slice(19)}`,
    today: { ...today, seconds: today.seconds + (begun === today.day ? passed : 0) },
    week: { ...week, seconds: week.seconds + (begun >= week.first ? passed : 0) },
  };
}

/** From when on the shown minutes are counted: a running entry's are net of its breaks. */
function countedFrom(status: StatusResult | null): string | null {
  if (status?.running) return instantOf(Date.parse(status.now) - status.running.seconds * 1000);
  return status?.break?.since ?? null;
}

/**
 * The truth about the timer of the account in use. One command at a time: what is clicked while one is under way does
 * nothing. What failed is kept with the time it was meant at until it is tried again or given up.
 */
export class Timer {
  private status: StatusResult | null = null;
  private stale = false;
  private unreadable: string | null = null;
  private recent: WorkChoice[] = [];
  private pending: { attempt: Attempt; since: number; cancel: AbortController } | null = null;
  private undoable: { until: number; entry: NonNullable<CommandResult["ended"]>; final?: true } | null = null;
  private failed: Failed | null = null;
  private notes: string[] = [];
  private readFailures = 0;
  private reading: Promise<void> | null = null;
  private performing: Promise<TimerView> | null = null;
  private wanted = false;
  private wantRecent = true;
  /** Rises when a command begins or ends and when the account changes: an older reading must not overwrite newer truth. */
  private epoch = 0;
  /** Generation counter: rises when the account changes, so that answers for the former one are dropped. */
  private generation = 0;

  constructor(private readonly deps: TimerDeps) {
    this.recall();
  }

  view(): TimerView {
    const { status, pending, undoable, failed } = this;
    const last = status?.last;
    return {
      phase: status?.state ?? "unknown",
      stale: this.stale,
      ...(this.unreadable !== null && { unreadable: this.unreadable }),
      status,
      readAt: status?.now ?? null,
      recent: this.recent,
      suggestion: last ? { work: last.work, text: last.text, tags: last.tags } : (this.recent[0] ?? null),
      pending: pending && { command: pending.attempt.command.name, since: instantOf(pending.since) },
      undo: undoable && { ...undoable, until: instantOf(undoable.until) },
      failed: failed && !failed.unlooked ? shownFailure(failed) : null,
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
    return this.act({ name: "undo", entryId: this.undoable.entry.id });
  }
  /** Changes text or begin of the running entry; `begin` as the person typed it. */
  async edit(change: { text?: string; begin?: string }): Promise<TimerView> {
    const running = this.status?.running;
    if (!running) throw notSaved("nothing_running", "Nothing is running that could be changed.");
    return this.act({ name: "edit", entryId: running.id, ...change });
  }

  /** Tries what failed again, as of the time it was meant at; asks first whether it went through after all. */
  async retry(): Promise<TimerView> {
    if (this.pending || !this.failed) return this.view();
    return this.perform(this.failed.attempt, true);
  }

  /** Stops waiting for what is under way; else gives up what failed. */
  async cancel(): Promise<TimerView> {
    if (this.pending) this.pending.cancel.abort();
    else if (this.failed) {
      this.forget(this.failed);
      this.deps.changed();
    }
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
    Object.assign(this, { status: null, stale: false, recent: [], pending: null, undoable: null, failed: null });
    Object.assign(this, { unreadable: null, notes: [], readFailures: 0, wantRecent: true });
    this.recall(connected);
    this.deps.changed();
  }

  /** A command that the service has not taken and nobody has discarded; null: quitting loses nothing from sight. */
  waiting(): TimerView["failed"] {
    return this.failed && isKept(this.failed) ? shownFailure(this.failed) : null;
  }

  /** Resolves when no command is under way: an account must not be changed under a write. */
  async settled(): Promise<void> {
    while (this.performing) await this.performing.catch(() => undefined);
  }

  /** Reads the status again; never two readings at once, and none while a command is under way (it reads when it ends). */
  refresh(options: { recent?: boolean } = {}): Promise<void> {
    this.wantRecent ||= options.recent === true;
    if (this.pending || this.deps.account() === null) return Promise.resolve();
    this.wanted = true;
    this.reading ??= this.readWhileWanted().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /** No reading and no redrawing by itself until the next `refresh`: before the computer sleeps, and under a write. */
  sleep(): void {
    this.deps.scheduler.clear("refresh");
    this.deps.scheduler.clear("minute");
  }

  /** What waits on disk for the account in use. */
  private recall(connected?: string): void {
    const account = this.deps.account();
    let kept = account === null ? null : this.deps.journal.get(account);
    if (!kept) return;
    if (account === connected && credentialCodes.includes(kept.failure?.code ?? "")) {
      kept = { ...kept, failure: notSentYet };
      this.deps.journal.put(kept);
    }
    const attempt = { command: kept.command, account: kept.account, meantAt: kept.meantAt };
    this.failed =
      kept.state === "failed" && kept.failure
        ? { attempt, failure: kept.failure, kept: true }
        : { attempt, failure: brokenOff, kept: true, unlooked: true };
  }

  /** Found done, or discarded by the person. */
  private forget({ attempt }: Failed): void {
    this.failed = null;
    this.deps.journal.drop(attempt.account);
  }

  private async act(command: TimerCommand, at?: number): Promise<TimerView> {
    if (this.pending) return this.view();
    const account = this.deps.account();
    if (account === null)
      throw notSaved("argument", "No account is connected yet.", "Connect one, or choose This computer.");
    const { failed } = this;
    if (failed && mustBeSettled({ command: failed.attempt.command.name, failure: failed.failure })) {
      const same = command.name === failed.attempt.command.name && at === undefined;
      if (same && command.name !== "clock_in" && command.name !== "edit") return this.retry();
      throw notSaved("conflict", "Something is still waiting to be saved.", "Try it again or give it up first.");
    }
    return this.perform({ command, account, meantAt: at ?? this.deps.scheduler.now() }, false, at !== undefined);
  }

  /** @param dated the person gave the time: the service's own clock must not take its place */
  private perform(attempt: Attempt, again: boolean, dated = false): Promise<TimerView> {
    const performing = this.carryOut(attempt, again, dated).finally(() => {
      if (this.performing === performing) this.performing = null;
    });
    this.performing = performing;
    return performing;
  }

  private async carryOut(attempt: Attempt, again: boolean, dated: boolean): Promise<TimerView> {
    const { server, scheduler, account, journal, log } = this.deps;
    const generation = this.generation;
    const cancel = new AbortController();
    this.epoch++;
    this.pending = { attempt, since: scheduler.now(), cancel };
    const before = this.failed;
    this.failed = null;
    this.notes = [];
    this.sleep();
    // On disk before it is sent: whatever ends the app from here on, the next start looks before it offers it again.
    journal.put({ ...attempt, state: "sending" });
    this.deps.changed();
    let failure: Failure | null = null;
    try {
      // Who cannot look cannot go back in time either: it is meant anew, for now.
      const late = again && this.unreadable === null;
      const done = late && (await this.alreadyDone(attempt, cancel.signal));
      const at = late || dated ? instantOf(attempt.meantAt) : null;
      const result = done || (await send(server, attempt.account, attempt.command, at, { signal: cancel.signal }));
      if (generation === this.generation) this.apply(attempt, result);
    } catch (error) {
      failure = toFailure(error, log);
    }
    // A retry that could not even be sent leaves open what the first try left open.
    if (failure && before && failure.saved === "no" && before.failure.saved === "unknown")
      failure = { ...failure, saved: "unknown" };
    const failed: Failed | null = failure && { attempt, failure, ...(before?.kept && again && { kept: true }) };
    if (failure && failed && isKept(failed)) journal.put({ ...attempt, state: "failed", failure });
    else journal.drop(attempt.account);
    if (generation !== this.generation || account() !== attempt.account) return this.view();
    this.epoch++;
    this.pending = null;
    this.failed = failed;
    // Where no reading follows that would find it out, the account says what is wrong with it all the same.
    if (this.unreadable !== null && (failure === null || credentialCodes.includes(failure.code)))
      this.deps.called(attempt.account, failure);
    this.deps.changed();
    // A break changes nothing of what was worked on.
    const breaks = attempt.command.name === "take_break" || attempt.command.name === "resume";
    await this.refresh({ recent: failure === null && !breaks });
    return this.view();
  }

  /**
   * With a fresh reading: what went through after all, or was given up by the person, is no failure any more. What the
   * service answered and stored otherwise (`conflict`) stays until the person has seen it.
   */
  private settle(status: StatusResult): void {
    if (!this.failed) return;
    const { attempt, failure } = this.failed;
    const unanswered = failure.saved !== "no" && failure.code !== "conflict";
    const wentThrough = unanswered && tookEffect(attempt.command, attempt.meantAt, status);
    if (wentThrough || failure.code === "cancelled") this.forget(this.failed);
  }

  private async alreadyDone(attempt: Attempt, signal: AbortSignal): Promise<CommandResult | null> {
    const status = await this.deps.server.call("get_status", { account: attempt.account }, statusResult, { signal });
    if (!tookEffect(attempt.command, attempt.meantAt, status)) return null;
    return { notes: [], running: status.running, paused: status.break, ended: undefined };
  }

  private apply({ command, account }: Attempt, done: CommandResult): void {
    this.notes = done.notes;
    this.undoable = null;
    this.deps.scheduler.clear("undo");
    if (command.name === "clock_out" && done.ended) {
      this.undoable = {
        until: this.deps.scheduler.now() + undoTime,
        entry: done.ended,
        ...(this.deps.reopens(account) ? {} : { final: true }),
      };
      this.deps.scheduler.set("undo", undoTime, () => {
        this.undoable = null;
        this.deps.changed();
      });
    }
    if (!this.status) return;
    const running = done.running ?? null;
    const paused = done.paused ?? null;
    this.status = {
      ...grownTo(this.status, this.deps.scheduler.now()),
      state: running ? "working" : paused ? "break" : "idle",
      running,
      break: paused,
      last: done.ended ?? this.status.last,
    };
    this.status.today.running = 0;
  }

  private async readWhileWanted(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      await this.readOnce();
    }
  }

  private async readOnce(): Promise<void> {
    const { server, account, called, log } = this.deps;
    const id = account();
    if (id === null) return;
    const { epoch } = this;
    let status: StatusResult | null = null;
    let failure: Failure | null = null;
    try {
      status = await server.call("get_status", { account: id }, statusResult);
    } catch (error) {
      failure = toFailure(error, log);
    }
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
      this.settle(status);
    } else if (unreadable === null) this.readFailures++;
    this.unreadable = unreadable;
    this.stale = status === null && unreadable === null;
    if (this.failed) delete this.failed.unlooked;
    if (unreadable === null) this.plan();
    this.deps.changed();
    if (status && this.wantRecent) await this.readRecent(id);
  }

  private async readRecent(id: string): Promise<void> {
    const { generation } = this;
    this.wantRecent = false;
    try {
      const args = { account: id, recent: true, detail: "full", limit: recentCount };
      const { recent } = await this.deps.server.call("find_work", args, workResult);
      if (generation !== this.generation) return;
      this.recent = recent;
      this.deps.changed();
    } catch (error) {
      // The timer works without recents; the next reading asks again.
      this.wantRecent = true;
      this.deps.log("recents", { failure: toFailure(error, this.deps.log).code });
    }
  }

  private plan(): void {
    const { scheduler, changed } = this.deps;
    const service = this.status?.account.service;
    const sparing = service !== undefined && descriptorOf(service).polling === "sparing";
    planRefresh(scheduler, this.status, this.stale ? this.readFailures : 0, () => void this.refresh(), sparing);
    // A stale state has no running clock.
    planMinute(scheduler, this.stale ? null : countedFrom(this.status), changed);
  }
}
