import { checkDraft as checkNeutral } from "../../../domain/drafts";
import type { RecordDraft, RecordField, RecordValue } from "../../../domain/records";
import { wireId } from "../form";

/** A field of ours with Kimai's own name for it in forms; the kind says how it is written. */
export interface WireField extends RecordField {
  wire: string;
}

/** Refuses names that the type has not, and on create what is missing. Kinds are checked by whoever reads the input. */
export const checkDraft = (
  draft: RecordDraft,
  fields: readonly RecordField[],
  when: "create" | "change",
  what: string,
): void => checkNeutral(draft, fields, when, what, "Kimai");

/** The id behind a reference: an id as text, or what a record shows. */
export function idOf(value: RecordValue | undefined, what: string): number {
  const id = typeof value === "object" && value !== null && !Array.isArray(value) ? value.id : value;
  return wireId(String(id ?? ""), what);
}

export const idsOf = (value: RecordValue | undefined, what: string): number[] =>
  (Array.isArray(value) ? value : value == null ? [] : [value]).map((each) => idOf(each, what));

/** The body of a form: only what was given; `null` clears. */
export function wireBody(draft: RecordDraft, fields: readonly WireField[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, wire, kind, of } of fields) {
    const value = draft[name];
    if (value === undefined) continue;
    body[wire] = kind === "ref" && value !== null ? idOf(value, `a ${of ?? "record"}`) : value;
  }
  return body;
}
