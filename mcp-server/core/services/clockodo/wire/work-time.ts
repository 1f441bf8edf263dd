import { z } from "zod";
import { numbers, texts } from "./wrap";

/** Work times by day, and requests to change them (clockodo-api.md §2.14). Answers come flat or in `data` (§8.2). */

const interval = z.object({ time_since: z.string(), time_until: z.string().nullish() });

const workDay = z.object({
  date: z.string(),
  users_id: z.number(),
  /** Seconds; only before 2023. */
  offset: z.number().nullish(),
  intervals: z.array(interval),
});
export type WireWorkDay = z.infer<typeof workDay>;
export const workDays = z.object({
  paging: z.object({ count_pages: z.number() }).nullish().catch(null),
  work_time_days: z.array(workDay),
});

export const changeRequest = z.object({
  id: z.number(),
  date: z.string(),
  users_id: z.number(),
  /** 1 requested, 2 declined. */
  ...texts("created_at", "declined_at"),
  ...numbers("status", "declined_by"),
  changes: z.array(z.object({ type: z.number(), time_since: z.string(), time_until: z.string().nullish() })).nullish(),
});
export type WireChangeRequest = z.infer<typeof changeRequest>;

const paging = z.object({ count_pages: z.number(), current_page: z.number() }).nullish().catch(null);
export const changeRequests = z.union([
  z.object({ paging, change_requests: z.array(changeRequest) }),
  z
    .object({ paging, data: z.array(changeRequest) })
    .transform((answer) => ({ paging: answer.paging, change_requests: answer.data })),
]);

const filed = z.object({
  change_request: changeRequest.nullable(),
  replaced_change_request: changeRequest.nullish(),
  approved_immediately: z.boolean().nullish(),
});
export type WireFiled = z.infer<typeof filed>;
export const filedRequest = z.union([filed, z.object({ data: filed }).transform((answer) => answer.data)]);
