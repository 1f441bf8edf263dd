import { ServiceError } from "../../domain/errors";
import type { Query } from "../http/path";
import type { KimaiClient, KimaiPage } from "./client";

/** Rows of one page: Kimai's largest, and by far its cheapest way to read many (§3.12). */
const pageSize = 500;
const atOnce = 4;

/**
 * All pages of a query in their order. The first tells how many there are; the others are asked for only when the
 * reader wants more, four at a time, and never one past the end, which Kimai answers with 404 (§3.3).
 * Stop reading, and what is under way is given up.
 */
export async function* allPages(client: KimaiClient, query: Query, signal?: AbortSignal): AsyncGenerator<KimaiPage> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const ask = (page: number) => client.page([["size", pageSize], ["page", page], ...query], either);
  const pending = new Map<number, Promise<KimaiPage | null>>();
  try {
    const first = await ask(1);
    yield first;
    let next = 2;
    for (let page = 2; page <= first.pages; page++) {
      while (next <= first.pages && pending.size < atOnce) {
        const asked = ask(next).catch(goneMeanwhile);
        // An answer that nobody waits for yet must not end the process.
        asked.catch(() => {});
        pending.set(next++, asked);
      }
      const read = await pending.get(page);
      pending.delete(page);
      if (!read) return;
      yield read;
    }
  } finally {
    stop.abort();
  }
}

/** Entries were deleted while we read, so there are fewer pages than the first one said. */
function goneMeanwhile(error: unknown): null {
  if (error instanceof ServiceError && error.kind === "not_found") return null;
  throw error;
}
