import type { EntryView } from "#core/domain/results/entries";
import type { StatusResult } from "#core/domain/results/timer";
import type { CommandResult } from "./commands";
import type { AssumedState } from "./expectation";
import { instantOf } from "./instant";
import type { Waiting } from "./outbox-file";

const started = (entry: EntryView) => ({ id: entry.id, begin: entry.begin, work: entry.work, text: entry.text });

/** What a reading says, in the shape of what is assumed. */
export function stateOf(status: StatusResult | null): AssumedState | null {
  if (!status) return null;
  const { state: phase, running, break: pause, last } = status;
  const more = last ? { last } : {};
  if (running) return { phase, entry: started(running), since: running.begin, ...more };
  if (pause) return { phase, entry: started(pause.entry), since: pause.since, ...more };
  return { phase, ...more };
}

/** What the service made of a command. */
export function stateAfter({ running, paused, ended }: CommandResult): AssumedState {
  if (running) return { phase: "working", entry: started(running), since: running.begin };
  if (paused) return { phase: "break", entry: started(paused.entry), since: paused.since };
  return { phase: "idle", ...(ended && { last: ended }) };
}

/**
 * The last reading with all that waits done to it, in its order; null: neither a reading nor a command tells anything.
 */
export function assumedState(status: StatusResult | null, waiting: readonly Waiting[]): AssumedState | null {
  return waiting.reduce<AssumedState | null>(after, stateOf(status));
}

function after(state: AssumedState | null, { command, meantAt }: Waiting): AssumedState | null {
  const since = instantOf(meantAt);
  const last = state?.last ? { last: state.last } : {};
  switch (command.name) {
    case "clock_in": {
      const { work, text } = command.choice;
      return { phase: "working", entry: { begin: since, work, text }, since, ...last };
    }
    case "clock_out":
      return { phase: "idle", since, ...last };
    case "take_break":
      return { phase: "break", since, ...(state?.entry && { entry: state.entry }), ...last };
    case "resume": {
      const { work, text } = state?.entry ?? { work: {}, text: "" };
      return { phase: "working", entry: { begin: since, work, text }, since, ...last };
    }
    case "undo": {
      const ended = state?.last;
      return ended?.id === command.entryId ? { phase: "working", entry: started(ended), since: ended.begin } : state;
    }
    case "edit":
      return state;
  }
}
