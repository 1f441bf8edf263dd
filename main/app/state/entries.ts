import { z } from "zod";
import { isUnreachable } from "#core/domain/errors";
import { deletedResult, entriesResult, workResult, writtenResult } from "#core/domain/results/entries";
import type { MessageText } from "#core/messages/catalog";
import { dayAfter } from "#core/time/wall-clock";
import type { contract } from "../../ipc/contract";
import type { customField } from "../../ipc/contract/entries/entry-parts";
import type { Server } from "../../server";
import { refusedRows, workArguments } from "../../timer/commands";
import { AppFailure } from "../failure";
import { activeAccount, allPages, Latest, pageSize, refusedSome } from "./server-calls";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;
type Notes = { notes: MessageText[] };

/** Entries that a search shows. */
const mostFound = 5;

type CustomField = z.output<typeof customField>;

const fieldRecords = z.object({
  records: z.array(
    z.object({
      name: z.string().optional(),
      values: z.object({
        label: z.string().optional(),
        help: z.string().optional(),
        kind: z.string().optional(),
        default: z.string().optional(),
        needed: z.boolean().optional(),
        visible: z.boolean().optional(),
      }),
    }),
  ),
});

/** Kinds as services name the types of their forms (`integer`, `App\\Form\\Type\\YesNoType`). */
const kinds: readonly (readonly [RegExp, CustomField["kind"]])[] = [
  [/check|bool|yes.?no|flag/i, "flag"],
  [/date(?!.*time)/i, "date"],
  [/int|num|money|percent/i, "number"],
];

/** What the windows ask about entries and work, on the account in use. Each call is one tool call of the server. */
export class Entries {
  private readonly lists = new Latest();
  private readonly finds = new Latest();

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
  async list({ from, to, people }: Input<"entries:list">, window: number) {
    const { server } = this.deps;
    const args = { account: this.account(), from, to, people, detail: "full", limit: pageSize };
    return this.lists.run(window, (signal) =>
      allPages(
        (cursor) => server.call("list_time", { ...args, cursor }, entriesResult, { signal }),
        (all, page) => ({ ...all, entries: [...all.entries, ...page.entries], next: page.next }),
      ),
    );
  }

  /** The latest few with these words, of the year before `before`; another search of the window ends the one under way. */
  async find({ query, before }: Input<"entries:find">, window: number) {
    const [from, to] = [dayAfter(before, -365), dayAfter(before, -1)];
    const args = { account: this.account(), from, to, description: query.trim(), detail: "full", limit: mostFound };
    const { entries, total } = await this.finds.run(window, (signal) =>
      this.deps.server.call("list_time", args, entriesResult, { signal }),
    );
    return { entries, total: total.entries };
  }

  cancelList(window: number): void {
    this.lists.cancel(window);
  }

  /** What the service publishes of custom fields; empty where it keeps none, or keeps them from this person. */
  async customFields(): Promise<CustomField[]> {
    const args = { account: this.account(), type: "meta_field", detail: "full", filter: { for: "entry" }, limit: 100 };
    try {
      const { records } = await this.deps.server.call("list_records", args, fieldRecords);
      return records.flatMap(({ name, values }) =>
        name === undefined || values.visible === false ? [] : [fieldOf(name, values)],
      );
    } catch (error) {
      if (error instanceof AppFailure && !isUnreachable(error.failure.code)) return [];
      throw error;
    }
  }

  async log({ createMissing, work, tags, text, hourlyRate, fixedRate, ...rest }: Input<"entries:log">): Promise<Notes> {
    const entry = {
      ...rest,
      ...workArguments(work),
      hourly_rate: hourlyRate || undefined,
      fixed_rate: fixedRate || undefined,
      description: text || undefined,
      tags: tags.length > 0 ? tags : undefined,
    };
    const args = { account: this.account(), entries: [entry], create_missing: createMissing || undefined };
    return this.write(() => this.deps.server.call("log_time", args, writtenResult));
  }

  async update(request: Input<"entries:update">): Promise<Notes> {
    const { work, createMissing, text, hourlyRate, fixedRate, ...change } = request;
    const named = { description: text, hourly_rate: hourlyRate, fixed_rate: fixedRate };
    const changes = [{ ...change, ...named, ...(work ? workArguments(work) : {}) }];
    const args = { account: this.account(), changes, create_missing: createMissing || undefined };
    return this.write(() => this.deps.server.call("update_time", args, writtenResult));
  }

  async remove({ ids }: Input<"entries:delete">): Promise<void> {
    const args = { account: this.account(), ids };
    try {
      const { deleted, failed } = await this.deps.server.call("delete_time", args, deletedResult);
      refusedSome(failed, ids.length, deleted.length, "deleted");
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

function fieldOf(name: string, values: z.output<typeof fieldRecords>["records"][number]["values"]): CustomField {
  const { label, help, kind = "", needed = false } = values;
  const shape = kinds.find(([pattern]) => pattern.test(kind))?.[1] ?? "text";
  return {
    name,
    label: label || name,
    kind: shape,
    needed,
    ...(help && { help }),
    ...(values.default && { default: values.default }),
  };
}

/** A search stays below a chosen customer and project; finer levels do not narrow it. */
function belowWork(within: Input<"work:search">["within"]): Record<string, string> {
  if (!within) return {};
  const { customer, project } = within;
  return workArguments(project ? { project } : customer ? { customer } : {});
}
