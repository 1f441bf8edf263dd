import { z } from "zod";
import { entryView, workView } from "#core/domain/results/entries";
import { instant } from "../fields";

const id = z.string().min(1).max(40);

export const commandNames = ["clock_in", "clock_out", "take_break", "resume", "undo", "edit"] as const;
export type CommandName = (typeof commandNames)[number];

/** A click that the service has not taken yet. */
const waitingView = z.object({
  id,
  command: z.enum(commandNames),
  meantAt: instant,
  /** What it is about: the work that begins, goes on or ends; null where that is not known. */
  work: workView.nullable(),
  text: z.string(),
  /** `unsure`: nobody knows whether the service has taken it; it is looked at before it is sent again. */
  state: z.enum(["waiting", "sending", "unsure", "stopped"]),
});
export type WaitingView = z.infer<typeof waitingView>;

/** The first click in line no longer fits what stands at the service: nothing is sent until the person decides. */
const questionView = z.object({
  id,
  command: z.enum(commandNames),
  meantAt: instant,
  stands: z.object({
    is: z.enum(["working", "break", "ended", "idle"]),
    entry: entryView.nullable(),
    /** Begin of the work or the break, or the end of the last entry. */
    at: instant.nullable(),
  }),
  /** Whether the click can still be done as it was meant. */
  canInsist: z.boolean(),
});

export const outboxView = z.object({
  /** In the order in which they are sent. */
  waiting: z.array(waitingView),
  question: questionView.nullable(),
  /** What a click does while the service does not answer: it is kept with its time, or the service takes no time but now. */
  offline: z.enum(["kept", "not_kept"]).nullable(),
  /** The timer once everything in line is sent; null: nothing waits, or nothing is known. Not part of any sum. */
  assumed: z
    .object({
      work: workView.nullable(),
      text: z.string(),
      /** Since when the phase holds. */
      since: instant.nullable(),
    })
    .nullable(),
});
export type OutboxView = z.infer<typeof outboxView>;

/** Requests about what waits; each answers with the timer. */
export const outboxRequests = {
  /** Gives up a click and all that come after it: they build on it. */
  discard: z.object({ id }),
  /** `keep`: what stands at the service stays, and the click is given up. `insist`: it is done as it was meant. */
  decide: z.object({ id, choice: z.enum(["keep", "insist"]) }),
};
