import { z } from "zod";
import { absenceDecisions } from "#core/domain/absences";
import { absencesResult, balanceResult, decidedResult, requestedResult } from "#core/domain/results/absences";
import { day } from "./fields";

const absenceRequest = z.object({
  /** Id of the type of leave. */
  type: z.string().min(1).max(200),
  first: day,
  last: day,
  firstHalf: z.boolean().default(false),
  lastHalf: z.boolean().default(false),
  /** Which half, where it is half of a single day and the service asks. */
  half: z.enum(["morning", "afternoon"]).optional(),
  /** Only so much of the one day, as a person types it: `2:30`, `1,5 h`. */
  hours: z.string().max(20).optional(),
  comment: z.string().max(10_000).default(""),
  reason: z.string().max(10_000).optional(),
  /** E-mail address of who stands in. */
  substitute: z.string().max(320).optional(),
  /** true: nothing is sent; the answer says what would be, and what speaks against it. */
  dryRun: z.boolean(),
});

/** What the absences page asks, always of the account in use. */
export const absenceChannels = {
  /** Another list ends the one under way, which then fails as `cancelled`. */
  "absences:list": {
    request: z.object({ from: day, to: day, who: z.enum(["me", "everyone"]) }),
    response: absencesResult,
  },
  /** Ends the list under way. */
  "absences:cancelList": { request: z.void(), response: z.void() },
  /** The types of leave that can be asked for, and what can be decided in this service at all. */
  "absences:types": {
    request: z.void(),
    response: absencesResult
      .pick({ types: true, decisions: true })
      .required()
      .extend(absencesResult.pick({ decide_where: true }).shape),
  },
  /** For the year of that day. */
  "absences:balance": { request: z.object({ day }), response: balanceResult },
  /** A later dry run ends an earlier one, which then fails as `cancelled`. */
  "absences:request": { request: absenceRequest, response: requestedResult },
  /** Ends a dry run under way. */
  "absences:cancelCheck": { request: z.void(), response: z.void() },
  "absences:decide": {
    request: z.object({
      ids: z.array(z.string().min(1).max(200)).min(1).max(500),
      action: z.enum(absenceDecisions),
      comment: z.string().max(10_000).optional(),
    }),
    response: decidedResult,
  },
} as const;
