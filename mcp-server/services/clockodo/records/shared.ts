import { checkDraft as checkNeutral } from "../../../domain/drafts";
import { InputError, ServiceError } from "../../../domain/errors";
import type { RecordDraft, RecordField, RecordPlace, RecordType, RecordValue } from "../../../domain/records";
import { savedAndFound, sentOnce } from "../../http/readback";
import type { Clockodo } from "../context";
import { wireId } from "../ids";

/** What the types of record have in common. */

export { many, nothing, one } from "../wire/wrap";

/** A field of ours with Clockodo's own name for it; the kind says how it is written. */
export interface WireField extends RecordField {
  wire: string;
}

/** Refuses names that the type has not, and on create what is missing. Kinds are checked by whoever reads the input. */
export const checkDraft = (
  draft: RecordDraft,
  fields: readonly RecordField[],
  when: "create" | "change",
  what: string,
): void => checkNeutral(draft, fields, when, what, "Clockodo");

/** The id behind a reference: an id as text, or what a record shows. */
export function idOf(value: RecordValue | undefined, what: string): number {
  const id = typeof value === "object" && value !== null && !Array.isArray(value) ? value.id : value;
  return wireId(String(id ?? ""), what);
}

export const idsOf = (value: RecordValue | undefined, what: string): number[] =>
  (Array.isArray(value) ? value : value == null ? [] : [value]).map((each) => idOf(each, what));

/** A body of what was given and nothing else; `null` clears. */
export function wireBody(draft: RecordDraft, fields: readonly WireField[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, wire, kind, of, item } of fields) {
    const value = draft[name];
    if (value === undefined) continue;
    if (kind === "ref" && value !== null) body[wire] = idOf(value, `a ${of ?? "record"}`);
    else if (kind === "list" && item === "ref") body[wire] = idsOf(value, `a ${of ?? "record"}`);
    else body[wire] = value;
  }
  return body;
}

/** Without Clockodo's own names for them. */
export const plainFields = (fields: readonly (RecordField & { wire?: string })[]): RecordField[] =>
  fields.map(({ wire: _, ...field }) => field);

/** What a record must belong to. */
export function demandBelow<T extends RecordType>(of: RecordPlace["of"], types: readonly T[], what: string) {
  const type = types.find((each) => each === of?.type);
  if (of && type) return { type, id: of.id };
  throw new InputError("argument", `${what} belong to a ${types.join(" or a ")}: say which one.`, {
    next: 'Name it in "of".',
  });
}

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
