import { InputError } from "../../../domain/errors";
import type { RecordDraft, RecordField, RecordType, RecordValue } from "../../../domain/records";
import { plainFields, type WireField, wireBody } from "./shared";

/** Between rows of Clockodo and values of records: names for ids, seconds for hours, words for numbers. */

/** A field with Clockodo's own name for it, and how it is written there. */
export interface ClockodoField extends WireField {
  /** Of a duration: the seconds that make one on the wire (3600: hours). */
  scale?: number;
  /** Of a choice: what stands on the wire for each of `choices`; absent: the choice itself. */
  codes?: readonly (string | number)[];
  /** A flag that is 0 or 1 on the wire. */
  binary?: true;
  /** Sent by a call of its own, or as part of another value: never in the body by itself. */
  apart?: true;
}

export type FieldMore = Partial<Omit<ClockodoField, "name" | "kind">>;
/** @param more `wire` only where Clockodo has another name for it */
export const field = (name: string, kind: RecordField["kind"], more: FieldMore = {}): ClockodoField => ({
  name,
  wire: name,
  kind,
  ...more,
});
export const ref = (name: string, wire: string, of: RecordType, more: FieldMore = {}): ClockodoField =>
  field(name, "ref", { wire, of, ...more });
export const refs = (name: string, wire: string, of: RecordType, more: FieldMore = {}): ClockodoField =>
  field(name, "list", { wire, item: "ref", of, ...more });
/** When a field can only be read. */
export const never = { when: "never" } as const;

/** A field that Clockodo tells and never takes. */
export const told = (name: string, kind: RecordField["kind"], more: Partial<RecordField> = {}): RecordField => ({
  name,
  kind,
  ...never,
  ...more,
});

/** Names of what rows point to; `#42` for what the caller does not see. */
export type NameOf = (of: RecordType, id: number) => string;
export const unnamed: NameOf = (_of, id) => `#${id}`;

/** As `describe` shows them. */
export const shownFields = (fields: readonly ClockodoField[]): RecordField[] =>
  plainFields(fields).map(
    ({ scale: _, codes: __, binary: ___, apart: ____, ...shown }: RecordField & FieldMore): RecordField => shown,
  );

function valueFor({ kind, item, of, ...field }: ClockodoField, held: unknown, names: NameOf): RecordValue | undefined {
  const pointsTo = (id: unknown) => ({ id: String(id), name: names(of ?? "person", Number(id)) });
  if (held === null || held === undefined || held === "") return undefined;
  if (kind === "ref") return held === 0 ? undefined : pointsTo(held);
  if (kind === "day") return String(held).slice(0, 10);
  if (kind === "list") return item === "ref" && Array.isArray(held) && held.length > 0 ? held.map(pointsTo) : undefined;
  if (kind === "duration" && typeof held === "number") return Math.round(held * (field.scale ?? 1));
  if (field.codes) return field.choices?.[field.codes.indexOf(held as string | number)] ?? String(held);
  if (field.binary) return Boolean(held);
  return typeof held === "string" || typeof held === "number" || typeof held === "boolean" ? held : undefined;
}

/** What a row holds, by our names; what is empty, and the name that every record has, are left out. */
export function valuesOf(row: object, fields: readonly ClockodoField[], names: NameOf): Record<string, RecordValue> {
  const values: Record<string, RecordValue> = {};
  for (const field of fields) {
    if (field.name === "name") continue;
    const value = valueFor(field, (row as Record<string, unknown>)[field.wire], names);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

const fourDigits = (value: number) => Math.round(value * 10_000) / 10_000;

/** A body of what was given and nothing else, in Clockodo's units and numbers; `null` clears. @throws InputError */
export function bodyOf(draft: RecordDraft, fields: readonly ClockodoField[]): Record<string, unknown> {
  const sent = fields.filter(({ apart }) => !apart);
  const body = wireBody(draft, sent);
  for (const { name, wire, scale, codes, choices = [], binary } of sent) {
    const value = body[wire];
    if (value === undefined || value === null) continue;
    if (codes) {
      const code = codes[choices.indexOf(String(value))];
      if (code === undefined) throw new InputError("argument", `${name} takes one of: ${choices.join(", ")}.`);
      body[wire] = code;
    } else if (scale !== undefined) body[wire] = fourDigits(Number(value) / scale);
    else if (binary) body[wire] = value ? 1 : 0;
  }
  return body;
}
