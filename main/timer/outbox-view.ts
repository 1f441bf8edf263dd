import type { StatusResult } from "#core/domain/results/timer";
import type { OutboxView, WaitingView } from "../ipc/contract/timer/outbox";
import { assumedState } from "./assumed-state";
import { instantOf } from "./instant";
import { insisted } from "./judge";
import type { Waiting } from "./outbox-file";
import { isUnsure, type Question } from "./sender";

interface Parts {
  waiting: readonly Waiting[];
  question: Question | null;
  status: StatusResult | null;
  offline: OutboxView["offline"];
}

const stateOf = (one: Waiting): WaitingView["state"] => {
  if (one.state === "stopped") return "stopped";
  if (isUnsure(one)) return "unsure";
  return one.state;
};

/** What windows and tray are told of what waits. */
export function outboxViewOf({ waiting, question, status, offline }: Parts): OutboxView {
  const shown = waiting.map((one, index): WaitingView => {
    // What ends is about the work that ran before it, anything else about what it leads to.
    const upTo = index + (one.command.name === "clock_out" ? 0 : 1);
    const entry = assumedState(status, waiting.slice(0, upTo))?.entry;
    return {
      id: one.id,
      command: one.command.name,
      meantAt: instantOf(one.meantAt),
      work: entry?.work ?? null,
      text: entry?.text ?? "",
      state: stateOf(one),
    };
  });
  const asked = waiting.find(({ id }) => id === question?.id);
  const assumed = waiting.length > 0 ? assumedState(status, waiting) : null;
  return {
    waiting: shown,
    question:
      asked && question
        ? {
            id: asked.id,
            command: asked.command.name,
            meantAt: instantOf(asked.meantAt),
            stands: question.stands,
            canInsist: insisted(asked, question.stands) !== null,
          }
        : null,
    offline,
    assumed: assumed && {
      work: assumed.entry?.work ?? null,
      text: assumed.entry?.text ?? "",
      since: assumed.since ?? null,
    },
  };
}
