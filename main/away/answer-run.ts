import type { Scheduler } from "../app/scheduler";
import type { AwayAnswer, AwayQuestion } from "../ipc/contract/timer/away";
import type { WorkChoice } from "../ipc/contract/timer/work-choice";
import type { Timer } from "../timer/timer";
import { type AwayKeep, storeQuestion } from "./keep";
import { isStillOpen } from "./questions";
import { type AwayStep, isDone, stepsOf } from "./steps";

export interface Given {
  answer: AwayAnswer;
  choice?: WorkChoice;
  at?: string;
}

export interface AnswerDeps {
  timer: Pick<Timer, "view" | "clockIn" | "clockOut" | "takeBreak">;
  scheduler: Pick<Scheduler, "now">;
  keep: AwayKeep;
  /** A step of an answer was not taken: the timer window says what is with it. */
  waits(): void;
  changed(): void;
}

/** Carries out an answer step by step, across restarts: each step once, and none past one that the service refused. */
export class AnswerRun {
  private busy = false;
  /** The answer on its way that was given to this process, and the last of its steps that was sent or waits. */
  private mine: { id: string; tried: number } | null = null;

  constructor(private readonly deps: AnswerDeps) {}

  get working(): boolean {
    return this.busy;
  }

  /** @throws AppFailure where the answer does not fit or a step was refused */
  async carryOut(account: string, question: AwayQuestion, given: Given): Promise<void> {
    const { keep, scheduler } = this.deps;
    const steps = stepsOf(question, given, scheduler.now());
    const { questions, settled } = keep.get();
    const rest = questions.filter((one) => one.question.id !== question.id);
    const kept = given.answer === "keep" && question.reason === null ? [...settled, question.id].slice(-50) : settled;
    const under = steps.length > 0 ? { account, question, steps, done: 0 } : null;
    this.mine = { id: question.id, tried: -1 };
    keep.update({ questions: rest, settled: kept, under });
    await this.goOn();
  }

  /** The timer shows a failure of the step on its way: what is with it is settled there, never sent again from here. */
  settledByTimer(): void {
    const { under } = this.deps.keep.get();
    if (under) this.mine = { id: under.question.id, tried: under.done };
  }

  /** Sends the remaining steps of an answer, each once. A step that the service does not accept waits in the outbox. */
  async goOn(): Promise<void> {
    const { keep, timer, changed, waits } = this.deps;
    if (this.busy) return;
    this.busy = true;
    try {
      for (let { under } = keep.get(); under; under = keep.get().under) {
        const { question, account, done } = under;
        const step = under.steps[done];
        const { status, failed, pending, outbox } = timer.view();
        if (!step || failed || pending) {
          if (!step) keep.update({ under: null });
          break;
        }
        const mine = this.mine?.id === question.id ? this.mine : null;
        const wasTried = mine !== null && mine.tried >= done;
        // Of an answer from before a restart nobody knows how far it got: the timer says.
        if ((wasTried || !mine) && isDone(step, status, outbox.waiting)) {
          keep.update({ under: { ...under, done: done + 1 } });
          continue;
        }
        if (wasTried) {
          // Neither taken nor waiting: the person discarded it, so the question is open again.
          keep.update({ under: null });
          if (status && isStillOpen(question, status)) storeQuestion(keep, account, question);
          break;
        }
        this.mine = { id: question.id, tried: done };
        const view = await this.send(step);
        if (view.failed || view.outbox.waiting.length > 0) waits();
        if (view.failed) break;
        keep.update({ under: { ...under, done: done + 1 } });
      }
    } catch (error) {
      const { under } = keep.get();
      keep.update({ under: null });
      if (under) storeQuestion(keep, under.account, under.question);
      throw error;
    } finally {
      this.busy = false;
      changed();
    }
  }

  private send(step: AwayStep) {
    const { timer } = this.deps;
    if (step.do === "clock_in") return timer.clockIn(step.choice, false, step.at);
    return step.do === "clock_out" ? timer.clockOut(step.at) : timer.takeBreak(undefined, step.at);
  }
}
