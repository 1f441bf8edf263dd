import { z } from "zod";
import { entryView, workView } from "#core/domain/results/entries";
import { messageText } from "#core/messages/schema";
import { failure } from "../failure";

const ids = z.array(z.string().min(1).max(200)).min(1).max(500);
const tags = z.array(z.string().min(1).max(100)).max(50);

/** What each of several entries gets; what is not named stays as it is. */
const bulkChange = z
  .object({
    work: workView,
    text: z.string().max(10_000),
    addTags: tags,
    removeTags: tags,
    billable: z.boolean(),
    /** Its clock times stay. */
    day: z.iso.date(),
  })
  .partial();

const failedRows = z.array(z.object({ id: z.string(), message: messageText }));

/** Entries that were chosen in a window, changed or deleted together. */
export const bulkChannels = {
  /** The entries as they would be; nothing is written. Another preview ends the one under way. */
  "entries:previewMany": {
    request: z.object({ ids, change: bulkChange }),
    response: z.object({ entries: z.array(entryView), failed: failedRows, notes: z.array(messageText) }),
  },
  /**
   * Writes them, as one change of the journal. `left`: not sent, because the person ended it or `failure` did. `change`: what
   * to undo; null where nothing was written.
   */
  "entries:changeMany": {
    request: z.object({ ids, change: bulkChange.or(z.literal("delete")) }),
    response: z.object({
      done: z.array(z.string()),
      failed: failedRows,
      left: z.array(z.string()),
      notes: z.array(messageText),
      change: z.number().int().nullable(),
      failure: failure.nullable(),
    }),
  },
  /** No further entry is sent; what is under way ends, and the preview too. */
  "entries:cancelMany": { request: z.void(), response: z.void() },
} as const;

/** How far the change of several entries is. */
export const bulkProgress = z.object({ done: z.number(), total: z.number() });
