import { z } from "zod";
import { flags, numbers, texts } from "./wrap";

/** People, teams and what they may (clockodo-api.md §2.8, §2.15, §2.16). What rights hide is absent. */

/** All of a person but the support PIN, which is read only where somebody asked for it by name. */
export const person = z.object({
  id: z.number(),
  name: z.string(),
  active: z.boolean().optional(),
  ...texts("initials", "language", "timezone", "number", "email", "role", "start_date", "exit_date", "edit_lock"),
  ...texts("created_at", "bill_service_id"),
  ...numbers("teams_id", "work_time_regulations_id", "wage_type", "edit_lock_dyn", "work_time_edit_lock_days"),
  ...numbers("creator"),
  ...flags("timeformat_12h", "weekstart_monday", "default_work_time_regulation", "can_generally_see_absences"),
  ...flags("can_generally_manage_absences", "can_add_customers", "default_holidays_count", "default_target_hours"),
  ...flags("exempt_from_flextime", "future_coworker", "edit_lock_sync", "budget_notifications", "show_favorites"),
  boss: z.number().nullish().catch(null),
  absence_managers_id: z.array(z.number()).nullish(),
  access_groups_ids: z.array(z.number()).nullish(),
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
