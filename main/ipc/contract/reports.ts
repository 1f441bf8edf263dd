import { z } from "zod";
import { reportResult } from "../../../mcp-server/domain/results";

const day = z.iso.date();
const reportGroupings = ["project", "customer", "activity", "tag", "person", "day"] as const;
const grouping = z.enum(reportGroupings);

const reportRequest = z.object({
  from: day,
  to: day,
  by: grouping,
  /** Each group again by this. */
  thenBy: grouping.optional(),
  who: z.enum(["me", "everyone"]).default("me"),
});

/** What the reports page asks, always of the account in use. */
export const reportChannels = {
  /** A later report ends an earlier one, which then fails as `cancelled`. */
  "reports:get": { request: reportRequest, response: reportResult },
  /** Ends the report under way. */
  "reports:cancel": { request: z.void(), response: z.void() },
  /** Own time as a file: asks where to, then reads and writes it. `path` is null where the person chose no place. */
  "reports:export": {
    request: reportRequest.omit({ who: true }).extend({ what: z.enum(["entries", "report", "calendar"]) }),
    response: z.object({ path: z.string().nullable() }),
  },
} as const;
