import { z } from "zod";
import { activityList, activityUndone } from "../../../mcp-server/domain/results/activity";

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
    /** `labels`: what Punchcard calls the AI clients among them, by id. */
    response: activityList.extend({ labels: z.record(z.string(), z.string()) }),
  },
  /** Ends the list under way. */
  "activity:cancelList": { request: z.void(), response: z.void() },
  "activity:undo": { request: z.object({ id: z.number().int() }), response: activityUndone },
  /** Forgets every change for good. */
  "activity:clear": { request: z.void(), response: z.void() },
} as const;
