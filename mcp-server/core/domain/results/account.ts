import { z } from "zod";
import { moment, ref, seconds } from "./parts";

/** `get_account` */
export const accountResult = z.object({
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  /** A sentence where a `.env` file of the current folder named the account. */
  source: z.string().optional(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string().optional() }),
  zone: z.string(),
  now: moment,
  version: z.string().optional(),
  roles: z.array(z.string()),
  week_starts_on: z.number(),
  target: z.array(seconds).describe("Seconds to work, Monday to Sunday").nullable(),
  booking: z.object({
    levels: z.array(z.string()),
    required: z.array(z.string()),
    free_times: z.boolean(),
    running_limit: z.number(),
  }),
  /** With `show: ["rights"]`: optional parts of an entry that this caller may set (`break`, `tags`, …). */
  fields: z.array(z.string()).optional(),
  /** With `show: ["rights"]`: kinds of break that this person may take, where the service has kinds. */
  break_types: z.array(ref).optional(),
  /** Permission cells that the service refuses, with the reason; told with `show: ["rights"]`. */
  refused: z.record(z.string(), z.string()).default({}),
});
