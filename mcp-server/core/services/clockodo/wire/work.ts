import { z } from "zod";
import { flags, numbers, texts } from "./wrap";

/** What time is booked on, in Clockodo's shapes (clockodo-api.md §2.5–2.7). What rights hide is absent. */

const number = z.string().nullish();
const serviceAssignments = z.array(z.number()).nullish();

export const customer = z.object({
  id: z.number(),
  name: z.string(),
  number,
  ...texts("note", "bill_service_id"),
  color: z.number().nullish(),
  billable_default: z.boolean().nullish(),
  active: z.boolean(),
  service_assignments: serviceAssignments,
});
export type WireCustomer = z.infer<typeof customer>;

const budget = z.object({
  ...numbers("interval", "amount", "subprojects_budget_total"),
  ...flags("monetary", "hard", "from_subprojects"),
  notification_thresholds: z.array(z.number()).nullish(),
});
export type WireBudget = z.infer<typeof budget>;

const projectLike = {
  id: z.number(),
  name: z.string(),
  number,
  active: z.boolean(),
  ...texts("completed_at", "note", "start_date", "deadline", "bill_service_id"),
  ...numbers("billed_money", "revenue_factor"),
  ...flags("billable_default", "completed", "automatic_completion", "billed_completely"),
  service_assignments: serviceAssignments,
  budget: budget.nullish(),
};
export const project = z.object({
  ...projectLike,
  customers_id: z.number(),
  count_subprojects: z.number().nullish(),
});
export type WireProject = z.infer<typeof project>;

/** `billed`, a number in one document and a flag in another, is not read: `billed_completely` says it (§2.6). */
export const subproject = z.object({ ...projectLike, projects_id: z.number() });
export type WireSubproject = z.infer<typeof subproject>;

/** Clockodo's "service" is our activity. */
export const service = z.object({
  id: z.number(),
  name: z.string(),
  number,
  active: z.boolean(),
  note: z.string().nullish(),
  bill_service_id: z.string().nullish(),
});
export type WireService = z.infer<typeof service>;

export const lumpSumService = z.object({
  id: z.number(),
  name: z.string(),
  number,
  active: z.boolean(),
  note: z.string().nullish(),
  price: z.number().nullish(),
  unit: z.string().nullish(),
});
