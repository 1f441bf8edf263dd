import { z } from "zod";

/** People, teams and what they may (clockodo-api.md §2.8, §2.15, §2.16). What rights hide is absent. */

/** All of a person but the support PIN, which is read only where somebody asked for it by name. */
export const person = z.object({
  id: z.number(),
  name: z.string(),
  active: z.boolean().optional(),
  initials: z.string().nullish(),
  language: z.string().nullish(),
  timezone: z.string().nullish(),
  timeformat_12h: z.boolean().nullish(),
  weekstart_monday: z.boolean().nullish(),
  teams_id: z.number().nullish(),
  number: z.string().nullish(),
  email: z.string().nullish(),
  role: z.string().nullish(),
  boss: z.number().nullish().catch(null),
  absence_managers_id: z.array(z.number()).nullish(),
  access_groups_ids: z.array(z.number()).nullish(),
  work_time_regulations_id: z.number().nullish(),
  default_work_time_regulation: z.boolean().nullish(),
  can_generally_see_absences: z.boolean().nullish(),
  can_generally_manage_absences: z.boolean().nullish(),
  can_add_customers: z.boolean().nullish(),
  default_holidays_count: z.boolean().nullish(),
  default_target_hours: z.boolean().nullish(),
  exempt_from_flextime: z.boolean().nullish(),
  future_coworker: z.boolean().nullish(),
  start_date: z.string().nullish(),
  exit_date: z.string().nullish(),
  wage_type: z.number().nullish(),
  edit_lock: z.string().nullish(),
  edit_lock_dyn: z.number().nullish(),
  edit_lock_sync: z.boolean().nullish(),
  work_time_edit_lock_days: z.number().nullish(),
  budget_notifications: z.boolean().nullish(),
  show_favorites: z.boolean().nullish(),
  creator: z.number().nullish(),
  created_at: z.string().nullish(),
  bill_service_id: z.string().nullish(),
});
export const personWithPin = person.extend({ support_pin: z.string().nullish() });
export type WirePerson = z.infer<typeof person> & { support_pin?: string | null };

export const team = z.object({
  id: z.number(),
  name: z.string(),
  leader: z.number().nullish(),
  user_ids: z.array(z.number()).nullish(),
});
export type WireTeam = z.infer<typeof team>;

export const accessGroup = z.object({
  id: z.number(),
  name: z.string(),
  users_ids: z.array(z.number()).nullish(),
  has_elevated_access: z.boolean().nullish(),
  has_master_data_access: z.boolean().nullish(),
  company_default: z.boolean().nullish(),
});
export type WireAccessGroup = z.infer<typeof accessGroup>;

/** Ids as keys; PHP writes an empty map as an empty list. */
const byId = <T>(value: z.ZodType<T>) =>
  z.union([
    z.boolean(),
    z
      .array(z.unknown())
      .length(0)
      .transform((): Record<string, T> => ({})),
    z.record(z.string(), value),
  ]);
const ofCustomer = z.union([
  z.boolean(),
  z.looseObject({ projects: byId(z.unknown()) }).transform(({ projects }) => projects),
]);
const byCustomer = byId(ofCustomer);

/** For all, for none, or by customers, and in a customer by projects. Not wrapped in `data`. */
export const workRights = z.object({
  add: byCustomer.nullish(),
  report: byCustomer.nullish(),
  edit: byCustomer.nullish(),
});
export type WireWorkRights = z.infer<typeof workRights>;
export const serviceRights = z.object({ add: byId(z.unknown()).nullish() });
export type WireServiceRights = z.infer<typeof serviceRights>;

const plan = z.object({
  plan_id: z.number().nullish(),
  plan_name: z.string().nullish(),
  number_of_licences: z.number().nullish(),
  interval: z.union([z.string(), z.number()]).nullish(),
});
export const subscription = z.object({
  current_until: z.string().nullish(),
  current: plan.nullish(),
  upcoming: plan.nullish(),
  cancel_date: z.string().nullish(),
});
export type WireSubscription = z.infer<typeof subscription>;
