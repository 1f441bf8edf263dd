import type { MessageText } from "#core/messages/catalog";
import { AppFailure, notSaved } from "../failure";

/** The account in use, or a failure in words where none is connected. */
export function activeAccount(id: string | null): string {
  if (id !== null) return id;
  throw notSaved("argument", "No account is connected yet.");
}

/**
 * Calls of which only a window's last one counts: each ends the one before it of the same window, and no other window's.
 * `window` is the id of its web contents.
 */
export class Latest {
  private readonly current = new Map<number, AbortController>();

  async run<T>(window: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.cancel(window);
    const mine = new AbortController();
    this.current.set(window, mine);
    try {
      return await call(mine.signal);
    } finally {
      if (this.current.get(window) === mine) this.current.delete(window);
    }
  }

  cancel(window: number): void {
    this.current.get(window)?.abort();
    this.current.delete(window);
  }
}

/** Rows of one page; a list of at most 20 of them is read. */
export const pageSize = 500;
const mostPages = 20;

/**
 * All pages as one answer; `next` stays set when there are more than 10,000 rows.
 * @param join puts the rows of a further page behind those there are
 */
export async function allPages<R extends { next?: string }>(
  read: (cursor?: string) => Promise<R>,
  join: (all: R, page: R) => R,
): Promise<R> {
  let result = await read();
  for (let page = 1; result.next !== undefined && page < mostPages; page++)
    result = join(result, await read(result.next));
  return result;
}

/** @throws AppFailure with the first reason where some of several changes were refused */
export function refusedSome(failed: { message: MessageText }[], all: number, done: number, verb: string): void {
  const [first] = failed;
  if (!first) return;
  throw new AppFailure({
    code: "invalid",
    message: all === 1 ? first.message : `${done} of ${all} were ${verb}: ${first.message}`,
    saved: done > 0 ? "yes" : "no",
  });
}
