import { z } from "zod";

/**
 * Who the caller is and where they work (clockodo-api.md §2.8). What rights hide is absent, so nearly all is optional;
 * `support_pin` and other personal members are not even read.
 */
export const user = z.object({
  id: z.number(),
  name: z.string(),
  active: z.boolean().optional(),
  timezone: z.string().nullish(),
  language: z.string().nullish(),
  weekstart_monday: z.boolean().nullish(),
  teams_id: z.number().nullish(),
  number: z.string().nullish(),
  email: z.string().nullish(),
  role: z.string().nullish(),
  access_groups_ids: z.array(z.number()).nullish(),
  default_target_hours: z.boolean().nullish(),
  default_holidays_count: z.boolean().nullish(),
  can_generally_see_absences: z.boolean().nullish(),
  can_generally_manage_absences: z.boolean().nullish(),
  can_add_customers: z.boolean().nullish(),
  start_date: z.string().nullish(),
  exit_date: z.string().nullish(),
  edit_lock: z.string().nullish(),
  edit_lock_dyn: z.number().nullish(),
  work_time_edit_lock_days: z.number().nullish(),
});
export type WireUser = z.infer<typeof user>;

const hoursByDay = z.object({
  monday: z.number(),
  tuesday: z.number(),
  wednesday: z.number(),
  thursday: z.number(),
  friday: z.number(),
  saturday: z.number(),
  sunday: z.number(),
});
export type WireHoursByDay = z.infer<typeof hoursByDay>;

/** Settings of the company; its one source is deprecated and may be gone (§2.8, §8.7). */
const company = z.object({
  id: z.number(),
  name: z.string(),
  timezone_default: z.string().nullish(),
  currency: z.string().nullish(),
  allow_entries_text_multiline: z.boolean().nullish(),
  allow_entries_for_customers: z.boolean().nullish(),
  allow_entry_overlaps: z.boolean().nullish(),
  force_linked_entry_times: z.boolean().nullish(),
  default_customers_id: z.number().nullish(),
  default_services_id: z.number().nullish(),
  module_absence: z.boolean().nullish(),
  module_work_time: z.boolean().nullish(),
  module_target_hours: z.boolean().nullish(),
  module_user_reports: z.boolean().nullish(),
  module_project_times: z.boolean().nullish(),
  module_entries_texts: z.boolean().nullish(),
  holidays_count_default: z.number().nullish(),
  absence_reduces_target_hours: z.boolean().nullish(),
  nonbusiness_group_default: z.number().nullish(),
  worktime_force_breaks: z.number().nullish(),
  target_hours_default: hoursByDay.nullish().catch(null),
});
export type WireCompany = z.infer<typeof company>;

export const aggregate = z.object({ company });
export const me = z.object({ data: user });

/** One row of `/targethours` (§2.12); the unversioned path is the current one. */
export const targetRow = z.looseObject({
  id: z.number(),
  users_id: z.number(),
  type: z.string(),
  date_since: z.string(),
  date_until: z.string().nullish(),
});
export const targetRows = z.object({ targethours: z.array(targetRow) });
export const weekHours = hoursByDay;
