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
  /** Never null on the wire, though other records may have none of that name. */
  filled?: true;
  /** The only numbers that Clockodo takes. */
  among?: readonly number[];
  /** The smallest and largest number on the wire, and what it must be a multiple of; absent: anything. */
  range?: readonly [least: number, most: number, step?: number];
}

/** What Clockodo takes null for when a record is changed (clockodo-api.md §1.8); a list is emptied by an empty one. */
const clearable = new Set([
  ...["number", "note", "text", "unit", "bill_service_id", "special_id", "surcharge_models_id"],
  ...["start_date", "deadline", "date_until", "year_until", "budget", "billed_money"],
  ...["boss", "teams_id", "leader", "edit_lock", "edit_lock_dyn", "work_time_edit_lock_days"],
  ...["work_time_regulations_id", "projects_id", "subprojects_id"],
]);
const canClear = ({ wire, filled, kind, item }: ClockodoField) =>
  (clearable.has(wire) && !filled) || (kind === "list" && item === "ref");

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
    ({
      scale: _,
      codes: __,
      binary: ___,
      apart: ____,
      filled: _____,
      among: ______,
      range: _______,
      ...shown
    }: RecordField & FieldMore): RecordField => shown,
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

/** Refuses a number that Clockodo would. @throws InputError */
function checkNumber({ name, among, range, scale }: ClockodoField, value: unknown): void {
  if (typeof value !== "number") return;
  const refuse = (takes: string) => {
    throw new InputError("argument", `${name} takes ${takes}.`, { next: "Give another value." });
  };
  if (among && !among.includes(value)) refuse(`one of: ${among.join(", ")}`);
  if (!range) return;
  const [least, most, step] = range;
  if (value < least || value > most) refuse(`${least} to ${most}${scale === 3600 ? " hours" : ""}`);
  if (step !== undefined && !Number.isInteger(value / step)) refuse(`multiples of ${step}`);
}

/** What a change would empty and Clockodo keeps filled. @throws InputError */
function checkCleared(draft: RecordDraft, fields: readonly ClockodoField[]): void {
  const kept = fields.filter((field) => draft[field.name] === null && !canClear(field)).map(({ name }) => name);
  if (kept.length > 0)
    throw new InputError("argument", `Clockodo keeps no ${kept.join(", ")} empty.`, {
      next: "Give a value, or leave it out to keep it as it is.",
    });
}

/**
 * A body of what was given and nothing else, in Clockodo's units and numbers; `null` clears.
 * @param creates of a new record, null is as good as nothing
 * @throws InputError for what Clockodo would refuse
 */
export function bodyOf(
  draft: RecordDraft,
  fields: readonly ClockodoField[],
  creates: boolean,
): Record<string, unknown> {
  if (!creates) checkCleared(draft, fields);
  const sent = fields.filter((field) => !field.apart && !(creates && draft[field.name] === null && !canClear(field)));
  const body = wireBody(draft, sent);
  for (const each of sent) {
    const { name, wire, scale, codes, choices = [], binary } = each;
    const value = body[wire];
    if (value === undefined || value === null) continue;
    if (codes) {
      const code = codes[choices.indexOf(String(value))];
      if (code === undefined) throw new InputError("argument", `${name} takes one of: ${choices.join(", ")}.`);
      body[wire] = code;
    } else if (scale !== undefined) body[wire] = fourDigits(Number(value) / scale);
    else if (binary) body[wire] = value ? 1 : 0;
    checkNumber(each, body[wire]);
  }
  return body;
}
