import { type Log, notSaved, toFailure } from "../app/failure";
import type { Scheduler } from "../app/scheduler";
import type { AwayAnswer, AwayQuestion, AwaySettings } from "../ipc/contract/timer/away";
import { type AnswerDeps, AnswerRun, type Given } from "./answer-run";
import { type AwayKeep, storeQuestion } from "./keep";
import type { PresenceSource } from "./presence/source";
import { type AskedOf, isStillOpen, questionAfter, questionOfForgotten } from "./questions";
import { type Absence, follow, type PresenceEvent, present } from "./tracker";

export interface AwayDeps extends AnswerDeps {
  source: PresenceSource;
  scheduler: Scheduler;
  settings(): AwaySettings;
  setAlways(always: AwaySettings["always"]): void;
  /** Id of the account that the timer shows. */
  account(): string | null;
  /** Whether that account's service stamps times itself. */
  stamps(account: string): boolean;
  /** Minutes after midnight at which the workday ends; null: not known. */
  dayEnd(): number | null;
  /** Seconds since the computer was started. */
  uptime(): number;
  /** Asks: `typing`: the person is at the keyboard with something else, and must not lose a key to a window. */
  ask(question: AwayQuestion, typing: boolean): void;
  /** The question is over. */
  close(): void;
  /** The rule for short absences was followed. */
  followed(question: AwayQuestion, answer: AwayAnswer): void;
  log: Log;
}

type Kept = ReturnType<AwayKeep["get"]>;
const minute = 60_000;
/** How often the system is asked for its idle time: seldom while somebody works, often until they are back. */
const lookEvery = { here: 15_000, gone: 3_000 };
/** How often it is noted that the computer runs. */
const noteEvery = 2 * minute;
/** Where no absence is asked about, a night is still noticed. */
const usualFrom = 10 * minute;
const mostMarks = 100;

/**
 * Notices that a person went away while the timer ran on, and asks what that was when they are back. Nothing is changed
 * unasked; questions and answers on their way survive a restart.
 */
export class Away {
  private presence = present;
  private seen: Absence[] = [];
  private stopped = false;
  /** Whether the absence ended by a key or the mouse, and not at a lock screen. */
  private typing = false;
  private readonly run: AnswerRun;

  constructor(private readonly deps: AwayDeps) {
    this.run = new AnswerRun(deps);
  }

  start(): void {
    const { deps } = this;
    const { lastSeen } = deps.keep.get();
    const now = deps.scheduler.now();
    const booted = now - deps.uptime() * 1000;
    // Punchcard may be quit while its person works on: only a computer that was off says that nobody did.
    if (lastSeen !== null && booted > lastSeen) {
      this.note({ at: lastSeen, reason: "off" });
      this.seen.push({ since: lastSeen, back: now, reason: "off" });
    }
    deps.source.follow((kind) => {
      const at = deps.scheduler.now();
      this.take(kind === "awake" ? { kind, at, watched: deps.source.tells().idle } : { kind, at });
    });
    this.look();
    this.noteSeen();
    this.check();
  }

  stop(): void {
    this.stopped = true;
    this.deps.scheduler.clearAll();
    this.deps.source.stop();
    if (this.runs()) this.deps.keep.update({ lastSeen: this.deps.scheduler.now() });
  }

  /** The question that waits for an answer; null: none. */
  current(): AwayQuestion | null {
    const account = this.deps.account();
    if (this.deps.keep.get().under) return null;
    return this.deps.keep.get().questions.find((one) => one.account === account)?.question ?? null;
  }

  /** The state of the app has changed: questions may be over, absences may be asked about. */
  check = (): void => {
    if (this.stopped || this.run.working) return;
    const { timer, account, keep } = this.deps;
    const id = account();
    const { status, stale, pending, failed } = timer.view();
    if (id === null || !status || pending) return;
    if (status.account.id !== id) return;
    const { under } = keep.get();
    if (under) {
      // What waits for its service is settled there first; then it may also have been discarded.
      if (failed) this.run.settledByTimer();
      else if (under.account === id && !stale)
        this.run.goOn().catch((error: unknown) => toFailure(error, this.deps.log));
      return;
    }
    if (!stale) this.dropClosed(id, status);
    const asked = this.asked(id, status);
    for (const absence of this.seen.splice(0)) this.put(id, questionAfter(absence, asked));
    const forgotten = questionOfForgotten(this.deps.scheduler.now(), asked);
    const { settled, questions } = keep.get();
    const known = forgotten && (settled.includes(forgotten.id) || questions.some(({ account }) => account === id));
    if (!known) this.put(id, forgotten);
  };

  /** @throws AppFailure where the answer does not fit; nothing was done */
  async answer(id: string, given: Given & { always?: number }): Promise<void> {
    const question = this.current();
    const account = this.deps.account();
    if (!question || question.id !== id || account === null)
      throw notSaved("not_found", "This question is over.", "Look at the timer.");
    await this.carryOut(account, question, given);
    const { answer, always } = given;
    if (always !== undefined && answer !== "other" && answer !== "endAt") {
      if (!question.always.includes(always)) throw notSaved("argument", "This cannot become the rule.");
      this.deps.setAlways({ answer, under: always });
    }
  }

  /** Put aside: nothing is changed, and the question stays where the timer is. */
  later(): void {
    const { keep, changed } = this.deps;
    const current = this.current();
    if (!current) return;
    keep.update({
      questions: keep.get().questions.map((one) => (one.question.id === current.id ? { ...one, later: true } : one)),
    });
    changed();
  }

  private runs = () => this.deps.timer.view().status?.running != null;

  private asked(account: string, status: AskedOf["status"]): AskedOf {
    const { keep, settings, stamps, dayEnd } = this.deps;
    return {
      status,
      stamps: stamps(account),
      from: settings().minutes * minute,
      marks: keep.get().marks,
      dayEnd: dayEnd(),
    };
  }

  private look(): void {
    const { source, scheduler, log } = this.deps;
    const again = () => {
      if (!this.stopped) scheduler.set("look", this.presence.gone ? lookEvery.gone : lookEvery.here, () => this.look());
    };
    // Nobody is watched while nothing runs.
    if (!this.runs() && !this.presence.gone) {
      again();
      return;
    }
    source.idle().then(
      (idle) => {
        if (idle !== null && !this.stopped) this.take({ kind: "idle", at: scheduler.now(), idle });
        again();
      },
      (error: unknown) => {
        log("idle time", { error: String(error) });
        again();
      },
    );
  }

  private noteSeen(): void {
    const { keep, scheduler } = this.deps;
    if (this.runs() && !this.presence.gone) keep.update({ lastSeen: scheduler.now() });
    scheduler.set("seen", noteEvery, () => this.noteSeen());
  }

  private take(event: PresenceEvent): void {
    const wasLocked = this.presence.locked;
    const from = this.deps.settings().minutes * minute || usualFrom;
    const { presence, absence, mark } = follow(this.presence, event, from);
    this.presence = presence;
    if (mark && this.runs()) this.note(mark);
    if (!absence) return;
    // Whoever has just unlocked or switched on looks at the screen; whoever moved the mouse may be typing.
    this.typing = event.kind === "idle" && !wasLocked && absence.reason === "idle";
    this.seen.push(absence);
    this.check();
  }

  private note(mark: Kept["marks"][number]): void {
    const { keep } = this.deps;
    keep.update({ marks: [...keep.get().marks, mark].slice(-mostMarks), lastSeen: mark.at });
  }

  private dropClosed(account: string, status: AskedOf["status"]): void {
    const { keep, close, changed } = this.deps;
    const { questions } = keep.get();
    const open = questions.filter((one) => one.account !== account || isStillOpen(one.question, status));
    if (open.length === questions.length) return;
    keep.update({ questions: open });
    if (!open.some((one) => one.account === account)) close();
    changed();
  }

  private put(account: string, question: AwayQuestion | null): void {
    if (!question) return;
    const { keep, settings, ask, changed, followed, log } = this.deps;
    const { always } = settings();
    const length = (Date.parse(question.back) - Date.parse(question.since)) / minute;
    if (always && question.kind === "away" && !question.stamps && length < always.under && !this.current()) {
      this.carryOut(account, question, { answer: always.answer }).then(
        () => followed(question, always.answer),
        (error: unknown) => {
          log("rule for absences", { code: toFailure(error, log).code });
          storeQuestion(keep, account, question);
        },
      );
      return;
    }
    storeQuestion(keep, account, question);
    changed();
    const current = this.current();
    if (current) ask(current, this.typing);
    this.typing = false;
  }

  private async carryOut(account: string, question: AwayQuestion, given: Given): Promise<void> {
    try {
      await this.run.carryOut(account, question, given);
    } finally {
      if (!this.current()) this.deps.close();
      this.deps.changed();
      this.check();
    }
  }
}
