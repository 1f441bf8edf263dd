import type { Absence } from "#core/domain/absences";
import { InputError } from "#core/domain/errors";

type Place = Pick<Absence, "first" | "id">;

/** By first day, then by id: the order that cursors count on. */
export const byFirstDay = (a: Place, b: Place) =>
  a.first === b.first ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.first < b.first ? -1 : 1;

/** A place, not a number of rows to skip: absences that come or go before it do not shift what follows. */
export const writeCursor = ({ first, id }: Place) => Buffer.from(JSON.stringify([first, id])).toString("base64url");

/** @throws InputError for what is no cursor of list_absences */
export function readCursor(cursor: string): Place {
  try {
    const [first, id, ...more] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    if (typeof first === "string" && /^\d{4}-\d\d-\d\d$/.test(first) && typeof id === "string" && more.length === 0)
      return { first, id };
  } catch {
    // falls through to the one answer for every wrong cursor
  }
  throw new InputError("argument", "This cursor is not one of list_absences.", {
    next: "Leave it out for the first page; `next` of a page is the cursor of the following one.",
  });
}
