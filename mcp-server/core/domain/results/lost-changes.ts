import { z } from "zod";
import { activityChange, activityItem } from "./activity";

/**
 * What the app asks of changes that a time sheet has lost because it was put back to an older copy: the journal still knows
 * them. Beside the tools, as `activityMethods`.
 */
export const lostChangesMethods = {
  look: "punchcard/lost-changes/look",
  apply: "punchcard/lost-changes/apply",
  forget: "punchcard/lost-changes/forget",
} as const;

export const lostChangesRequest = z.object({ account: z.string() });

/** Why a record is not written again; each has its words in the windows. */
const unfitReasons = [
  /** It is neither as before the change nor as after it. */
  "changed",
  /** Something else runs. */
  "running",
  /** An equal entry was made since. */
  "twin",
  /** The time sheet does not take it: what it belongs to is not there, or its name is taken. */
  "refused",
  /** Nobody knows whether it was written at all. */
  "unknown",
  /** Not all of it is kept in the journal. */
  "not_kept",
  "not_told",
] as const;
export type UnfitReason = (typeof unfitReasons)[number];

const lostChange = activityChange.extend({
  /** What is written again of it. */
  items: z.array(activityItem),
  unfit: z.array(z.object({ item: activityItem, reason: z.enum(unfitReasons) })),
});
export type LostChange = z.infer<typeof lostChange>;

/** Oldest first. */
export const lostChanges = z.object({
  /** When the oldest copy was made that was gone on with, an instant; null: nothing was lost. */
  since: z.string().nullable(),
  changes: z.array(lostChange),
});
export type LostChanges = z.infer<typeof lostChanges>;

/** What was written again, and what was not. */
export const lostChangesApplied = lostChanges.extend({
  /** Number of records. */
  written: z.number(),
});
export type LostChangesApplied = z.infer<typeof lostChangesApplied>;
