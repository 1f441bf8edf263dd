import { setTimeout as sleep } from "node:timers/promises";
import { digestOf } from "#core/confirmation/confirm-token";
import type { Asking, OpenQuestion, PersonQuestions, Waiter } from "#core/confirmation/person-questions";
import { oneLine, shownLines } from "#core/confirmation/shown-lines";
import { confirmSeconds, wrongToken } from "#core/confirmation/token-rules";
import { InputError } from "#core/domain/errors";
import type { Clock } from "../store/database";
import type { Approval, Approvals } from "./approvals";

const mostOpen = 20;
/** Milliseconds that the call with the token waits for its person, and between two looks. */
const patience = 20_000;
const lookEvery = 1_000;

interface QuestionsOptions {
  approvals: Approvals;
  clock: Clock;
  person: string;
  grant: string;
  /** Where the person answers. */
  urlOf(approval: string): string;
  pause?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * Asks the person on a page of this server, where they are signed in. The token of a question does nothing by itself: it
 * only finds the person's yes, which is good for one call with the same arguments, of the same client, for five minutes.
 */
export class ApprovalQuestions implements PersonQuestions {
  /** Questions whose yes a call has used. */
  private readonly usedBy = new WeakMap<object, Set<string>>();

  constructor(private readonly options: QuestionsOptions) {}

  async since(token: string): Promise<number | null> {
    return (await this.find(token))?.firstAt ?? null;
  }

  async agree(asking: Asking, waiter: Waiter): Promise<OpenQuestion | null> {
    const digest = digestOf(asking.action);
    if (waiter.token !== undefined) {
      const outcome = await this.behind(waiter.token, digest, callOf(asking), waiter);
      if (outcome !== "ask") return outcome;
    }
    return this.ask(asking, digest);
  }

  /** @returns `ask`: this is a further question of the call, or it meets something else by now */
  private async behind(
    token: string,
    digest: string,
    call: string,
    waiter: Waiter,
  ): Promise<OpenQuestion | "ask" | null> {
    const known = await this.find(token);
    if (!known || known.call !== call) throw wrongToken("wrong");
    const isCovered = known.digest === digest || known.agreed.includes(digest);
    if (this.usedBy.get(waiter.call)?.has(known.id)) return isCovered ? null : "ask";
    if (!isCovered) {
      if (known.state === "used") throw wrongToken("used");
      // What it would act on is not what the person saw: that question is void, and so is a yes to it.
      await this.options.approvals.withdraw(known.id, known.person);
      return "ask";
    }
    const answered = await this.wait(known, token, waiter);
    if (answered.state === "open") return this.openQuestion(answered, token);
    await this.use(answered, waiter.call);
    return null;
  }

  private async use(approval: Approval, call: object): Promise<void> {
    const { approvals, clock } = this.options;
    if (approval.state === "denied")
      throw new InputError("declined", "The person said no on Punchcard's page; nothing was done.");
    if (approval.state === "withdrawn")
      throw new InputError("declined", "The person took this back, or was asked anew; nothing was done.", {
        next: "Call again without confirm, where it is still wanted.",
      });
    const used = this.usedBy.get(call) ?? new Set();
    this.usedBy.set(call, used);
    if (approval.state === "allowed" && approval.expiresAt <= clock()) throw wrongToken("expired");
    if (approval.state === "allowed" && (await approvals.use(approval.id))) used.add(approval.id);
    // Another part of this call may have been first.
    if (!used.has(approval.id)) throw wrongToken("used");
  }

  /** Until it is answered, its time is over, or this call has waited long enough. */
  private async wait(first: Approval, token: string, { until, signal, progress }: Waiter): Promise<Approval> {
    const { clock, pause = waitFor } = this.options;
    const began = clock();
    const last = Math.min(until, began + patience, first.expiresAt);
    let known = first;
    while (known.state === "open" && clock() < last && !signal.aborted) {
      progress((clock() - began) / 1_000_000, undefined, "Waiting for the person's answer on Punchcard's page");
      await pause(lookEvery, signal);
      known = (await this.find(token)) ?? known;
    }
    if (signal.aborted) throw new InputError("cancelled", "Cancelled before the person answered; nothing was done.");
    if (known.state === "open" && clock() >= known.expiresAt)
      throw new InputError("declined", "Nobody said yes in time, which counts as no; nothing was done.");
    return known;
  }

  private async ask(asking: Asking, digest: string): Promise<OpenQuestion> {
    const { approvals, clock, person, grant } = this.options;
    if ((await approvals.countOpen(person)) >= mostOpen)
      throw new InputError("confirm", `Your person has ${mostOpen} open questions already; nothing was done.`, {
        next: "Ask them to answer those first.",
      });
    const { client, says, account, action, count, others, preview, agreed, at } = asking;
    const { approval, token } = await approvals.ask({
      person,
      grant,
      client,
      says: (says && oneLine(says, 60)) || null,
      account: { id: account.id, label: oneLine(account.label, 120) },
      tool: action.tool,
      call: callOf(asking),
      digest,
      agreed: [...agreed],
      ...shownLines(preview),
      entries: count,
      others,
      firstAt: at,
      expiresAt: clock() + confirmSeconds * 1_000,
    });
    return this.openQuestion(approval, token);
  }

  private openQuestion({ id, expiresAt }: Approval, token: string): OpenQuestion {
    const seconds = Math.max(1, Math.ceil((expiresAt - this.options.clock()) / 1_000));
    return { token, seconds, url: this.options.urlOf(id) };
  }

  private find = (token: string) => {
    const { approvals, person, grant } = this.options;
    return approvals.byToken(token, person, grant);
  };
}

const callOf = ({ action: { seen: _seen, ...action } }: Asking) => digestOf(action);

const waitFor = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);
