import type { z } from "zod";
import { entriesResult, workResult } from "#core/domain/results/entries";
import type { contract } from "../../ipc/contract";
import type { CallOptions, Server } from "../../server";
import { workArguments } from "../../timer/commands";
import { AppFailure } from "../failure";
import { activeAccount, Latest, pageSize } from "./server-calls";

type Input = z.output<(typeof contract)["entries:search"]["request"]>;

/** Work of a matching name whose entries are read. */
const mostWork = 6;
/** A year of some services takes its time; the window offers to cancel after 3 s. Milliseconds. */
const patience = 180_000;

/** Entries that belong to a name, where there is nothing of that name. */
const none = { entries: [], next: undefined };

/**
 * Looks for a word in entries of many weeks. Services look in descriptions only, so work and tags of a matching name are
 * asked for as well. Who asks keeps those in which all words stand.
 */
export class EntrySearch {
  private readonly searches = new Latest();

  constructor(private readonly deps: { server: Server; account(): string | null }) {}

  find({ query, from, to, people }: Input, window: number) {
    const words = query.trim().split(/\s+/);
    const word = words.reduce((longest, one) => (one.length > longest.length ? one : longest), "");
    const asked = { account: activeAccount(this.deps.account()), from, to, people, detail: "full", limit: pageSize };
    return this.searches.run(window, async (signal) => {
      const options = { signal, timeout: patience };
      const list = (filter: object) =>
        this.deps.server.call("list_time", { ...asked, ...filter }, entriesResult, options);
      const work = await this.workNamed(word, options);
      const pages = await Promise.all([
        list({ description: word }),
        list({ tags: [word] }).catch(unlessEnded),
        ...work.map((filter) => list(filter).catch(unlessEnded)),
      ]);
      const byId = new Map(pages.flatMap(({ entries }) => entries.map((entry) => [entry.id, entry] as const)));
      const entries = [...byId.values()].sort((a, b) => Date.parse(b.begin) - Date.parse(a.begin));
      return { entries, partial: pages.some(({ next }) => next !== undefined) };
    });
  }

  cancel(window: number): void {
    this.searches.cancel(window);
  }

  private async workNamed(word: string, options: CallOptions): Promise<Record<string, string>[]> {
    const args = { account: activeAccount(this.deps.account()), query: word, include_hidden: true, detail: "full" };
    const { items } = await this.deps.server
      .call("find_work", { ...args, limit: 30 }, workResult, options)
      .catch((error: unknown) => ({ ...unlessEnded(error), items: [] }));
    const named = items.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()));
    return named.slice(0, mostWork).map(({ level, id, name }) => workArguments({ [level]: { id, name } }));
  }
}

/** What is not there, or not to be read, has no entries; a search that was ended fails as a whole. */
function unlessEnded(error: unknown): typeof none {
  if (error instanceof AppFailure && !["cancelled", "server_down", "timeout"].includes(error.failure.code)) return none;
  throw error;
}
