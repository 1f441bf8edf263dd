import type { z } from "zod";
import { isUnreachable } from "#core/domain/errors";
import { deletedResult, writtenResult } from "#core/domain/results/entries";
import type { MessageText } from "#core/messages/catalog";
import type { contract } from "../../ipc/contract";
import type { CallOptions, Server } from "../../server";
import { workArguments } from "../../timer/commands";
import { AppFailure, credentialCodes } from "../failure";
import { activeAccount, Latest } from "./server-calls";

type Contract = typeof contract;
type Change = z.output<Contract["entries:previewMany"]["request"]>["change"];
type Done = z.output<Contract["entries:changeMany"]["response"]>;
type Preview = z.output<Contract["entries:previewMany"]["response"]>;

/** Entries of one call: between two calls it can be ended, and what was sent before is known. */
const atOnce = 10;
/** A preview reads every entry. Milliseconds. */
const patience = 180_000;

/** Entries that a person chose, changed or deleted together: many calls of the server, one change of the journal. */
export class BulkEntries {
  /** Each window reads and writes its own: what one begins or ends leaves those of the others alone. */
  private readonly previews = new Latest();
  private readonly running = new Set<{ window: number; isEnded: boolean }>();

  constructor(
    private readonly deps: {
      server: Server;
      account(): string | null;
      /** Something was written: the timer's totals are old. */
      written(): void;
    },
  ) {}

  preview({ ids, change }: z.output<Contract["entries:previewMany"]["request"]>, window: number): Promise<Preview> {
    return this.previews.run(window, async (signal) => {
      try {
        const args = { ...changesOf(this.account(), ids, change), dry_run: true };
        const options = { signal, timeout: patience };
        const {
          entries,
          failed = [],
          notes,
        } = await this.deps.server.call("update_time", args, writtenResult, options);
        return { entries, failed: failed.map((row) => ({ id: row.id ?? "", message: row.message })), notes };
      } catch (error) {
        return { entries: [], failed: [{ id: ids[0] ?? "", message: onlyRow(error, ids) }], notes: [] };
      }
    });
  }

  /** @param progress told after each call how many of all were tried */
  async write(
    { ids, change }: z.output<Contract["entries:changeMany"]["request"]>,
    window: number,
    progress: (made: { done: number; total: number }) => void,
  ): Promise<Done> {
    // The ids are of the account in use now: on another one they are other entries.
    const account = this.account();
    const run = { window, isEnded: false };
    this.running.add(run);
    const made: Done = { done: [], failed: [], left: [], notes: [], change: null, failure: null };
    const journal = { id: null as number | null };
    try {
      for (let at = 0; at < ids.length; at += atOnce) {
        const some = ids.slice(at, at + atOnce);
        if (run.isEnded || made.failure) made.left.push(...some);
        else await this.writeSome(account, some, change, { change: journal }, made);
        progress({ done: Math.min(at + atOnce, ids.length) - made.left.length, total: ids.length });
      }
    } finally {
      this.running.delete(run);
      this.deps.written();
    }
    return { ...made, notes: [...new Set(made.notes)], change: journal.id };
  }

  /** Ends what this window began, and nothing of the others. */
  cancel(window: number): void {
    for (const run of this.running) if (run.window === window) run.isEnded = true;
    this.previews.cancel(window);
  }

  private async writeSome(
    account: string,
    ids: string[],
    change: Change | "delete",
    options: CallOptions,
    made: Done,
  ): Promise<void> {
    try {
      const failed =
        change === "delete"
          ? await this.remove({ account, ids }, options)
          : await this.change(changesOf(account, ids, change), ids, options, made);
      const refused = new Set(failed.map(({ id }) => id));
      made.failed.push(...failed);
      made.done.push(...ids.filter((id) => !refused.has(id)));
    } catch (error) {
      if (isOfRow(error, ids)) made.failed.push({ id: ids[0] ?? "", message: onlyRow(error, ids) });
      else if (error instanceof AppFailure) {
        made.failure = error.failure;
        // Nobody knows of these, or none was sent.
        made.left.push(...ids);
      } else throw error;
    }
  }

  private async remove(args: { account: string; ids: string[] }, options: CallOptions) {
    return (await this.deps.server.call("delete_time", args, deletedResult, options)).failed;
  }

  private async change(args: ReturnType<typeof changesOf>, ids: string[], options: CallOptions, made: Done) {
    const { failed = [], notes } = await this.deps.server.call("update_time", args, writtenResult, options);
    made.notes.push(...notes);
    return failed.map(({ id, index, message }) => ({ id: id ?? ids[index ?? 0] ?? "", message }));
  }

  private account(): string {
    return activeAccount(this.deps.account());
  }
}

function changesOf(
  account: string,
  ids: readonly string[],
  { work, text, addTags, removeTags, billable, day }: Change,
) {
  const each = {
    ...(work && workArguments(work)),
    description: text,
    add_tags: addTags?.length ? addTags : undefined,
    remove_tags: removeTags?.length ? removeTags : undefined,
    billable,
    day,
  };
  const isNew = Object.values(work ?? {}).some((ref) => ref?.id === "") || Boolean(addTags?.length);
  const changes = ids.map((id) => ({ id, ...each }));
  return { account, changes, create_missing: isNew || undefined };
}

/** Of a single row the failure of the call is the row's, unless it is about the way to the service. */
export const isOfRow = (error: unknown, ids: readonly string[]): error is AppFailure =>
  error instanceof AppFailure &&
  ids.length === 1 &&
  error.failure.saved === "no" &&
  error.failure.code !== "cancelled" &&
  !isUnreachable(error.failure.code) &&
  !credentialCodes.includes(error.failure.code);

/** @throws what is not of the row */
function onlyRow(error: unknown, ids: readonly string[]): MessageText {
  if (isOfRow(error, ids)) return error.failure.message;
  throw error;
}
