import { z } from "zod";
import { workView } from "#core/domain/results/entries";
import { instant, text } from "../fields";

const work = z.object({
  work: workView,
  text: text.default(""),
  tags: z.array(z.string().max(100)).max(50).default([]),
});

/** How a person's absence was noticed. `off`: the computer was switched off. */
export const awayReasons = ["idle", "locked", "asleep", "off"] as const;
export type AwayReason = (typeof awayReasons)[number];

/** `other`: it was work on something else. `endAt`: only overnight, at a time that the person gives. */
const awayAnswers = ["keep", "end", "goOn", "break", "other", "endAt"] as const;
export type AwayAnswer = (typeof awayAnswers)[number];
/** What may be done by itself after a short absence. */
const standingAnswers = ["keep", "end", "goOn", "break"] as const;

export const awayQuestion = z.object({
  id: z.string().max(60),
  /** `overnight`: it runs since an earlier day, and nobody knows until when it was work. */
  kind: z.enum(["away", "overnight"]),
  /** What ran on, as it was known when the person came back. */
  entry: z.object({ begin: instant, ...work.shape }),
  zone: z.string(),
  /** When they left, and were seen again. */
  since: instant,
  back: instant,
  reason: z.enum(awayReasons).nullable(),
  /** When it may have ended, earliest first; only overnight. */
  suggestions: z.array(z.object({ at: instant, reason: z.enum([...awayReasons, "target", "dayEnd"]) })),
  /** The service stamps times itself: nothing can be ended in the past. */
  stamps: z.boolean(),
  /** Minutes under which an answer may become the rule; none: it may not. */
  always: z.array(z.number().int()),
});
export type AwayQuestion = z.infer<typeof awayQuestion>;

/** Minutes, and the rule for short absences; null: always ask. */
export const awaySettings = z.object({
  /** Absences from so many minutes on are asked about; 0: none. */
  minutes: z.number().int().min(0).max(240),
  always: z.object({ answer: z.enum(standingAnswers), under: z.number().int().min(1).max(240) }).nullable(),
});
export type AwaySettings = z.infer<typeof awaySettings>;

/** Only the window of the question gets an answer to the first and may give one. */
export const awayChannels = {
  "away:current": { request: z.void(), response: awayQuestion.nullable() },
  "away:answer": {
    request: z.object({
      id: z.string().max(60),
      answer: z.enum(awayAnswers),
      /** With `other`: what it was. */
      choice: work.optional(),
      /** With `endAt`. */
      at: instant.optional(),
      /** Do the same by itself after absences under so many minutes. */
      always: z.number().int().min(1).max(240).optional(),
    }),
    response: z.void(),
  },
  /** Changes nothing; the question stays in the timer window. */
  "away:later": { request: z.void(), response: z.void() },
};
