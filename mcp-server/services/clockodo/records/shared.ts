import { ServiceError } from "../../../domain/errors";
import { draftsOf } from "../../shared/record-drafts";
import { savedAndFound, sentOnce } from "../../shared/send-once";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";

/** What the types of record have in common. */

export { demandBelow, plainFields, type WireField } from "../../shared/record-drafts";
export { many, nothing, one } from "../wire/wrap";
export const { checkDraft, idOf, idsOf, wireBody } = draftsOf("Clockodo", wireId);

export const notThere = (what: string, id: string) =>
  new ServiceError("not_found", `Clockodo has no ${what} #${id.slice(0, 20)} here (any more).`, {
    next: "Look for it again: it may have been deleted.",
  });

/**
 * Sends a write of a record once, and looks for it where its answer was lost.
 * @param look what was written, if it took effect, else null
 */
export async function saveOnce<T>(
  { secondLookMs }: Pick<Clockodo, "secondLookMs">,
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<{ value: T; notes: string[] }> {
  const { value, looked } = await sentOnce(write, look, secondLookMs);
  return { value, notes: looked ? [savedAndFound("Clockodo")] : [] };
}

/** Whether a row has what was sent; Clockodo keeps an empty text as null. */
export function holds(row: object, body: Readonly<Record<string, unknown>>): boolean {
  const same = (held: unknown, sent: unknown): boolean => {
    if (sent === null || sent === "") return held === null || held === undefined || held === "";
    if (Array.isArray(sent)) return Array.isArray(held) && [...held].sort().join() === [...sent].sort().join();
    if (typeof sent === "object")
      return typeof held === "object" && held !== null && holds(held, sent as Record<string, unknown>);
    return held === sent;
  };
  return Object.entries(body).every(([wire, sent]) => same((row as Record<string, unknown>)[wire], sent));
}
