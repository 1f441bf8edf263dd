import { z } from "zod";
import { each, flags, numbers, texts } from "./wrap";

/**
 * Who the caller is and where they work (clockodo-api.md §2.8). What rights hide is absent, so nearly all is optional;
 * `support_pin` and other personal members are not even read.
 */
export const user = z.object({
  id: z.number(),
  name: z.string(),
  active: z.boolean().optional(),
  ...texts("timezone", "language", "number", "email", "role", "start_date", "exit_date", "edit_lock"),
  ...numbers("teams_id", "edit_lock_dyn", "work_time_edit_lock_days"),
  ...flags("weekstart_monday", "default_target_hours", "default_holidays_count", "can_generally_see_absences"),
  ...flags("can_generally_manage_absences", "can_add_customers"),
  access_groups_ids: z.array(z.number()).nullish(),
});
export type WireUser = z.infer<typeof user>;

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const hoursByDay = z.object(each(z.number())(...weekdays));
export type WireHoursByDay = z.infer<typeof hoursByDay>;
/** Seconds to work, Monday first. */
export const secondsByDay = (hours: WireHoursByDay): number[] => weekdays.map((day) => Math.round(hours[day] * 3600));

/** Settings of the company; its one source is deprecated and may be gone (§2.8, §8.7). */
const company = z.object({
  id: z.number(),
  name: z.string(),
  ...texts("timezone_default", "currency"),
  ...numbers("default_customers_id", "default_services_id", "holidays_count_default", "nonbusiness_group_default"),
  ...numbers("worktime_force_breaks"),
  ...flags("allow_entries_text_multiline", "allow_entries_for_customers", "allow_entry_overlaps"),
  ...flags("force_linked_entry_times", "module_absence", "module_work_time", "module_target_hours"),
  ...flags("module_user_reports", "module_project_times", "module_entries_texts", "absence_reduces_target_hours"),
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
