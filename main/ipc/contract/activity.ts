import { z } from "zod";
import { activityList, activityUndone } from "#core/domain/results/activity";
import { lostChanges, lostChangesApplied } from "#core/domain/results/lost-changes";

/** What Punchcard calls the AI clients among them, by id. */
const labels = { labels: z.record(z.string(), z.string()) };

/** What the page of changes asks, of all accounts. */
export const activityChannels = {
  /** The newest changes between two instants. A later list ends an earlier one, which then fails as `cancelled`. */
  "activity:list": {
    request: z.object({
      from: z.string().max(40),
      to: z.string().max(40),
      accountId: z.string().max(100).optional(),
      limit: z.number().int().min(1).max(2_000),
    }),
    response: activityList.extend(labels),
  },
  /** Ends the list under way. */
  "activity:cancelList": { request: z.void(), response: z.void() },
  "activity:undo": { request: z.object({ id: z.number().int() }), response: activityUndone },
  /** What the account in use lost because its time sheet was put back to an older copy, and what of it can be written again. */
  "activity:lost": { request: z.void(), response: lostChanges.extend(labels) },
  /** Writes again all that fits. */
  "activity:applyLost": { request: z.void(), response: lostChangesApplied.extend(labels) },
  /** It is not offered any more. */
  "activity:forgetLost": { request: z.void(), response: z.void() },
  /** Forgets every change for good. */
  "activity:clear": { request: z.void(), response: z.void() },
} as const;
