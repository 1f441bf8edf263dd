import { z } from "zod";
import { entryView, workView } from "#core/domain/results/entries";
import { statusResult } from "#core/domain/results/timer";
import { messageText } from "#core/messages/schema";
import { failure } from "../failure";
import { accountId, instant, nothing, text } from "../fields";
import { commandNames, outboxRequests, outboxView } from "./outbox";
import { workChoice } from "./work-choice";

/** What the timer window and the tray show. Made in main/app/state, never in a window. */
export const timerView = z.object({
  /** `unknown` before the first reading. While something waits: what it will be once that is sent. */
  phase: z.enum(["unknown", "idle", "working", "break"]),
  /** true: the service cannot be reached, `status` is what was known at `readAt`. */
  stale: z.boolean(),
  /**
   * Why this way to the service never tells whether anything runs; `phase` stays `unknown` then, `status` null, and both
   * clocking in and clocking out can be meant.
   */
  unreadable: z.string().optional(),
  status: statusResult.nullable(),
  readAt: instant.nullable(),
  /** Number of completed readings. Two of them can have the same `readAt`, which is in whole seconds. */
  revision: z.number(),
  recent: z.array(workChoice),
  /** What "Clock in" starts when nothing else is chosen. */
  suggestion: workChoice.nullable(),
  /** One command is under way; buttons that start another do nothing. */
  pending: z.object({ command: z.enum(commandNames), since: instant }).nullable(),
  /** Clock out can be taken back until then. */
  undo: z
    .object({
      until: instant,
      entry: entryView,
      /** What was saved is shown, but the service cannot make it run again. */
      final: z.literal(true).optional(),
    })
    .nullable(),
  /** A command that the service refused: what was meant when, and why it was not saved. */
  failed: z
    .object({
      command: z.enum(commandNames),
      meantAt: instant,
      failure,
      /** `retry` counts from the click, or from the moment of trying again where the service takes no other time. */
      retries: z.enum(["then", "now"]),
    })
    .nullable(),
  outbox: outboxView,
  /** What the service noted on the last write (rounded, another entry ended, a retried clock out booked earlier). */
  notes: z.array(messageText),
});
export type TimerView = z.infer<typeof timerView>;

/** What is not sent stays as it is. `begin`: a clock time as it was typed. */
const runningChange = z.object({
  text: text.optional(),
  begin: z.string().max(20).optional(),
  work: workView.optional(),
  tags: z.array(z.string().max(100)).max(50).optional(),
  billable: z.boolean().optional(),
  /** Work and tags that have a name only may be made. */
  createMissing: z.boolean().optional(),
});
export type RunningChange = z.infer<typeof runningChange>;

/** What the person does with their timer. Each answers with the timer as it is then. */
export const timerChannels = {
  "timer:clockIn": { request: workChoice.extend({ createMissing: z.boolean().default(false) }), response: timerView },
  "timer:clockOut": { request: nothing, response: timerView },
  "timer:takeBreak": {
    /** `typeId`: the kind of break; absent: the service's usual. */
    request: z.object({ typeId: z.string().min(1).max(200).optional() }).optional(),
    response: timerView,
  },
  "timer:resume": { request: nothing, response: timerView },
  "timer:undo": { request: nothing, response: timerView },
  /** Tries again what was refused, and all that waits. */
  "timer:retry": { request: nothing, response: timerView },
  "timer:discard": { request: outboxRequests.discard, response: timerView },
  "timer:decide": { request: outboxRequests.decide, response: timerView },
  "timer:cancel": { request: nothing, response: timerView },
  "timer:edit": {
    request: runningChange,
    response: timerView,
  },
  "timer:useAccount": { request: z.object({ accountId }), response: timerView },
} as const;
