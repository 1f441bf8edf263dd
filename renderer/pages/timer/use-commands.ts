import type { Failure } from "#main/ipc/contract/index";
import type { CommandName } from "#main/ipc/contract/timer/outbox";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { useTimerCall } from "../../lib/call";
import { useApp } from "../../lib/store";
import { isNew, sameWork } from "../../lib/work";

export interface Commands {
  clockIn(choice: WorkChoice): Promise<unknown>;
  clockOut(): Promise<unknown>;
  /** `typeId`: the kind of break, where there are kinds. */
  takeBreak(typeId?: string): Promise<unknown>;
  resume(): Promise<unknown>;
  undo(): Promise<unknown>;
  retry(): Promise<unknown>;
  /** Gives up a click in line, with all behind it. */
  discard(id: string): Promise<unknown>;
  /** Answers what stands against a click in line. */
  decide(id: string, choice: "keep" | "insist"): Promise<unknown>;
  cancel(): Promise<unknown>;
  /** One command is under way here or in main; nothing else can be started. */
  busy: boolean;
  /** Which one, as far as it is known. */
  pending: CommandName | null;
  /** Why the last one did not even get as far as the service; main keeps the others as `timer.failed`. */
  failure: Failure | null;
}

/** What a person can mean with the timer. Main decides what comes of it. */
export function useCommands(): Commands {
  const { timer } = useApp();
  const calls = {
    clock_in: useTimerCall("timer:clockIn"),
    clock_out: useTimerCall("timer:clockOut"),
    take_break: useTimerCall("timer:takeBreak"),
    resume: useTimerCall("timer:resume"),
    undo: useTimerCall("timer:undo"),
    retry: useTimerCall("timer:retry"),
    discard: useTimerCall("timer:discard"),
    decide: useTimerCall("timer:decide"),
  };
  const cancel = useTimerCall("timer:cancel");
  const own = (["clock_in", "clock_out", "take_break", "resume", "undo"] as const).find(
    (command) => calls[command].busy,
  );
  const failed = Object.values(calls).find((call) => call.failure)?.failure ?? null;
  const all = Object.values(calls);
  // Main says that it failed before it has read again; a service that does not answer must not keep the buttons waiting.
  const waiting = timer.failed === null && timer.outbox.assumed === null && all.some((call) => call.busy);
  const busy = waiting || timer.pending !== null;
  /** One at a time: what failed before is forgotten with the next command. */
  const start = (run: () => Promise<unknown>) => {
    if (busy) return Promise.resolve(null);
    for (const call of all) call.forget();
    return run();
  };
  return {
    clockIn: (choice) => start(() => calls.clock_in.run({ ...choice, createMissing: isNew(choice.work) })),
    clockOut: () => start(() => calls.clock_out.run()),
    takeBreak: (typeId) => start(() => calls.take_break.run(typeId === undefined ? undefined : { typeId })),
    resume: () => start(() => calls.resume.run()),
    undo: () => start(() => calls.undo.run()),
    retry: () => start(() => calls.retry.run()),
    discard: (id) => start(() => calls.discard.run({ id })),
    decide: (id, choice) => start(() => calls.decide.run({ id, choice })),
    cancel: () => cancel.run(),
    busy,
    pending: timer.pending?.command ?? (waiting ? own : null) ?? null,
    // Main tells most failures in the timer itself: shown once.
    failure: timer.failed ? null : failed,
  };
}

/** Five recents; what runs already is not offered again. */
export function otherRecents(timer: TimerView): WorkChoice[] {
  const { assumed } = timer.outbox;
  const known = timer.status?.running ?? timer.status?.break?.entry ?? null;
  const current = assumed?.work ? { work: assumed.work, text: assumed.text } : known;
  const running = timer.phase === "idle" ? null : current;
  return timer.recent
    .filter((choice) => !running || !sameWork(choice.work, running.work) || choice.text !== running.text)
    .slice(0, 5);
}
