import { z } from "zod";
import { workView } from "#core/domain/results/entries";

/** What can be started: a piece of work with its description and tags. */
export const workChoice = z.object({
  /** A level with an empty id is meant by its name alone: with `createMissing` it may be made. */
  work: workView,
  text: z.string().default(""),
  tags: z.array(z.string()).default([]),
});
export type WorkChoice = z.infer<typeof workChoice>;
