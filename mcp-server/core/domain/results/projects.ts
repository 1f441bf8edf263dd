import { z } from "zod";
import { messageText } from "../../messages/schema";
import { errorResult } from "./error";

/** What the app asks its own server of projects, beside the tools; see activity.ts for who may. */
export const projectMethods = {
  look: "punchcard/projects/look",
  merge: "punchcard/projects/merge",
} as const;

const account = z.string();
const id = z.string();

export const projectLookRequest = z.object({ account, id });

/** What hangs on one project, counted just now. */
export const projectLook = z.object({
  /** Whose entries could be counted. */
  whose: z.enum(["me", "everyone"]),
  entries: z.number(),
  /** Of these: billed, and closed by the service. */
  exported: z.number(),
  locked: z.number(),
  /** Seconds of ended entries. */
  seconds: z.number(),
  /** Whether it can be deleted, and what goes with it; `archives`: deleting only puts it away, in a sentence. */
  remove: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("possible"),
      with: z.array(z.object({ what: z.string(), count: z.number() })),
      archives: z.string().optional(),
    }),
    z.object({ kind: z.literal("cannot"), why: z.enum(["exported", "booked", "service"]), message: messageText }),
  ]),
});
export type ProjectLook = z.infer<typeof projectLook>;

export const projectMergeRequest = z.object({ account, from: id, into: id });

export const projectMerged = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("done"),
    moved: z.number(),
    whose: z.enum(["me", "everyone"]),
    /** Names of activities that were made in the other project, as it had none of that name. */
    made: z.array(z.string()),
    /** The emptied project was put away. */
    archived: z.boolean(),
    notes: z.array(messageText),
    /** Of the journal, to take it back by; null: it was not recorded. */
    change: z.number().nullable(),
  }),
  z.object({ kind: z.literal("failed"), error: errorResult.shape.error }),
]);
export type ProjectMerged = z.infer<typeof projectMerged>;
