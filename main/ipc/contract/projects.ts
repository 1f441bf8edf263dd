import { z } from "zod";
import { projectColors } from "#core/domain/records";
import { projectLook, projectMerged } from "#core/domain/results/projects";
import { messageText } from "#core/messages/schema";
import { accountId } from "./fields";

const id = z.string().min(1).max(200);
const color = z.enum(projectColors);
const seconds = z.number().int().min(60).max(3_600_000_000);
const money = z.number().positive().max(1e12);

const spent = z.object({ budget: z.number(), used: z.number(), left: z.number().nullable() });
/** `month`: it is of this month only. */
const budget = z.object({
  month: z.string().nullable(),
  time: spent.optional(),
  money: spent.extend({ currency: z.string().optional() }).optional(),
  note: z.string().optional(),
});

/** What a person can set of a project; each service takes some of them. */
const projectParts = ["name", "customer", "color", "hours", "money", "billable", "archived"] as const;
export type ProjectPart = (typeof projectParts)[number];

const projectView = z.object({
  id,
  name: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The nearest of ours to what the service or the customer has; null: none was chosen. */
  color: color.nullable(),
  billable: z.boolean().nullable(),
  archived: z.boolean(),
  /** Seconds, and money in `currency`, that it may take; null: no such budget. */
  hours: z.number().nullable(),
  money: z.number().nullable(),
  /** How the budget stands. Absent where nobody tells. */
  budget: budget.optional(),
  /** Own seconds of this year; null: not read. */
  year: z.number().nullable(),
});
export type ProjectView = z.infer<typeof projectView>;

const projectsView = z.object({
  projects: z.array(projectView),
  customers: z.array(z.object({ id: z.string(), name: z.string() })),
  /** What can be set on a change, and on a new one. */
  change: z.array(z.enum(projectParts)),
  create: z.array(z.enum(projectParts)),
  /** Why new ones, changes, deleting or merging are off, as the service or Punchcard says it; absent: they are not. */
  refused: z.partialRecord(z.enum(["create", "update", "delete", "merge"]), z.string()),
  /** A project needs a customer. */
  needsCustomer: z.boolean(),
  /** There are more than are shown here. */
  more: z.boolean(),
  /** What could not be read beside, in words: budgets without the right to see them. */
  notes: z.array(messageText),
});
export type ProjectsView = z.infer<typeof projectsView>;

const values = z.object({
  name: z.string().max(1_000),
  customer: id.nullable(),
  color,
  hours: seconds.nullable(),
  money: money.nullable(),
  billable: z.boolean(),
  archived: z.boolean(),
});

/** What the page of projects asks. Ids are an account's own, so each request names it. */
export const projectChannels = {
  /** A later list ends an earlier one, which then fails as `cancelled`. */
  "projects:list": {
    request: z.object({ accountId, year: z.string().regex(/^\d{4}$/) }),
    response: projectsView,
  },
  /** Ends the list under way. */
  "projects:cancelList": { request: z.void(), response: z.void() },
  /** How the budgets of projects stand, by project; none where the account keeps or shows none. */
  "projects:budgets": {
    request: z.object({ accountId }),
    response: z.object({ budgets: z.record(z.string(), budget) }),
  },
  /** By id of the project, what the service or its customer says; nothing is read where a service keeps no colors. */
  "projects:colors": { request: z.object({ accountId }), response: z.object({ colors: z.record(z.string(), color) }) },
  /** Without an id a new one. Only what is given changes. */
  "projects:save": {
    request: z.object({ accountId, id: id.optional(), values: values.partial() }),
    response: z.object({ id: z.string(), notes: z.array(messageText) }),
  },
  /** What hangs on one, counted now. */
  "projects:look": { request: z.object({ accountId, id }), response: projectLook },
  "projects:merge": { request: z.object({ accountId, from: id, into: id }), response: projectMerged },
  "projects:delete": { request: z.object({ accountId, id }), response: z.void() },
} as const;
