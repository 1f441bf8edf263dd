import type { Entry } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";

export type Order = "newest" | "oldest" | "longest" | "rate";

/** What an order goes by. What still runs has no length and no worth yet: it comes last. */
const keys: Record<Order, (entry: Entry) => string | number> = {
  newest: ({ begin }) => begin,
  oldest: ({ begin }) => begin,
  longest: ({ end, seconds }) => (end === null ? -1 : (seconds ?? 0)),
  rate: ({ end, rate }) => (end === null ? -1 : (rate ?? -1)),
};

interface Place {
  key: string | number;
  id: string;
}
const placeOf = (order: Order, entry: Entry): Place => ({ key: keys[order](entry), id: entry.id });

/** By the key, and by id where two are alike: cursors count on it. */
function comparePlaces(order: Order, a: Place, b: Place): number {
  const sign = order === "oldest" ? 1 : -1;
  if (a.key !== b.key) return a.key < b.key ? -sign : sign;
  return a.id === b.id ? 0 : a.id < b.id ? -sign : sign;
}
export const compareEntries = (order: Order) => (a: Entry, b: Entry) =>
  comparePlaces(order, placeOf(order, a), placeOf(order, b));

/**
 * Where a page ended, and what the first page found in the whole period, which is not read again for each page. A place,
 * not a number of rows to skip: entries that come or go above it do not shift what follows.
 */
export interface Cursor extends Place {
  order: Order;
  /** Entries and seconds of the whole period, as of the first page. */
  entries: number;
  seconds: number;
  /** How many entries the pages so far had. */
  shown: number;
}

export const follows = (entry: Entry, after: Cursor | null): boolean =>
  !after || comparePlaces(after.order, placeOf(after.order, entry), after) > 0;

export function writeCursor(
  order: Order,
  last: Entry,
  { entries, seconds, shown }: Pick<Cursor, "entries" | "seconds" | "shown">,
): string {
  const { key, id } = placeOf(order, last);
  return Buffer.from(JSON.stringify([order, key, id, entries, seconds, shown])).toString("base64url");
}

/** @throws InputError `argument` for anything but a cursor of a list in this order */
export function readCursor(cursor: string, order: Order): Cursor {
  try {
    const [made, key, id, ...counts] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    const [entries, seconds, shown] = counts.filter((count) => typeof count === "number");
    const byTime = order === "newest" || order === "oldest";
    const fits = byTime
      ? typeof key === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(key)
      : typeof key === "number";
    if (made === order && fits && typeof id === "string")
      if (entries !== undefined && seconds !== undefined && shown !== undefined)
        return { order, key: key as string | number, id, entries, seconds, shown };
  } catch {
    // falls through to the one answer for every wrong cursor
  }
  throw new InputError("argument", "This cursor is not one of list_time in this order.", {
    next: "Leave it out for the first page; `next` of a page is the cursor of the following one.",
  });
}
