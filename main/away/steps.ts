import { z } from "zod";
import type { StatusResult } from "#core/domain/results/timer";
import { notSaved } from "../app/failure";
import type { AwayAnswer, AwayQuestion } from "../ipc/contract/timer/away";
import type { OutboxView } from "../ipc/contract/timer/outbox";
import { type WorkChoice, workChoice } from "../ipc/contract/timer/work-choice";
import type { TimerCommand } from "../timer/commands";
import { instantOf } from "../timer/instant";
import { judge } from "../timer/judge";

/** One command of the timer, with the time at which it counts, in milliseconds. */
export const awayStep = z.discriminatedUnion("do", [
  z.object({ do: z.literal("clock_in"), at: z.number(), choice: workChoice }),
  z.object({ do: z.literal(["clock_out", "take_break"]), at: z.number() }),
]);
export type AwayStep = z.infer<typeof awayStep>;

/**
 * What an answer does, in order. Each step leaves a state that is true by itself.
 * @param now milliseconds
 * @throws AppFailure `time` or `argument` where the answer does not fit its question; nothing was done
 */
export function stepsOf(
  question: AwayQuestion,
  given: { answer: AwayAnswer; choice?: WorkChoice; at?: string },
  now: number,
): AwayStep[] {
  const since = Date.parse(question.since);
  const back = Date.parse(question.back);
  const { begin, ...same } = question.entry;
  if (given.answer === "keep") return [];
  if (question.stamps)
    throw notSaved("time", "This service stamps times itself: nothing can be ended in the past.", "Correct it there.");
  const overnight = question.kind === "overnight";
  if (overnight !== (given.answer === "endAt")) throw notSaved("argument", "This is no answer to that question.");
  switch (given.answer) {
    case "end":
      return [{ do: "clock_out", at: since }];
    case "goOn":
      return [
        { do: "clock_out", at: since },
        { do: "clock_in", at: back, choice: same },
      ];
    case "break":
      return [
        { do: "take_break", at: since },
        { do: "clock_in", at: back, choice: same },
      ];
    case "other": {
      if (!given.choice) throw notSaved("argument", "Choose what it was first.");
      return [
        { do: "clock_in", at: since, choice: given.choice },
        { do: "clock_in", at: back, choice: same },
      ];
    }
    case "endAt": {
      const at = Date.parse(given.at ?? "");
      if (!(at > Date.parse(begin))) throw notSaved("time", "The end must lie after the begin.", "Give a later time.");
      if (at > now) throw notSaved("time", "The end lies in the future.", "Give an earlier time.");
      return [{ do: "clock_out", at }];
    }
  }
}

/** Whether what is known of the timer shows that a step has taken effect, or that it waits in line for its service. */
export function isDone(step: AwayStep, status: StatusResult | null, waiting: OutboxView["waiting"]): boolean {
  const inLine = waiting.some(({ command, meantAt }) => command === step.do && meantAt === instantOf(step.at));
  if (inLine || !status) return inLine;
  const command: TimerCommand =
    step.do === "clock_in" ? { name: step.do, choice: step.choice, createMissing: false } : { name: step.do };
  return judge({ command, meantAt: step.at, isUnsure: true }, status).is === "done";
}
