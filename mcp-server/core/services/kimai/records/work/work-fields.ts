import type { Ref } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordPart, RecordValue } from "../../../../domain/records";
import { durationText, ourFieldName } from "../../mapping/entry-form";
import { idOf, idsOf, type WireField } from "../shared";

/** Fields of customers, projects and activities with Kimai's limits (kimai-api.md §3.11, facts file). */
export const workKinds = ["customer", "project", "activity"] as const;
export type WorkKind = (typeof workKinds)[number];
/** Kimai's routes. */
export const workRoutes = { customer: "customers", project: "projects", activity: "activities" } as const;

type More = Omit<WireField, "name" | "wire" | "kind">;
const field = (wire: string, kind: WireField["kind"], more: More = {}): WireField => ({
  name: ourFieldName(wire),
  wire,
  kind,
  ...more,
});
const text = (wire: string, maxLength?: number, hint?: string) =>
  field(wire, "text", { ...(maxLength === undefined ? {} : { maxLength }), ...(hint === undefined ? {} : { hint }) });

const name = field("name", "text", { needed: true, minLength: 2, maxLength: 150 });
const common = [
  field("teams", "list", { when: "create", item: "ref", of: "team", hint: "Later through grants of the team." }),
  field("color", "text"),
  field("budget", "money"),
  field("timeBudget", "duration"),
  field("budgetType", "choice", { choices: ["month"], hint: "month: the budget begins anew each month; empty: once." }),
];
const flags = [field("visible", "flag"), field("billable", "flag")];
/** Has a route of its own; written one by one. */
const meta = field("metaFields", "map", { hint: "Custom fields by name." });
const ownMeta: WireField = { ...meta, name: "meta" };

export const workFields: Readonly<Record<WorkKind, readonly WireField[]>> = {
  customer: [
    name,
    text("number", 50),
    text("comment"),
    text("company", 100),
    text("vatId", 50),
    text("contact", 100),
    field("address", "text", { when: "change", hint: "Only where the customer has one; else use the address lines." }),
    text("addressLine1", 150),
    text("addressLine2", 150),
    text("addressLine3", 150),
    text("postCode", 20),
    text("city", 50),
    text("country", 2, "Two letters, DE."),
    text("language", 35),
    text("currency", 3, "Three letters, EUR."),
    text("phone", 30),
    text("fax", 30),
    text("mobile", 30),
    text("email", 75),
    text("homepage", 100),
    text("timezone", 64, "Europe/Berlin."),
    text("invoiceText"),
    text("invoiceTemplate", undefined, "Id of the template."),
    text("invoiceEmail", 75),
    text("buyerReference", 50),
    ...common,
    ...flags,
    ownMeta,
  ],
  project: [
    name,
    field("customer", "ref", { needed: true, of: "customer" }),
    text("number", 10),
    text("comment"),
    text("invoiceText"),
    text("orderNumber", 50),
    field("orderDate", "day"),
    field("start", "day"),
    field("end", "day", { hint: "Last day on which time can be recorded." }),
    ...common,
    field("globalActivities", "flag", { hint: "Whether activities of no project can be used." }),
    ...flags,
    ownMeta,
  ],
  activity: [
    name,
    field("project", "ref", { of: "project", hint: "Empty: for all projects." }),
    text("number", 10),
    text("comment"),
    text("invoiceText"),
    ...common,
    ...flags,
    ownMeta,
  ],
};

const rates: RecordPart = {
  field: {
    name: "rate",
    kind: "money",
    when: "create",
    hint: "An hour, for everybody; several as a list of {rate, person}. Later as rate records.",
  },
  type: "rate",
  plain: "rate",
  link: "of",
  unique: ["person"],
};

/** What a new one brings along. */
export const partsOfWork: Readonly<Record<WorkKind, readonly RecordPart[]>> = {
  customer: [rates],
  project: [
    {
      field: {
        name: "activities",
        kind: "list",
        item: "text",
        when: "create",
        hint: "New ones of this project: names, or objects with the values of an activity.",
      },
      type: "activity",
      plain: "name",
      link: { value: "project" },
      unique: ["name"],
    },
    rates,
  ],
  activity: [rates],
};

type Row = Readonly<Record<string, unknown>>;
/** Names of what a row only has ids of. */
export type NameOf = (kind: WorkKind, id: number) => string;

function readValue(row: Row, { wire, kind, of }: WireField, nameOf: NameOf): RecordValue | undefined {
  const value = row[wire];
  if (kind === "flag") return typeof value === "boolean" ? value : undefined;
  // No budget is a budget of 0 in Kimai.
  if (kind === "money" || kind === "duration") return typeof value === "number" && value > 0 ? value : undefined;
  if (kind === "day") return typeof value === "string" ? value.slice(0, 10) : undefined;
  if (kind === "ref" && (of === "customer" || of === "project"))
    return typeof value === "number" ? { id: String(value), name: nameOf(of, value) } : undefined;
  if (kind === "list" && Array.isArray(value)) return refs(value);
  if (kind === "map" && Array.isArray(value)) return metaOf(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

const isNamed = (value: unknown): value is { id?: unknown; name: string; value?: unknown } =>
  typeof value === "object" && value !== null && typeof (value as { name?: unknown }).name === "string";

function refs(list: readonly unknown[]): Ref[] | undefined {
  const found = list.filter(isNamed).map(({ id, name }) => ({ id: String(id), name }));
  return found.length > 0 ? found : undefined;
}

/** Custom fields that have a value. */
export function metaOf(list: readonly unknown[]): Record<string, string> | undefined {
  const found = list
    .filter(isNamed)
    .flatMap(({ name, value }) => (value == null || value === "" ? [] : [[name, String(value)] as const]));
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** What a row of Kimai holds, by our names; empty values are left out. */
export function workValues(kind: WorkKind, row: Row, nameOf: NameOf): Record<string, RecordValue> {
  const values = workFields[kind].flatMap((each) => {
    const value = each.name === "name" ? undefined : readValue(row, each, nameOf);
    return value === undefined ? [] : [[each.name, value] as const];
  });
  return Object.fromEntries(values);
}

const noText = ({ name }: WireField, wants: string): never => {
  throw new InputError("argument", `${name} takes ${wants}.`);
};

function sentOf(each: WireField, value: RecordValue, how: "create" | "change"): unknown {
  const { kind, name, wire } = each;
  if (kind === "flag") return typeof value === "boolean" ? value : noText(each, "true or false");
  if (name === "name" || (wire === "customer" && value === null)) {
    if (value === null || value === "") throw new InputError("argument", `${name} cannot be empty.`);
  }
  if (kind === "money") return value === null ? 0 : Number.isFinite(value) ? value : noText(each, "an amount");
  if (kind === "duration") {
    if (value === null) return durationText(0);
    // A bare number would be read as hours (§3.5).
    return typeof value === "number" && value >= 0 ? durationText(value) : noText(each, "a length of time in seconds");
  }
  if (kind === "list") return idsOf(value, "a team");
  if (value === null) return null;
  if (kind === "ref") return idOf(value, `a ${each.of ?? "record"}`);
  if (typeof value !== "string") return noText(each, "a text");
  // A change takes no bare day, though Kimai shows days and takes them on create (recorded).
  return kind === "day" && how === "change" && value !== "" ? `${value}T00:00:00` : value;
}

/** The body of a form: what was asked for and nothing else. `meta` has a route of its own. */
export function workBody(kind: WorkKind, draft: RecordDraft, how: "create" | "change"): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const each of workFields[kind]) {
    const value = draft[each.name];
    if (value !== undefined && each.kind !== "map") body[each.wire] = sentOf(each, value, how);
  }
  return body;
}
