import type { z } from "zod";
import { deletedResult, entriesResult, workResult, writtenResult } from "../../../mcp-server/domain/results";
import type { contract } from "../../ipc/contract";
import type { Server } from "../../server";
import { refusedRows, workArguments } from "../../timer/commands";
import { AppFailure } from "../failure";
import { activeAccount, Latest } from "./latest-call";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;
type Notes = { notes: string[] };

const pageSize = 500;
const mostPages = 20;

/** What the windows ask about entries and work, on the account in use. Each call is one tool call of the server. */
export class Entries {
  private readonly lists = new Latest();

  constructor(
    private readonly deps: {
      server: Server;
      account(): string | null;
      /** Something was written: the timer's totals are old. */
      written(): void;
    },
  ) {}

  async search({ query, within }: Input<"work:search">) {
    const text = query.trim();
    const args = {
      account: this.account(),
      ...(text ? { query: text } : {}),
      ...belowWork(within),
      detail: "full",
      limit: 30,
    };
    return this.deps.server.call("find_work", args, workResult);
  }

  /** All entries of the days `from` to `to`; `next` stays set when there are more than 10,000. */
  async list({ from, to }: Input<"entries:list">) {
    const { server } = this.deps;
    const args = { account: this.account(), from, to, detail: "full", limit: pageSize };
    return this.lists.run(async (signal) => {
      let result = await server.call("list_time", args, entriesResult, { signal });
      for (let page = 1; result.next !== undefined && page < mostPages; page++) {
        const more = await server.call("list_time", { ...args, cursor: result.next }, entriesResult, { signal });
        result = { ...result, entries: [...result.entries, ...more.entries], next: more.next };
      }
      return result;
    });
  }

  cancelList(): void {
    this.lists.cancel();
  }

  async log({ createMissing, work, tags, text, ...times }: Input<"entries:log">): Promise<Notes> {
    const entry = {
      ...times,
      ...workArguments(work),
      text: text || undefined,
      tags: tags.length > 0 ? tags : undefined,
    };
    const args = { account: this.account(), entries: [entry], create_missing: createMissing || undefined };
    return this.write(() => this.deps.server.call("log_time", args, writtenResult));
  }

  async update({ work, createMissing, ...change }: Input<"entries:update">): Promise<Notes> {
    const changes = [{ ...change, ...(work ? workArguments(work) : {}) }];
    const args = { account: this.account(), changes, create_missing: createMissing || undefined };
    return this.write(() => this.deps.server.call("update_time", args, writtenResult));
  }

  async remove({ ids }: Input<"entries:delete">): Promise<void> {
    const args = { account: this.account(), ids };
    try {
      const { deleted, failed } = await this.deps.server.call("delete_time", args, deletedResult);
      const first = failed[0];
      if (first)
        throw new AppFailure({
          code: "invalid",
          message:
            ids.length === 1 ? first.message : `${deleted.length} of ${ids.length} were deleted: ${first.message}`,
          saved: deleted.length > 0 ? "yes" : "no",
        });
    } finally {
      this.deps.written();
    }
  }

  private async write(run: () => Promise<z.output<typeof writtenResult>>): Promise<Notes> {
    try {
      const result = await run();
      refusedRows(result);
      return { notes: result.notes };
    } finally {
      this.deps.written();
    }
  }

  private account(): string {
    return activeAccount(this.deps.account());
  }
}

/** A search stays below a chosen customer and project; finer levels do not narrow it. */
function belowWork(within: Input<"work:search">["within"]): Record<string, string> {
  if (!within) return {};
  const { customer, project } = within;
  return workArguments(project ? { project } : customer ? { customer } : {});
}
