import { z } from "zod";
import { messageText } from "../../messages/schema";
import { moment, notes, ref, seconds } from "./parts";

export const workView = z.object({
  customer: ref.optional(),
  project: ref.optional(),
  subproject: ref.optional(),
  activity: ref.optional(),
});
export type WorkView = z.infer<typeof workView>;

export const entryView = z.object({
  id: z.string(),
  begin: moment,
  /** null while it runs. */
  end: moment.nullable(),
  zone: z.string().describe("Zone in which it was recorded, where that is not the account's").optional(),
  /** Worked seconds, net of breaks; while it runs, up to the time of reading. */
  seconds: z.number().describe("Worked seconds, without breaks; of what runs: until now"),
  /** Logged ahead of its time. */
  planned: z.boolean().describe("It ends in the future: not worked yet").optional(),
  breakSeconds: seconds.optional(),
  work: workView,
  person: ref.optional(),
  text: z.string(),
  tags: z.array(z.string()),
  billable: z.boolean().optional(),
  exported: z.boolean().optional(),
  locked: messageText.describe("Why it cannot be changed").optional(),
  /** Why it cannot be changed while it runs. */
  fixed: messageText.optional(),
  /** A fixed amount instead of a duration. */
  amount: z.number().describe("Pieces of a lump sum, in place of a duration").optional(),
  /** What it is worth in money; absent where the caller may not see it. */
  rate: z.number().describe("Worth of the entry, in the account's currency").optional(),
  /** Custom fields by name. */
  meta: z.record(z.string(), z.string()).optional(),
  mixed: z.literal(true).describe("Worked on several things, told in `meta`").optional(),
});
export type EntryView = z.infer<typeof entryView>;

/** `list_time` with `detail: "full"` */
export const entriesResult = z.object({
  zone: z.string(),
  period: z.string(),
  from: moment,
  to: moment.describe("The first moment after the period"),
  total: z.object({ entries: z.number(), seconds }),
  entries: z.array(entryView),
  /** Cursor of the next page; absent on the last. */
  next: z.string().optional(),
});

/** `log_time`, `update_time`: the entries as the service stored them, or as they would be with `dry_run`. */
export const writtenResult = z.object({
  dry_run: z.boolean().optional(),
  entries: z.array(entryView),
  /** Overlaps, duplicates, what the service rounded or cut. */
  notes,
  failed: z
    .array(z.object({ index: z.number().optional(), id: z.string().optional(), message: messageText }))
    .optional(),
});

/** `delete_time` */
export const deletedResult = z.object({
  deleted: z.array(z.string()),
  failed: z.array(z.object({ id: z.string(), message: messageText })),
});

/** `find_work` */
export const workResult = z.object({
  items: z.array(
    z.object({
      level: z.enum(["customer", "project", "subproject", "activity"]),
      id: z.string(),
      name: z.string(),
      parents: workView,
      bookable: z.boolean(),
    }),
  ),
  recent: z.array(z.object({ work: workView, text: z.string(), tags: z.array(z.string()) })),
  more: z.number(),
});
