import { z } from "zod";
import { numbers, texts } from "./wrap";

/**
 * An entry of any of the three types (clockodo-api.md §2.2): 1 a span of time, 2 a lump sum, 3 a lump-sum service. Names
 * come only with `enhanced_list`, revenue only with rights; whether plain lists carry `text` is unsure (§8.3).
 */
export const entry = z.object({
  id: z.number(),
  ...texts("customers_name", "projects_name", "subprojects_name", "services_name", "users_name", "text"),
  ...texts("time_until", "time_insert", "time_last_change"),
  ...numbers("type", "projects_id", "subprojects_id", "services_id", "billable", "texts_id", "lumpsum"),
  ...numbers("lumpsum_services_id", "lumpsum_services_amount", "lumpsum_services_price", "hourly_rate", "revenue"),
  clocked: z.boolean().nullish(),
  customers_id: z.number(),
  users_id: z.number(),
  time_since: z.string(),
  /** Seconds; null while it runs. */
  duration: z.number().nullish(),
});
export type WireEntry = z.infer<typeof entry>;

export const oneEntry = z.object({ entry });
/** `stopped`: what ran and was ended by it. */
export const createdEntry = z.object({ entry, stopped: z.object({ id: z.number() }).nullish().catch(null) });
