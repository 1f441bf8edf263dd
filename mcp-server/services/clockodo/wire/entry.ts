import { z } from "zod";

/**
 * An entry of any of the three types (clockodo-api.md §2.2): 1 a span of time, 2 a lump sum, 3 a lump-sum service. Names
 * come only with `enhanced_list`, revenue only with rights; whether plain lists carry `text` is unsure (§8.3).
 */
export const entry = z.object({
  id: z.number(),
  type: z.number().nullish(),
  customers_id: z.number(),
  customers_name: z.string().nullish(),
  projects_id: z.number().nullish(),
  projects_name: z.string().nullish(),
  subprojects_id: z.number().nullish(),
  subprojects_name: z.string().nullish(),
  services_id: z.number().nullish(),
  services_name: z.string().nullish(),
  users_id: z.number(),
  users_name: z.string().nullish(),
  billable: z.number().nullish(),
  texts_id: z.number().nullish(),
  text: z.string().nullish(),
  time_since: z.string(),
  time_until: z.string().nullish(),
  time_insert: z.string().nullish(),
  time_last_change: z.string().nullish(),
  /** Seconds; null while it runs. */
  duration: z.number().nullish(),
  clocked: z.boolean().nullish(),
  lumpsum: z.number().nullish(),
  lumpsum_services_id: z.number().nullish(),
  lumpsum_services_amount: z.number().nullish(),
  lumpsum_services_price: z.number().nullish(),
  hourly_rate: z.number().nullish(),
  revenue: z.number().nullish(),
});
export type WireEntry = z.infer<typeof entry>;

export const oneEntry = z.object({ entry });
/** `stopped`: what ran and was ended by it. */
export const createdEntry = z.object({ entry, stopped: z.object({ id: z.number() }).nullish().catch(null) });
