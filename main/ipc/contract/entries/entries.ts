import { z } from "zod";
import { entriesResult, workResult, workView } from "#core/domain/results/entries";
import { messageText } from "#core/messages/schema";
import { day, nothing, text } from "../fields";
import { draftRef } from "./drafts";
import { customField, entryParts } from "./entry-parts";

/** Whose time: `everyone`, or people by `#id`; absent: one's own. */
const people = z.array(z.string().min(1).max(200)).min(1).max(50).optional();

const entryInput = z.object({
  day,
  /** Clock times and durations as a person types them: `9:00`, `11.30`, `1,5h`. The server reads them. */
  from: z.string().max(30).optional(),
  to: z.string().max(30).optional(),
  duration: z.string().max(20).optional(),
  break: z.string().max(20).optional(),
  work: workView,
  text: text.default(""),
  tags: z.array(z.string().max(100)).max(50).default([]),
  ...entryParts.shape,
});

/** Entries of the account in use, and the work they are booked on. */
export const entryChannels = {
  "work:search": {
    /** `within`: only what can be booked together with it (activities of a chosen project); the query may be empty. */
    request: z.object({ query: z.string().max(200), within: workView.optional() }),
    response: workResult,
  },
  /** Another list ends the one under way, which then fails as `cancelled`. */
  "entries:list": { request: z.object({ from: day, to: day, people }), response: entriesResult },
  /** Ends the list under way. */
  "entries:cancelList": { request: nothing, response: nothing },
  /** The latest entries of the year before that day with these words in their description. */
  "entries:find": {
    request: z.object({ query: z.string().min(1).max(200), before: day }),
    response: z.object({ entries: entriesResult.shape.entries, total: z.number() }),
  },
  /**
   * Entries of these days in whose description, tags or work the longest word of the search stands, newest first.
   * `partial`: there are more than are told. Another search ends the one under way, which then fails as `cancelled`.
   */
  "entries:search": {
    request: z.object({ query: z.string().min(1).max(200), from: day, to: day, people }),
    response: z.object({ entries: entriesResult.shape.entries, partial: z.boolean() }),
  },
  "entries:cancelSearch": { request: nothing, response: nothing },
  /** Custom fields that entries here can have; empty where the service has none, or does not tell them. */
  "entries:customFields": { request: nothing, response: z.array(customField) },
  "entries:log": {
    /** `draft`: what is dropped once it is saved, also where the window is gone by then. */
    request: entryInput.extend({ createMissing: z.boolean().default(false), draft: draftRef.optional() }),
    response: z.object({ notes: z.array(messageText) }),
  },
  "entries:update": {
    // Without the defaults of `entryInput`: what is not sent stays as it is.
    request: entryInput.partial().extend({
      id: z.string().min(1).max(200),
      text: text.optional(),
      tags: z.array(z.string().max(100)).max(50).optional(),
      createMissing: z.boolean().default(false),
      draft: draftRef.optional(),
    }),
    response: z.object({ notes: z.array(messageText) }),
  },
  "entries:delete": { request: z.object({ ids: z.array(z.string().max(200)).min(1).max(500) }), response: nothing },
} as const;
