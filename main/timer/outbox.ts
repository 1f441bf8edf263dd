import { randomUUID } from "node:crypto";
import type { StatusResult } from "#core/domain/results/timer";
import type { Failure } from "../ipc/contract";
import { currentPlace } from "../server/place";
import { assumedState } from "./assumed-state";
import { brokenOff, type TimerCommand } from "./commands";
import { type AssumedState, expectationOf } from "./expectation";
import type { OutboxFile, Waiting } from "./outbox-file";

/** What is found on disk as being sent. */
export const endedMidway: Failure = {
  code: brokenOff,
  message: "Punchcard ended while this was being sent.",
  saved: "unknown",
  next: "Nothing to do: the service is looked at first, and what it has taken is not sent twice.",
};

/**
 * What was clicked and the service has not taken, of one account, in the order of the clicks. Each change is on disk when
 * it returns.
 */
export class Outbox {
  constructor(
    private readonly file: OutboxFile,
    readonly account: string,
  ) {
    const found = this.all();
    if (found.some(({ state, failure }) => state === "sending" && !failure))
      this.put(found.map((one) => (one.state === "sending" && !one.failure ? { ...one, failure: endedMidway } : one)));
  }

  all(): readonly Waiting[] {
    return this.file.of(this.account);
  }

  get head(): Waiting | undefined {
    return this.all()[0];
  }

  /** @param status the last reading, from which the person clicked; null: there was none */
  add(command: TimerCommand, meantAt: number, state: "waiting" | "sending", status: StatusResult | null): Waiting {
    const all = this.all();
    const expects = expectationOf(assumedState(status, all));
    const added: Waiting = {
      id: randomUUID(),
      account: this.account,
      command,
      meantAt,
      state,
      ...(expects && { expects }),
      place: currentPlace(),
    };
    this.put([...all, added]);
    return added;
  }

  /** Back in line: nobody knows whether the service has taken it. */
  restore(command: TimerCommand, meantAt: number, failure: Failure, status: StatusResult | null): void {
    const { id } = this.add(command, meantAt, "sending", status);
    this.change(id, { failure });
  }

  change(id: string, change: Partial<Omit<Waiting, "id" | "account">>): void {
    this.put(this.all().map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  /**
   * The service has it. What comes next builds on what it made, in the same write.
   * @param state how the service stands now
   */
  taken(id: string, state: AssumedState | null): void {
    const rest = this.all().filter((one) => one.id !== id);
    const [next, ...more] = rest;
    const expects = expectationOf(state);
    this.put(next && expects ? [{ ...next, expects }, ...more] : rest);
  }

  /** The person gave it up; what comes after it is taken to stand as it would have with it. */
  drop(id: string): void {
    this.put(this.all().filter((one) => one.id !== id));
  }

  /** The person gave it up, with all that builds on it. */
  dropFrom(id: string): void {
    const all = this.all();
    const at = all.findIndex((one) => one.id === id);
    if (at >= 0) this.put(all.slice(0, at));
  }

  private put(all: readonly Waiting[]): void {
    this.file.put(this.account, all);
  }
}
