import type { PartOf } from "#core/domain/question/parts";
import { quote, quoteLines } from "#core/domain/quote";
import type {
  RecordDraft,
  RecordField,
  RecordParent,
  RecordType,
  RecordValue,
  ServiceRecord,
} from "#core/domain/records";
import { hoursMinutes } from "#core/time/format";
import { valueText as partText, recordText } from "../lib/question/records";
import { counted } from "../lib/record-word";
import { cleanRef } from "../lib/view";
import { refKey } from "./record-values";
import { isSecret } from "./record-words";

/** Records as they are shown: everything that people wrote is cleaned and capped. */

export interface RecordView {
  id: string;
  name: string;
  of?: { type: RecordType; id: string; name: string };
  values: Record<string, RecordValue>;
}

const ofView = ({ type, id, name }: RecordParent) => ({ type, ...cleanRef({ id, name }) });

const isObject = (value: RecordValue): value is { [name: string]: RecordValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isRef = (value: RecordValue): value is { id: string; name: string } =>
  isObject(value) && typeof value.id === "string" && typeof value.name === "string" && Object.keys(value).length === 2;

/** Longer lists end in how many more there are. */
const longestList = 200;

function clean(value: RecordValue, max: number): RecordValue {
  if (typeof value === "string") return quoteLines(value, max);
  if (Array.isArray(value)) {
    const shown = value.slice(0, longestList).map((item) => clean(item, max));
    return value.length > longestList ? [...shown, `… and ${value.length - longestList} more`] : shown;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [quote(name, 100), clean(member, max)]));
}

/** Flags that are nearly always so are told where they are not. */
const usual = new Set(["visible", "enabled", "billable", "global_activities"]);
const shortValues = 5;

/** What tells records of one type apart: references, short texts, numbers; not what is long, empty or as always. */
function isKey(name: string, value: RecordValue): boolean {
  if (typeof value === "boolean") return value !== usual.has(name);
  if (typeof value === "string") return value.length <= 60;
  return typeof value === "number" || isRef(value) || (Array.isArray(value) && value.length > 0 && value.length <= 8);
}

export function recordView(record: ServiceRecord, detail: "short" | "full"): RecordView {
  const { id, name, parent, values } = record;
  // What it belongs to is told once, by `of`.
  const all = Object.entries(values).filter(([key, value]) => value !== null && value !== "" && key !== parent?.type);
  const shown = detail === "full" ? all : all.filter(([key, value]) => isKey(key, value)).slice(0, shortValues);
  return {
    ...cleanRef({ id, name }),
    ...(parent && { of: ofView(parent) }),
    values: Object.fromEntries(shown.map(([key, value]) => [quote(key, 60), clean(value, 2_000)])),
  };
}

const oneLine = (text: string, max: number) => quote(text.replace(/\s+/g, " "), max);
const quotedName = (name: string) => JSON.stringify(oneLine(name, 80));

/** As a question tells it; an id without a name stands for itself. */
export const recordPart = (
  type: RecordType,
  { id, name }: { id: string; name: string },
): PartOf<"record">["record"] => ({
  type,
  id: oneLine(id, 60),
  name: name === `#${id}` ? "" : oneLine(name, 80),
});

/** `customer "Acme" (#1)` */
export const recordTitle = (type: RecordType, ref: { id: string; name: string }): string =>
  recordText(recordPart(type, ref));

/** What it belongs to, where that is known. */
export const belowPart = (parent: RecordParent | undefined) =>
  parent ? { below: recordPart(parent.type, parent) } : {};

/** ` of project "Website" (#10)` */
export const belowText = (parent: RecordParent | undefined): string =>
  parent ? ` of ${recordTitle(parent.type, parent)}` : "";

type ValuePart = PartOf<"newRecord">["values"][number]["value"];

interface Telling {
  /** Names of references, by `refKey`. */
  named?: ReadonlyMap<string, string>;
  /** All of it, not only enough to know it by. */
  long?: boolean;
  /** Fields of the record: what a map holds under the name of a duration is one. */
  fields?: readonly RecordField[];
}

/** One value for people: durations as `1:30`, references by name, secrets not at all. */
const valueText = (
  value: RecordValue | undefined,
  field: Pick<RecordField, "name" | "kind" | "of"> | undefined,
  telling: Telling = {},
): string => partText(valuePart(value, field, telling));

/** The same as a question tells it. */
export function valuePart(
  value: RecordValue | undefined,
  field: Pick<RecordField, "name" | "kind" | "of"> | undefined,
  telling: Telling = {},
): ValuePart {
  const { named, long } = telling;
  if (value === null || value === undefined || value === "") return { word: "nothing" };
  if (field && isSecret(field.name)) return { text: "•••" };
  if (typeof value === "boolean") return { word: value ? "yes" : "no" };
  if (typeof value === "number") return { text: field?.kind === "duration" ? hoursMinutes(value) : String(value) };
  if (typeof value !== "string") return { text: listText(value, field, telling) };
  const name = named?.get(refKey(field?.of, value));
  if (name !== undefined) return { text: oneLine(name, 80), quoted: true };
  if (field?.kind === "ref") return { text: `#${oneLine(value, 60)}` };
  const text = oneLine(value, long ? 2_000 : 80);
  if (field !== undefined && field.kind !== "text") return { text };
  // Whoever agrees to a text knows how much of it is not shown.
  return { text, quoted: true, ...(text.endsWith("…") && { length: value.length }) };
}

/** What is set in a new record, by the names of its fields. @param named names of references, by `refKey` */
export const valuesSaid = (
  draft: RecordDraft,
  fields: readonly RecordField[],
  named: ReadonlyMap<string, string>,
): PartOf<"newRecord">["values"] =>
  Object.entries(draft)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({
      field: name,
      value: valuePart(
        value,
        fields.find((one) => one.name === name),
        { named },
      ),
    }));

/** A reference, a list or an object on one line. */
function listText(
  value: Exclude<RecordValue, string | number | boolean | null>,
  field: Pick<RecordField, "name" | "kind" | "of"> | undefined,
  telling: Telling,
): string {
  if (isRef(value)) return `${quotedName(value.name)} (#${oneLine(value.id, 60)})`;
  if (Array.isArray(value)) {
    const inner = field && { ...field, kind: field.of ? ("ref" as const) : ("text" as const) };
    const most = telling.long ? longestList + 1 : 20;
    const shown = value.slice(0, most).map((item) => valueText(item, inner, telling));
    return `[${[...shown, ...(value.length > most ? [`${value.length - most} more`] : [])].join(", ")}]`;
  }
  const members = Object.entries(value).map(([key, member]) => {
    if (key === field?.of) return valueText(member, { ...field, kind: "ref" }, telling);
    const duration = telling.fields?.find(({ name, kind }) => name === key && kind === "duration");
    return `${oneLine(key, 40)} ${valueText(member, duration, telling)}`;
  });
  return members.length > 0 ? members.join(" ") : "nothing";
}

/**
 * `#12  Acme  currency EUR, number 0001`
 * @param long with texts and lists in whole
 */
export function recordLine(record: RecordView, fields: readonly RecordField[], long = false): string {
  const told = Object.entries(record.values).filter(([name, value]) => name !== "name" || value !== record.name);
  const values = told.map(([name, value]) => {
    const field = fields.find((one) => one.name === name);
    return `${name} ${valueText(value, field, { long, fields })}`;
  });
  const below = record.of ? `(${record.of.type} ${oneLine(record.of.name, 80)})` : "";
  return [`#${oneLine(record.id, 60)}`, oneLine(record.name, 120), below, values.join(", ")].filter(Boolean).join("  ");
}

/** Ids for references, whatever way they are written, to see whether a change changes anything. */
function plain(value: RecordValue | undefined): unknown {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isRef(value)) return value.id;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]): [string, unknown] => [name, plain(member)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
export const sameValue = (a: RecordValue | undefined, b: RecordValue | undefined) =>
  JSON.stringify(plain(a)) === JSON.stringify(plain(b));

/** What goes with a record, without what there is none of. */
export const goneThings = (gone: readonly { what: string; count: number }[]) =>
  gone.filter(({ count }) => count > 0).map(({ what, count }) => ({ what: oneLine(what, 60), count }));

export const totalText = (type: RecordType, total: number | null, shown: number): string =>
  total === null
    ? `${counted(shown, type)} on this page; how many there are, the service does not tell`
    : counted(total, type);
