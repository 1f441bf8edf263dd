import type { RecordPart } from "../../../../domain/records";
import { type ClockodoField, field, never, ref, refs } from "../fields";
import { budgetFields, subprojectBudgetFields } from "./budget-fields";
import { statusFields } from "./project-status";

/** Fields of what time is booked on, with Clockodo's limits (clockodo-api.md §2.5–2.7). */
export type WorkKind = "customer" | "project" | "subproject" | "activity" | "lump_sum_service";

/** Clockodo counts them from 1 (§4). */
const colors = [
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
export const color = field("color", "choice", { choices: colors, codes: colors.map((_, index) => index + 1) });

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
const activities = refs("activities", "service_assignments", "activity", {
  hint: "Activities that are assigned to it.",
});
const common = [name, number, active, billable, note];
const change = { when: "change", apart: true } as const;
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

export const workFields: Readonly<Record<WorkKind, readonly ClockodoField[]>> = {
  customer: [...common, color, billing, activities],
  project: [
    name,
    ref("customer", "customers_id", "customer", { needed: true }),
    ...common.slice(1),
    ...plan,
    ...budgetFields,
    ...steps,
    field("billed", "flag", { ...change, wire: "billed_completely", hint: "Not where the budget is in money." }),
    field("billed_money", "money", { ...change, hint: "Only with a hard budget." }),
    field("next_interval", "flag", { ...change, hint: "true: makes the subproject of the next interval (retainers)." }),
    field("subprojects", "number", { ...never, wire: "count_subprojects" }),
    ...money,
    ...statusFields,
  ],
  subproject: [
    name,
    ref("project", "projects_id", "project", { needed: true, when: "create" }),
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

/** The rate of a new one: for everybody, or with people and activities that it is for. */
const rateFor = (value: string): RecordPart => ({
  field: {
    name: "rate",
    kind: "money",
    when: "create",
    hint: "For an hour; several as a list of {rate, people}. Later as rate records.",
  },
  type: "rate",
  plain: "rate",
  link: { value },
  unique: ["people", "activities"],
});

/** What a new one brings along. */
export const partsOfWork: Partial<Record<WorkKind, readonly RecordPart[]>> = {
  customer: [rateFor("customers")],
  project: [rateFor("projects")],
  activity: [rateFor("activities")],
};
