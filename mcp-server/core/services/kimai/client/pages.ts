import { ServiceError } from "../../../domain/errors";
import type { Query } from "../../http/path";
import type { KimaiClient } from "./client";

/** Rows of one page: Kimai's largest, and by far its cheapest way to read many (§3.12). */
export const pageSize = 500;
const atOnce = 4;

/**
 * All pages of a query in their order. The first tells how many there are; the others are asked for only when the
 * reader wants more, four at a time, and never one past the end, which Kimai answers with 404 (§3.3).
 * Entries that are deleted meanwhile move later ones to a page that was read already: such a page is read again, so rows
 * can come twice, but none is missed. Stop reading, and what is under way is given up.
 * @param read one page; Kimai's 404 comes through as an error
 */
export async function* allPages<P extends { total: number | null; pages: number }>(
  client: Pick<KimaiClient, "count">,
  read: (query: Query, signal: AbortSignal) => Promise<P>,
  query: Query,
  signal?: AbortSignal,
): AsyncGenerator<P> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const ask = (page: number) => read([["size", pageSize], ["page", page], ...query], either).catch(goneMeanwhile);
  const pending = new Map<number, Promise<P | null>>();

  /** The pages before `page` onto which `lost` entries may have moved. */
  async function* again(page: number, lost: number): AsyncGenerator<P> {
    for (let each = Math.max(1, page - Math.ceil(lost / pageSize)); each < page; each++) {
      const moved = await ask(each);
      if (moved) yield moved;
    }
  }

  try {
    const first = await ask(1);
    if (!first) return;
    yield first;
    let last = first;
    let next = 2;
    for (let page = 2; page <= first.pages; page++) {
      while (next <= first.pages && pending.size < atOnce) {
        const asked = ask(next);
        // An answer that nobody waits for yet must not end the process.
        asked.catch(() => {});
        pending.set(next++, asked);
      }
      const now = await pending.get(page);
      pending.delete(page);
      const left = now ? now.total : await client.count(query, either);
      if (left !== null && last.total !== null && left < last.total) yield* again(page, last.total - left);
      if (!now) return;
      yield now;
      last = now;
    }
  } finally {
    stop.abort();
  }
}

/** So many were deleted while we read that there are fewer pages than the first one said. */
function goneMeanwhile(error: unknown): null {
  if (error instanceof ServiceError && error.kind === "not_found") return null;
  throw error;
}
