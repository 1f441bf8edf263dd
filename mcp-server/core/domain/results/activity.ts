import { z } from "zod";
import { messageText } from "../../messages/schema";
import { errorResult } from "./error";

/**
 * What the app asks its own server of the journal, beside the tools: no AI client is offered it, and who did not prove to be
 * the app is told that there is no such method.
 */
export const activityMethods = {
  list: "punchcard/activity/list",
  undo: "punchcard/activity/undo",
  clear: "punchcard/activity/clear",
} as const;

/** Why a change cannot be undone, whatever the service says now; each has its words in the windows. */
const undoReasons = [
  /** Nobody knows whether the service took it. */
  "unknown",
  /** Nothing of it took effect. */
  "nothing",
  /** Not all of it is kept here: it was too large, or holds a credential. */
  "not_kept",
  /** The service did not tell which record it was, or how it left it. */
  "not_told",
  /** The service cannot make an ended entry run again. */
  "no_reopen",
  /** A break that ended cannot go on. */
  "resumed",
  /** What was written below an absence stays. */
  "comment",
  /** A decision has to be made again by whoever decides. */
  "decision",
  /** A lump sum, or an entry of several projects. */
  "special",
  /** Leave of a part of a day by the clock. */
  "hours",
  /** More was deleted with it. */
  "with_others",
  /** The service cannot make, change or delete such a record. */
  "not_offered",
  /** It was undone before. */
  "undone",
  /** It is not in the journal any more. */
  "gone",
  /** Its account is not connected any more. */
  "no_account",
] as const;
export type UndoReason = (typeof undoReasons)[number];
const reason = z.enum(undoReasons);

/** By name: `begin` and `end` with offset, `seconds`, `work` from the top, `text`, … or a field of the record. */
const fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]));
export type ActivityFields = z.infer<typeof fields>;

const who = z.object({
  /** Id of the AI client as it registered; `tray`: the app itself. */
  client: z.string(),
  place: z.enum(["tray", "window"]).optional(),
  at: z.string(),
});

export const activityItem = z.object({
  operation: z.string(),
  subject: z.string(),
  name: z.string().optional(),
  state: z.enum(["meant", "done", "failed", "unknown"]),
  error: z.string().optional(),
  before: fields.nullable(),
  after: fields.nullable(),
});
export type ActivityItem = z.infer<typeof activityItem>;

export const activityChange = who.extend({
  id: z.number(),
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  tool: z.string(),
  /** `partly`: some of its records failed. */
  state: z.enum(["done", "failed", "partly", "unknown", "under_way"]),
  /** How many records of the kind it is about; `items` has the first of them, and what was made on the way. */
  count: z.number(),
  items: z.array(activityItem),
  /** It takes another change back, or that again. */
  undoes: z.number().optional(),
  undone: z.object({ id: z.number(), at: z.string() }).nullable(),
  undo: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("possible") }),
    z.object({ kind: z.literal("cannot"), reason }),
    z.object({ kind: z.literal("changed"), by: who }),
  ]),
});
export type ActivityChange = z.infer<typeof activityChange>;

export const activityListRequest = z.object({
  /** Instants. */
  from: z.string(),
  to: z.string(),
  account: z.string().optional(),
  limit: z.number().int().min(1).max(2_000),
});

/** Newest first. */
export const activityList = z.object({ changes: z.array(activityChange), more: z.boolean() });
export type ActivityList = z.infer<typeof activityList>;

/** `place`: where the person asked for it; absent: in a window. */
export const activityUndoRequest = z.object({ id: z.number().int(), place: who.shape.place });

export const activityUndone = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("done"), notes: z.array(messageText), change: z.number().nullable() }),
  z.object({ kind: z.literal("cannot"), reason }),
  z.object({
    kind: z.literal("changed"),
    /** What is not as the change left it: which, in which fields, and who did it, as far as is known. */
    changed: z.array(z.object({ item: activityItem, differences: z.array(z.string()), by: who.nullable() })),
  }),
  z.object({ kind: z.literal("failed"), error: errorResult.shape.error }),
]);
export type ActivityUndone = z.infer<typeof activityUndone>;
