import { z } from "zod";

/**
 * Files that are told of when they had to be put aside; `timesheet` is any time sheet of this computer, `small` what
 * nobody has typed.
 */
const asideKinds = ["commands", "drafts", "away", "calendar", "import", "activity", "small", "timesheet"] as const;

export const asideView = z.object({
  kind: z.enum(asideKinds),
  /** Where it lies now. */
  file: z.string(),
  /** When it was put aside. */
  at: z.string().max(40),
});
export type AsideView = z.infer<typeof asideView>;

const one = z.object({ file: z.string().min(1).max(5_000) });

/** Only files that the state tells of: a window names no other. */
export const asideChannels = {
  "asides:reveal": { request: one, response: z.void() },
  /** Told no more; the file stays. */
  "asides:dismiss": { request: one, response: z.void() },
};
