import { z } from "zod";
import { reportResult } from "#core/domain/results/reports";
import { day } from "./fields";

const reportGroupings = ["project", "customer", "activity", "tag", "person", "day"] as const;
const grouping = z.enum(reportGroupings);

/** Names as people type them; the server finds out what they mean. */
const filter = z.string().trim().min(1).max(300).optional();

const reportRequest = z.object({
  from: day,
  to: day,
  by: grouping,
  /** Each group again by this. */
  thenBy: grouping.optional(),
  who: z.enum(["me", "everyone"]).default("me"),
  /** In place of `who`: of this person only. */
  person: filter,
  customer: filter,
  project: filter,
  tag: filter,
});

/** What the reports page asks, always of the account in use. */
export const reportChannels = {
  /** A later report ends an earlier one, which then fails as `cancelled`. */
  "reports:get": { request: reportRequest, response: reportResult },
  /** Names of the service to narrow a report by; none where it lists none to this person. */
  "reports:names": {
    request: z.object({ of: z.enum(["person", "tag"]), query: z.string().trim().max(200) }),
    response: z.array(z.string()),
  },
  /** Ends the report under way. */
  "reports:cancel": { request: z.void(), response: z.void() },
  /** The page that asks as it prints: as a PDF where the person chooses, or on a printer. `path` is null where they chose none. */
  "reports:print": {
    request: z.object({ what: z.enum(["pdf", "printer"]), from: day, to: day }),
    response: z.object({ path: z.string().nullable() }),
  },
  /** Own time as a file: asks where to, then reads and writes it. `path` is null where the person chose no place. */
  "reports:export": {
    request: reportRequest
      .omit({ who: true, person: true, customer: true, project: true, tag: true })
      .extend({ what: z.enum(["entries", "report", "calendar"]) }),
    response: z.object({ path: z.string().nullable() }),
  },
} as const;
