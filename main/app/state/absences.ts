import type { z } from "zod";
import { absencesResult, balanceResult, decidedResult, requestedResult } from "#core/domain/results/absences";
import type { contract } from "../../ipc/contract";
import type { Server } from "../../server";
import { activeAccount, allPages, Latest, pageSize, refusedSome } from "./server-calls";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

/** What the windows ask about leave, on the account in use. Each call is one tool call of the server. */
export class Absences {
  private readonly lists = new Latest();
  private readonly checks = new Latest();

  constructor(
    private readonly deps: {
      server: Server;
      account(): string | null;
      /** Something was or may have been written: what was read is old. */
      written(): void;
    },
  ) {}

  /** All absences that touch these days; `next` stays set when there are more than 10,000. */
  list({ from, to, who }: Input<"absences:list">, window: number) {
    const { server } = this.deps;
    const show = ["absences", "holidays"];
    const args = { account: this.account(), from, to, people: [who], show, limit: pageSize };
    return this.lists.run(window, (signal) =>
      allPages(
        (cursor) => server.call("list_absences", { ...args, cursor }, absencesResult, { signal }),
        (all, { absences, next, more }) => ({ ...all, absences: [...all.absences, ...absences], next, more }),
      ),
    );
  }

  cancelList(window: number): void {
    this.lists.cancel(window);
  }

  async types() {
    const args = { account: this.account(), show: ["types"] };
    const found = await this.deps.server.call("list_absences", args, absencesResult);
    const { types = [], decisions = [], decide_where } = found;
    return { types, decisions, ...(decide_where === undefined ? {} : { decide_where }) };
  }

  balance({ day }: Input<"absences:balance">) {
    return this.deps.server.call("get_leave_balance", { account: this.account(), as_of: day }, balanceResult);
  }

  async request(draft: Input<"absences:request">, window: number) {
    const { type, first, last, firstHalf, lastHalf, hours, comment, reason, substitute, dryRun } = draft;
    const ends = firstHalf && lastHalf ? "both" : firstHalf ? "first" : lastHalf ? "last" : undefined;
    const half = ends === "first" && first === last ? (draft.half ?? ends) : ends;
    const args = {
      account: this.account(),
      type: `#${type}`,
      from: first,
      to: last,
      // What was not filled in is not sent.
      half: half || undefined,
      hours: hours || undefined,
      comment: comment || undefined,
      reason: reason || undefined,
      substitute: substitute || undefined,
      dry_run: dryRun || undefined,
    };
    const call = (signal?: AbortSignal) =>
      this.deps.server.call("request_absence", args, requestedResult, signal ? { signal } : {});
    if (dryRun) return this.checks.run(window, call);
    this.checks.cancel(window);
    return this.writing(() => call());
  }

  cancelCheck(window: number): void {
    this.checks.cancel(window);
  }

  async decide({ ids, action, comment }: Input<"absences:decide">) {
    const words = action === "ask" ? "ask_again" : action;
    const args = { account: this.account(), ids, action: words, comment: comment || undefined };
    return this.writing(async () => {
      const result = await this.deps.server.call("update_absence", args, decidedResult);
      refusedSome(result.failed, ids.length, result.done.length, "changed");
      return result;
    });
  }

  private async writing<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      this.deps.written();
    }
  }

  private account(): string {
    return activeAccount(this.deps.account());
  }
}
