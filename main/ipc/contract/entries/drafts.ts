import { z } from "zod";
import { workView } from "#core/domain/results/entries";

const clock = z.string().max(60);
/** What a form of an entry holds, as typed; of a change to an entry only what the person changed. */
const draftFields = z
  .object({
    day: z.string().max(20),
    from: clock,
    to: clock,
    duration: clock,
    /** The duration was typed last and counts, not the end. */
    byDuration: z.boolean(),
    break: clock,
    work: workView,
    text: z.string().max(10_000),
    tags: z.array(z.string().max(100)).max(50),
    /** Empty: as the service decides, or as it is. */
    billable: z.enum(["", "yes", "no"]),
    hourlyRate: z.string().max(30),
    fixedRate: z.string().max(30),
    meta: z.record(z.string().max(200), z.string().max(5_000)),
  })
  .partial();

/** Which form: `new`, `entry/<id>`, or `copy/<id>` for a new entry that began as a copy. */
export const draftRef = z.object({ account: z.string().min(1).max(40), key: z.string().min(1).max(220) });
export type DraftRef = z.infer<typeof draftRef>;

/** The most that one draft takes in the file. Bytes of JSON. */
const largestDraft = 60_000;
export const keptDraft = draftRef
  .extend({ fields: draftFields, at: z.iso.datetime() })
  .refine((draft) => Buffer.byteLength(JSON.stringify(draft)) <= largestDraft, "too long");
export type KeptDraft = z.infer<typeof keptDraft>;

/** Forms of entries that were neither saved nor given up. No field of them holds a secret. */
export const draftChannels = {
  "drafts:list": { request: draftRef.pick({ account: true }), response: z.array(keptDraft) },
  "drafts:keep": { request: draftRef.extend({ fields: draftFields }), response: z.void() },
  "drafts:drop": { request: draftRef, response: z.void() },
};
