import { z } from "zod";
import { numbers, texts } from "./wrap";

/**
 * Leave in Clockodo's shapes (clockodo-api.md §2.9). Why somebody else is away, and when it was decided, is absent where
 * the caller has no right to it.
 */
export const absence = z.object({
  id: z.number(),
  users_id: z.number(),
  date_since: z.string(),
  ...texts("date_until", "note", "public_note"),
  ...numbers("type", "count_hours"),
  status: z.number(),
  /** Working days; null for overtime reduction. */
  count_days: z.number().nullish(),
  /** Not documented in answers; taken where it comes all the same. */
  half_day: z.boolean().nullish().catch(null),
});
export type WireAbsence = z.infer<typeof absence>;

/** A public holiday in the year that was asked about (§2.11). */
export const holiday = z.object({
  id: z.number(),
  ...texts("type", "name", "evaluated_date"),
  ...numbers("nonbusiness_group_id", "day", "month", "year"),
  surcharge_special: z.boolean().nullish(),
  half_day: z.union([z.boolean(), z.number()]).nullish(),
  special_id: z.union([z.number(), z.string()]).nullish(),
});
export type WireHoliday = z.infer<typeof holiday>;

export const holidaysOfUser = z.object({ users_id: z.number(), days: z.array(holiday) });

export const holidayGroup = z.object({ id: z.number(), name: z.string(), company_default: z.boolean().nullish() });
export const holidayMember = z.object({
  id: z.number(),
  users_id: z.number(),
  nonbusiness_groups_id: z.number().nullish(),
  date_since: z.string(),
  date_until: z.string().nullish(),
});
