import { z } from "zod";
import { serviceIds } from "#core/service-catalog/descriptors";

/** What the company says on this computer, as far as windows show it. */
export const companyView = z.object({
  name: z.string().nullable(),
  /** The file or the registry key. */
  place: z.string(),
  /** Why it cannot be used, with the line; AI clients may do nothing then. */
  problem: z.string().nullable(),
  /** Services that may be connected. */
  services: z.array(z.enum(serviceIds)),
  /** Whether Punchcard may update itself. */
  updates: z.boolean(),
});
export type CompanyView = z.infer<typeof companyView>;
