import { entriesResult } from "#core/domain/results/entries";
import { type StatusResult, statusResult } from "#core/domain/results/timer";
import type { MessageText } from "#core/messages/catalog";
import { type Log, toFailure } from "../app/failure";
import type { Failure } from "../ipc/contract";
import { inPlace } from "../server/place";
import { stateAfter, stateOf } from "./assumed-state";
import { send, type TimerServer, waitsForService } from "./commands";
import { instantOf } from "./instant";
import { isThatStart, judge, type Stands, standsNow, startWindow, type Verdict } from "./judge";
import { endedMidway, type Outbox } from "./outbox";
import type { Waiting } from "./outbox-file";

/** What the person has to decide before anything more is sent. */
export interface Question {
  id: string;
  stands: Stands;
  status: StatusResult;
}

/** Why a command is stopped whose ground has changed at the service. */
const contradicted: Failure = {
  code: "contradicted",
  message: "The service shows something else than this builds on.",
  saved: "no",
};

/** Whether nobody knows if the service has taken it. What a crash left open says so since it was read (outbox.ts). */
export const isUnsure = ({ failure }: Waiting) => failure?.saved === "unknown";

/** It was refused: only the person can go on. */
export const isRefused = ({ state, failure }: Waiting) => state === "stopped" && failure?.code !== contradicted.code;

interface Deps {
  server: TimerServer;
  /** Whether the account's service takes no other time than now. */
  stamps(account: string): boolean;
  log: Log;
  changed(): void;
}

/**
 * Sends what waits, oldest first and one at a time, each as of the time of its click. Before each one the service is looked
 * at: what it has already is not sent, and what no longer fits stops everything behind it until the person decides.
 */
export class Sender {
  private readonly questions = new Map<string, Question>();

  constructor(private readonly deps: Deps) {}

  question(outbox: Outbox): Question | null {
    const question = this.questions.get(outbox.account);
    return question?.id === outbox.head?.id ? (question ?? null) : null;
  }

  /**
   * @param status as it was read a moment ago
   * @returns what the service noted; null: nothing was sent
   */
  async run(outbox: Outbox, status: StatusResult): Promise<MessageText[] | null> {
    const { account } = outbox;
    let sent: MessageText[] | null = null;
    let now = status;
    for (let head = outbox.head; head; head = outbox.head) {
      const verdict = await this.verdict(head, now);
      if (verdict === null) return sent;
      if (verdict.is === "done") {
        outbox.taken(head.id, stateOf(now));
        continue;
      }
      if (isRefused(head)) return sent;
      if (this.deps.stamps(account)) {
        outbox.change(head.id, { state: "stopped", failure: head.failure ?? endedMidway });
        return sent;
      }
      if (verdict.is === "contradicted") {
        this.questions.set(account, { id: head.id, stands: standsNow(now), status: now });
        outbox.change(head.id, {
          state: "stopped",
          failure: { ...contradicted, saved: isUnsure(head) ? "unknown" : "no" },
        });
        return sent;
      }
      const notes = await this.sendOne(outbox, head);
      if (notes === null) return sent;
      sent = [...(sent ?? []), ...notes];
      const next = outbox.head && (await this.read(account));
      if (!next) return sent;
      now = next;
    }
    return sent;
  }

  /** null: nobody can tell, as the service stopped answering. */
  private async verdict(head: Waiting, status: StatusResult): Promise<Verdict | null> {
    const unsure = isUnsure(head);
    if (isRefused(head) && !unsure) return { is: "free" };
    const verdict = judge({ ...head, isUnsure: unsure }, status);
    if (verdict.is === "done" || !unsure || head.command.name !== "clock_in") return verdict;
    const { work } = head.command.choice;
    // A start that was taken may have been ended and followed by other work since.
    const args = { account: head.account, ...startWindow(head.meantAt), detail: "full" };
    try {
      const { entries } = await this.deps.server.call("list_time", args, entriesResult);
      return entries.some((entry) => isThatStart(entry, { ...head, work })) ? { is: "done" } : verdict;
    } catch (error) {
      toFailure(error, this.deps.log);
      return null;
    }
  }

  /** @returns what the service noted; null: it did not take it */
  private async sendOne(
    outbox: Outbox,
    { id, command, meantAt, expects, place = "window" }: Waiting,
  ): Promise<MessageText[] | null> {
    const { server, log, changed } = this.deps;
    // On disk before it is sent: whatever ends the app from here on, the next start looks before it sends again.
    outbox.change(id, { state: "sending", failure: undefined });
    changed();
    try {
      const result = await inPlace(place, () => send(server, outbox.account, command, instantOf(meantAt), {}));
      // Ended elsewhere since the look before it: whether that is what was meant is seen by the next look.
      const isMissed = command.name === "clock_out" && expects?.state === "working" && !result.ended;
      if (!isMissed) outbox.taken(id, stateAfter(result));
      else outbox.change(id, { state: "waiting" });
      return isMissed ? [] : result.notes;
    } catch (error) {
      const failure = toFailure(error, log);
      outbox.change(id, { state: stateOfFailed(failure), failure });
      return null;
    } finally {
      changed();
    }
  }

  private async read(account: string): Promise<StatusResult | null> {
    try {
      return await this.deps.server.call("get_status", { account }, statusResult);
    } catch (error) {
      toFailure(error, this.deps.log);
      return null;
    }
  }
}

/** What becomes of a command that failed like this. */
export const stateOfFailed = (failure: Failure): Waiting["state"] => {
  if (!waitsForService(failure)) return "stopped";
  return failure.saved === "unknown" ? "sending" : "waiting";
};
