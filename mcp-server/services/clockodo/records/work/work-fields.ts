import type { Ref } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordType, RecordValue } from "../../../../domain/records";
import { type WireField, wireBody } from "../shared";
import { budgetFields, isBudgetField, subprojectBudgetFields } from "./budget-fields";

/** Fields of what time is booked on, with Clockodo's limits (clockodo-api.md §2.5–2.7). */
export type WorkKind = "customer" | "project" | "subproject" | "activity" | "lump_sum_service";

/** Clockodo counts them from 1 (§4). */
export const colors = [
  "blood orange",
  "sunflower",
  "light green",
  "caribbean",
  "sky",
  "brand blue",
  "blue purple",
  "magenta",
  "chewing gum",
] as const;

type More = Omit<WireField, "name" | "wire" | "kind">;
const field = (name: string, kind: WireField["kind"], more: More & { wire?: string } = {}): WireField => ({
  name,
  wire: name,
  kind,
  ...more,
});

const name = field("name", "text", { needed: true, maxLength: 100 });
const number = field("number", "text", { maxLength: 50 });
const active = field("active", "flag", {
  hint: "false: kept, but nothing can be booked on it; needed before a delete.",
});
const note = field("note", "text", { maxLength: 1000 });
const billable = field("billable", "flag", { wire: "billable_default", hint: "What new time is, if nobody says." });
const billing = field("billing_id", "text", {
  wire: "bill_service_id",
  maxLength: 50,
  hint: "Its id in a linked billing app.",
});
const activities = field("activities", "list", {
  wire: "service_assignments",
  item: "ref",
  of: "activity",
  hint: "Activities that are assigned to it.",
});
const common = [name, number, active, billable, note];
const change = { when: "change" } as const;
const never = { when: "never" } as const;
const plan = [
  field("start", "day", { wire: "start_date" }),
  field("deadline", "day", { hint: "For information, unless automatic_completion is on." }),
  field("automatic_completion", "flag", { hint: "It is completed when the deadline is over." }),
  billing,
  activities,
];
/** Done by calls of their own. */
const steps = [field("completed", "flag", change), field("completed_at", "day", never)];
const money = [field("revenue_factor", "number", { ...never, hint: "1: none lost; 0.25: completed at 400 %." })];

export const workFields: Readonly<Record<WorkKind, readonly WireField[]>> = {
  customer: [...common, field("color", "choice", { choices: colors }), billing, activities],
  project: [
    name,
    field("customer", "ref", { wire: "customers_id", needed: true, of: "customer" }),
    ...common.slice(1),
    ...plan,
    ...budgetFields,
    ...steps,
    field("billed", "flag", { ...change, wire: "billed_completely" }),
    field("billed_money", "money", { ...change, hint: "Only with a hard budget." }),
    field("next_interval", "flag", { ...change, hint: "true: makes the subproject of the next interval (retainers)." }),
    field("subprojects", "number", { ...never, wire: "count_subprojects" }),
    ...money,
  ],
  subproject: [
    name,
    field("project", "ref", { wire: "projects_id", needed: true, of: "project", when: "create" }),
    ...common.slice(1),
    ...plan,
    ...subprojectBudgetFields,
    ...steps,
    field("billed", "flag", { ...never, wire: "billed_completely" }),
    field("billed_money", "money", never),
    ...money,
  ],
  activity: [name, number, active, note, billing],
  lump_sum_service: [
    name,
    field("price", "money", { needed: true }),
    field("unit", "text", { maxLength: 6 }),
    number,
    active,
    note,
  ],
};

/** Not part of the body of a change: calls of their own. */
const stepNames = ["completed", "billed", "billed_money", "next_interval"];

export type NameOf = (type: RecordType, id: number) => string;
type Row = Readonly<Record<string, unknown>>;

function readValue(row: Row, { wire, kind, of, item }: WireField, nameOf: NameOf): RecordValue | undefined {
  const value = row[wire];
  const ref = (id: number): Ref => ({ id: String(id), name: nameOf(of ?? "activity", id) });
  if (value === null || value === undefined || value === "") return undefined;
  if (kind === "choice") return colors[Number(value) - 1] ?? String(value);
  if (kind === "day") return String(value).slice(0, 10);
  if (kind === "ref") return ref(Number(value));
  if (kind === "list" && item === "ref" && Array.isArray(value))
    return value.length > 0 ? value.map((id) => ref(Number(id))) : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

/** What a row holds, by our names, without its budget; empty values are left out. */
export function workValues(kind: WorkKind, row: Row, nameOf: NameOf): Record<string, RecordValue> {
  const values = workFields[kind].flatMap((each) => {
    if (each.name === "name" || isBudgetField(each.name)) return [];
    const value = readValue(row, each, nameOf);
    return value === undefined ? [] : [[each.name, value] as const];
  });
  return Object.fromEntries(values);
}

/** The body of a form: what was asked for and nothing else; budgets and steps are added by whoever sends them. */
export function workBody(kind: WorkKind, draft: RecordDraft): Record<string, unknown> {
  const plain = workFields[kind].filter(({ name }) => !stepNames.includes(name) && !isBudgetField(name));
  const body = wireBody(draft, plain);
  if (draft.color !== undefined) {
    const index = (colors as readonly RecordValue[]).indexOf(draft.color);
    if (index < 0) throw new InputError("argument", `color takes one of: ${colors.join(", ")}.`);
    body.color = index + 1;
  }
  return body;
}
