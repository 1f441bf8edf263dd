import { z } from "zod";

/** Optional parts of an entry, as typed. Rates are money without a currency, and an empty text clears one. */
export const entryParts = z.object({
  billable: z.boolean().optional(),
  hourlyRate: z.string().max(30).optional(),
  fixedRate: z.string().max(30).optional(),
  /** Custom fields by name; an empty text clears one. */
  meta: z.record(z.string().min(1).max(200), z.string().max(5_000)).optional(),
});

/** A custom field of entries, as the service publishes it. */
export const customField = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string().optional(),
  kind: z.enum(["text", "number", "flag", "date"]),
  needed: z.boolean(),
  default: z.string().optional(),
});
