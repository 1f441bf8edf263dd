import { z } from "zod";

/** What time is booked on, in Clockodo's shapes (clockodo-api.md §2.5–2.7). What rights hide is absent. */

const number = z.string().nullish();
const serviceAssignments = z.array(z.number()).nullish();

export const customer = z.object({
  id: z.number(),
  name: z.string(),
  number,
  color: z.number().nullish(),
  active: z.boolean(),
  billable_default: z.boolean().nullish(),
  note: z.string().nullish(),
  bill_service_id: z.string().nullish(),
  service_assignments: serviceAssignments,
});
export type WireCustomer = z.infer<typeof customer>;

const budget = z.object({
  monetary: z.boolean().nullish(),
  hard: z.boolean().nullish(),
  from_subprojects: z.boolean().nullish(),
  interval: z.number().nullish(),
  amount: z.number().nullish(),
  subprojects_budget_total: z.number().nullish(),
  notification_thresholds: z.array(z.number()).nullish(),
});
export type WireBudget = z.infer<typeof budget>;

const projectLike = {
  id: z.number(),
  name: z.string(),
  number,
  active: z.boolean(),
  billable_default: z.boolean().nullish(),
  completed: z.boolean().nullish(),
  completed_at: z.string().nullish(),
  note: z.string().nullish(),
  start_date: z.string().nullish(),
  deadline: z.string().nullish(),
  automatic_completion: z.boolean().nullish(),
  bill_service_id: z.string().nullish(),
  billed_money: z.number().nullish(),
  billed_completely: z.boolean().nullish(),
  revenue_factor: z.number().nullish(),
  service_assignments: serviceAssignments,
  budget: budget.nullish(),
};
export const project = z.object({
  ...projectLike,
  customers_id: z.number(),
  count_subprojects: z.number().nullish(),
});
export type WireProject = z.infer<typeof project>;

export const subproject = z.object({
  ...projectLike,
  projects_id: z.number(),
  billed: z.boolean().nullish(),
});
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
