import type { Entry } from "../../../domain/entities";
import type { EntryQuery } from "../../../domain/ports";
import type { Query } from "../../http/path";
import { allPages, pageSize } from "../client/pages";
import type { Kimai } from "../context";
import type { Lists } from "../work/lists";
import { createEntryNames } from "./entry-names";

interface PageOfEntries {
  entries: Entry[];
  total: number | null;
  pages: number;
}

/** People times days, above which Kimai is asked for the number of entries before the first page. */
const seldomMany = 60;
const peopleOfEveryone = 10;
const day = 86_400_000;

/** Whether a query may well have more entries than a page, going by days and people alone. */
export function mayBeMany({ from, to, people, running }: EntryQuery): boolean {
  const heads = people === "everyone" ? peopleOfEveryone : people === "me" ? 1 : people.length;
  return !running && ((Date.parse(to) - Date.parse(from)) / day) * heads > seldomMany;
}

/**
 * Reads entries page by page. One page comes with all names inside; where there are more, names come from lists, because
 * names inside make eight times the bytes (kimai-api.md, Learned later).
 */
export function createEntryPages(kimai: Kimai, lists: Lists) {
  const { client, env } = kimai;
  const named = createEntryNames(kimai, lists);

  async function withNames(query: Query, signal: AbortSignal): Promise<PageOfEntries> {
    const { rows, ...page } = await client.page(query, signal);
    return { ...page, entries: rows.map(kimai.entry) };
  }
  async function withIds(query: Query, since: number, signal: AbortSignal): Promise<PageOfEntries> {
    const { rows, ...page } = await client.plainPage(query, signal);
    const entries = await named(rows, since, signal);
    return entries ? { ...page, entries } : withNames(query, signal);
  }

  /** @param countFirst whether there may well be more than one page */
  return async function* (query: Query, countFirst: boolean, signal?: AbortSignal): AsyncGenerator<PageOfEntries> {
    const since = env.now();
    let many = countFirst && (await client.count(query, signal)) > pageSize;
    const read = (page: Query, stop: AbortSignal) => (many ? withIds(page, since, stop) : withNames(page, stop));
    for await (const page of allPages(client, read, query, signal)) {
      many ||= page.pages > 1;
      yield page;
    }
  };
}
