import { checkDraft } from "../../domain/drafts";
import { InputError } from "../../domain/errors";
import type { RecordDraft, RecordField, RecordPlace, RecordType, RecordValue } from "../../domain/records";

/** A field of ours with the service's own name for it; the kind says how it is written. */
export interface WireField extends RecordField {
  wire: string;
}

/** The same, or a field that is not sent by any name. */
export type RowField = RecordField & { wire?: string };

/**
 * How drafts of records are read for one service.
 * @param product what people call it
 * @param wireId an id as the service counts them. @throws InputError `argument`
 */
export function draftsOf<Id extends string | number>(product: string, wireId: (id: string, what: string) => Id) {
  const idOf = (value: RecordValue | undefined, what: string): Id => {
    const id = typeof value === "object" && value !== null && !Array.isArray(value) ? value.id : value;
    return wireId(String(id ?? ""), what);
  };
  const idsOf = (value: RecordValue | undefined, what: string): Id[] =>
    (Array.isArray(value) ? value : value == null ? [] : [value]).map((each) => idOf(each, what));
  return {
    /** Refuses names that the type has not, and on create what is missing. Kinds are checked by whoever reads the input. */
    checkDraft: (draft: RecordDraft, fields: readonly RecordField[], when: "create" | "change", what: string) =>
      checkDraft(draft, fields, when, what, product),
    /** The id behind a reference: an id as text, or what a record shows. */
    idOf,
    idsOf,
    /** A body of what was given and has a wire name, and nothing else; `null` clears. */
    wireBody(draft: RecordDraft, fields: readonly RowField[]): Record<string, unknown> {
      const body: Record<string, unknown> = {};
      for (const { name, wire, kind, of, item } of fields) {
        const value = draft[name];
        if (value === undefined || !wire) continue;
        if (kind === "ref" && value !== null) body[wire] = idOf(value, `a ${of ?? "record"}`);
        else if (kind === "list" && item === "ref") body[wire] = idsOf(value, `a ${of ?? "record"}`);
        else body[wire] = value;
      }
      return body;
    },
  };
}

/** Without the service's own names for them. */
export const plainFields = (fields: readonly RowField[]): RecordField[] => fields.map(({ wire: _, ...field }) => field);

/** What a record must belong to. */
export function demandBelow<T extends RecordType>(of: RecordPlace["of"], types: readonly T[], what: string) {
  const type = types.find((each) => each === of?.type);
  if (of && type) return { type, id: of.id };
  throw new InputError("argument", `${what} belong to a ${types.join(" or a ")}: say which one.`, {
    next: 'Name it in "of".',
  });
}

/** Values of a record without those that are empty. */
export const filled = (values: Record<string, RecordValue | undefined>): Record<string, RecordValue> =>
  Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, RecordValue] => {
      const [, value] = pair;
      return value != null && value !== "" && !(Array.isArray(value) && value.length === 0);
    }),
  );
