import { z } from "zod";
import { updateOwners } from "../../updates/owner";
import { updateProblems } from "../../updates/problem";
import { nothing } from "./fields";

/** New versions of the app, as windows and tray show them. */
export const updatesView = z.object({
  /** Only where it is `app` are there updates to speak of. */
  owner: z.enum(updateOwners),
  phase: z.enum(["idle", "checking", "available", "downloading", "ready", "installing"]),
  version: z.string().nullable(),
  /** What is new in it, in at most three lines of plain text. */
  notes: z.array(z.string()),
  percent: z.number(),
  /** Why the last try came to nothing; the version that runs stays. */
  problem: z.enum(updateProblems).nullable(),
  checkedAt: z.string().max(40).nullable(),
  /** It was looked since the start, and this is the newest version. */
  isCurrent: z.boolean(),
});
export type UpdatesView = z.infer<typeof updatesView>;

/** What came of each is in the state. */
export const updateChannels = {
  "updates:check": { request: nothing, response: nothing },
  "updates:download": { request: nothing, response: nothing },
  "updates:install": { request: nothing, response: nothing },
} as const;
