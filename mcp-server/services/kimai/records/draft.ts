import { InputError } from "../../../domain/errors";
import type { RecordDraft, RecordField, RecordValue } from "../../../domain/records";
import { wireId } from "../form";

/** A field of ours with Kimai's own name for it in forms; the kind says how it is written. */
export interface WireField extends RecordField {
  wire: string;
}

/** Refuses names that the type has not, and on create what is missing. Kinds are checked by whoever reads the input. */
export function checkDraft(
  draft: RecordDraft,
  fields: readonly RecordField[],
  when: "create" | "change",
  what: string,
): void {
  const open = fields.filter((field) => field.when === undefined || field.when === when);
  const names = open.map(({ name }) => name).join(", ");
  const known = new Map(open.map((field) => [field.name, field]));
  for (const name of Object.keys(draft)) {
    if (known.has(name)) continue;
    const field = fields.find((each) => each.name === name);
    const why =
      field === undefined
        ? `A ${what} in Kimai has no "${name.slice(0, 60)}".`
        : field.when === "never"
          ? `${name} of a ${what} can only be read.`
          : `${name} can only be given when a ${what} is ${field.when === "create" ? "created" : "changed"}.`;
    throw new InputError("argument", why, { next: `It can take: ${names}.` });
  }
  if (when === "change") return;
  const missing = open.filter((field) => field.needed && empty(draft[field.name])).map(({ name }) => name);
  if (missing.length > 0)
    throw new InputError("argument", `A ${what} needs ${missing.join(", ")}.`, { next: `It can take: ${names}.` });
}

const empty = (value: RecordValue | undefined) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

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
