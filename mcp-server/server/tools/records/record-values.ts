import { InputError } from "#core/domain/errors";
import { fold, rankByName } from "#core/domain/names";
import type { RecordDraft, RecordField, RecordType, RecordValue } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import type { TimeContext } from "#core/time/parse";
import { recordWord } from "../lib/record-word";
import type { RecordNames } from "./record-names";
import { aRecord } from "./record-words";
import { quotedText, readScalar, wrong } from "./scalar-values";

/** Checks the values of one record against what its type takes, before anything is sent. */

interface Check {
  type: RecordType;
  /** `filter` for the filters of a list. */
  as: "create" | "change" | "copy" | "filter";
  context: TimeContext;
  names: RecordNames;
}

export interface CheckedValues {
  draft: RecordDraft;
  /** Names of the references in it, by type and id, to show them. */
  named: ReadonlyMap<string, string>;
}

export const refKey = (type: RecordType | undefined, id: string) => `${type ?? ""}#${id}`;

/** `teamLead`, `team lead` and `team_lead` are one name. */
const squeezed = (name: string) => fold(name).replace(/[\s_-]+/g, "");

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function fieldNamed<F extends { name: string }>(name: string, fields: readonly F[]): F | undefined {
  const same = fields.filter((field) => squeezed(field.name) === squeezed(name));
  return fields.find((field) => field.name === name) ?? (same.length === 1 ? same[0] : undefined);
}

const givable = (fields: readonly RecordField[], { as }: Check) =>
  fields.filter(({ when }) => when === undefined || as === "filter" || (when === "change") === (as === "change"));

function unknownField(name: string, fields: readonly RecordField[], check: Check): InputError {
  const takes = givable(fields, check).filter(({ when }) => when !== "never");
  const shown = quotedText(name);
  const [near] = rankByName(name, takes, 1);
  const meant = near ? `: did you mean ${near.name}?` : ".";
  const known = takes.map((field) => field.name).join(", ");
  return new InputError(
    "argument",
    check.as === "filter"
      ? `A list of ${recordWord(check.type, 2)} has no filter ${shown}${meant}`
      : `${capital(aRecord(check.type))} has no field ${shown}${meant}`,
    { next: known ? `It takes ${known}.` : "It takes none." },
  );
}

/** @throws InputError with everything that is wrong, in one message */
export async function checkValues(
  given: Readonly<Record<string, unknown>>,
  fields: readonly RecordField[],
  check: Check,
): Promise<CheckedValues> {
  const draft: RecordDraft = {};
  const named = new Map<string, string>();
  const problems: InputError[] = [];
  for (const [name, value] of Object.entries(given)) {
    try {
      const field = fieldNamed(name, fields);
      if (!field) throw unknownField(name, fields, check);
      refuseTime(field, check);
      if (Object.hasOwn(draft, field.name)) wrong(`${field.name} is given twice.`);
      const read = value === null ? cleared(field, check) : await readValue(value, field, check, named);
      if (read !== undefined) draft[field.name] = read;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error);
    }
  }
  if (check.as === "create") {
    const missing = fields.filter(({ name, needed, when }) => needed && when !== "never" && draft[name] === undefined);
    const untold = missing.filter(({ name }) => !Object.keys(given).some((key) => squeezed(key) === squeezed(name)));
    if (untold.length > 0)
      problems.push(
        new InputError(
          "argument",
          `A new ${recordWord(check.type)} needs ${untold.map(({ name }) => name).join(", ")}.`,
          {
            next: untold.map(({ name, hint }) => (hint ? `${name}: ${hint}` : "")).find(Boolean),
          },
        ),
      );
  }
  const [first, ...more] = problems;
  if (first && more.length === 0) throw first;
  if (first)
    throw new InputError(first.code, problems.map(({ message }) => message).join(" "), {
      next: [...new Set(problems.flatMap(({ next }) => next ?? []))].join(" ") || undefined,
    });
  return { draft, named };
}

function refuseTime({ name, when }: RecordField, { as, type }: Check): void {
  if (as === "filter" || when === undefined) return;
  if (when === "never") wrong(`${name} can only be read.`);
  if (when === "create" && as === "change") wrong(`${name} can only be given when ${aRecord(type)} is made.`);
  if (when === "change" && as !== "change") wrong(`${name} can only be changed once the ${recordWord(type)} is there.`);
}

/** null says "none": it empties a field of what is there, and says nothing about what is new. */
function cleared({ name, needed, kind }: RecordField, { as }: Check): null | undefined {
  if (as === "filter") return undefined;
  if (needed) return wrong(`${name} is needed and cannot be empty.`);
  if (as === "create") return undefined;
  return kind === "flag" ? wrong(`${name} is true or false.`) : null;
}

async function readValue(
  value: unknown,
  field: RecordField,
  check: Check,
  named: Map<string, string>,
): Promise<RecordValue | undefined> {
  // An empty text empties a field, as null does; a needed one is then missing.
  if (value === "" && field.kind !== "map" && field.kind !== "list") {
    if (field.needed) return wrong(`${field.name} is needed and cannot be empty.`);
    return cleared(field, check);
  }
  const plain = readScalar(value, field, check.context);
  if (plain !== undefined) return plain;
  if (field.kind === "ref") return await refOf(value, field, check, named);
  if (field.kind === "map") return mapOf(value, field);
  const items = Array.isArray(value) ? value : value === "" ? [] : [value];
  if (items.length > 1_000) return wrong(`${field.name} takes 1,000 items at most.`);
  const read: RecordValue[] = [];
  for (const item of items) {
    const one = await itemOf(item, field, check, named);
    if (one !== undefined) read.push(one);
  }
  return read;
}

async function itemOf(
  item: unknown,
  field: RecordField,
  check: Check,
  named: Map<string, string>,
): Promise<RecordValue | undefined> {
  const { item: kind = "text", of } = field;
  if (isObject(item) && of !== undefined && (kind === "ref" || kind === "map") && !isRef(item))
    return await memberOf(item, field, of, check, named);
  if (kind === "map" && of === undefined) return mapOf(item, field);
  if (kind === "map") return await memberOf({ [of ?? ""]: item }, field, of ?? "person", check, named);
  return await readValue(
    item,
    { name: field.name, kind, of, choices: field.choices, maxLength: field.maxLength },
    check,
    named,
  );
}

/** `{person: "Ada", lead: true}`: a reference with what is said about it. */
async function memberOf(
  item: Record<string, unknown>,
  field: RecordField,
  of: RecordType,
  check: Check,
  named: Map<string, string>,
): Promise<RecordValue> {
  const rest: { [name: string]: RecordValue } = {};
  let found: string | undefined;
  for (const [key, value] of Object.entries(item)) {
    const isWho = [of, "id", "name", ...(of === "person" ? ["user"] : [])].includes(fold(key));
    if (isWho) found ??= await refOf(value, { ...field, of }, check, named);
    else if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") rest[key] = value;
    else if (value !== null) wrong(`${field.name}: ${quotedText(key)} takes a plain value.`);
  }
  if (found === undefined)
    return wrong(`${field.name}: each needs its ${recordWord(of)}.`, `Write {"${of}": "name or #id"}.`);
  return { [of]: found, ...rest };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isRef = (value: Record<string, unknown>) =>
  Object.keys(value).every((key) => key === "id" || key === "name") && typeof value.id === "string";

/** The id behind a name, `#id`, a number, or a reference as lists show it. */
async function refOf(value: unknown, field: RecordField, check: Check, named: Map<string, string>): Promise<string> {
  const { of, name } = field;
  const text =
    typeof value === "number" ? `#${value}` : isObject(value) && typeof value.id === "string" ? `#${value.id}` : value;
  if (typeof text !== "string" || text.trim() === "")
    return wrong(`${name} takes ${of ? `${aRecord(of)} by name or #id` : "an id"}, not ${quotedText(value)}.`);
  if (of === undefined) return text.trim().replace(/^#/, "");
  const ref = await check.names.one(of, text);
  named.set(refKey(of, ref.id), ref.name);
  return ref.id;
}

/** `{name: text}`, or a list of `{name, value}`; null in it empties one. */
function mapOf(value: unknown, { name }: RecordField): RecordValue {
  const pairs: [string, unknown][] = Array.isArray(value)
    ? value.map((one) =>
        isObject(one) && typeof one.name === "string"
          ? [one.name, one.value]
          : wrong(`${name} takes {name: value} pairs, not ${quotedText(one)}.`),
      )
    : isObject(value)
      ? Object.entries(value)
      : wrong(`${name} takes {name: value} pairs, not ${quotedText(value)}.`);
  return Object.fromEntries(
    pairs.map(([key, one]): [string, RecordValue] => {
      if (one === null || typeof one === "string") return [key, one];
      if (typeof one === "number" || typeof one === "boolean") return [key, String(one)];
      return wrong(`${name}: ${quotedText(cleanText(key, 60))} takes a text.`);
    }),
  );
}
