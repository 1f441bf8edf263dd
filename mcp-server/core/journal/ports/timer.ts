import type { Entry } from "../../domain/entities";
import type { StartDraft, Started, TimerPort } from "../../domain/ports";
import { keyOf, type Outcome } from "../change";
import type { Ports } from "./absences";
import { over } from "./over";
import { entryOutcome } from "./time";

export function recordedTimer({ service, record }: Ports): TimerPort {
  const { timer, time } = service;
  const was = (id: string) => record().lastSeen(keyOf("entry", id)) as Entry | undefined;
  /** As it ran until then, where nobody has read that. */
  const whileRunning = (entry: Entry): Entry => was(entry.id) ?? { ...entry, end: null, seconds: null };
  const ended = (operation: "stop" | "pause", entry: Entry) => entryOutcome(operation, entry, whileRunning(entry));

  /**
   * What ran and was ended. Of what ran and is not told as ended nothing is left (too short to keep, brief-work.ts), and
   * where nobody can look, nothing is told of it at all.
   */
  const endedOf = (operation: "stop" | "pause", told: readonly Entry[]): Outcome[] => {
    const ran = record().lastSeen("running") as readonly Entry[] | undefined;
    const ids = new Set(ran?.map(({ id }) => id));
    const kept = told.filter(({ id }) => !ran || ids.has(id)).map((entry) => ended(operation, entry));
    if (kept.length > 0) return kept;
    const gone = (ran ?? []).map((before): Outcome => ({ operation, subject: "entry", id: before.id, before }));
    return timer.unreadable ? [{ operation, subject: "entry" }] : gone;
  };

  /** What runs before a start, so that what ran already is not taken for new. */
  const running = async (known?: readonly Entry[]): Promise<readonly Entry[]> => {
    const read = known ?? (record().lastSeen("running") as readonly Entry[] | undefined);
    if (read || timer.unreadable) return read ?? [];
    return (await timer.read()).running;
  };
  const started = (operation: "start" | "resume", send: () => Promise<Started>, draft?: StartDraft) =>
    record().write({
      operation,
      subject: "entry",
      ...(draft && { wanted: { ...draft, running: undefined } }),
      send: async () => {
        // Not for `before`: there was none. A reading that fails leaves it to the start to say so.
        const before = operation === "start" ? await running(draft?.running).catch(() => []) : [];
        return { ...(await send()), before };
      },
      outcomes: ({ entry, stopped, before }): Outcome[] => [
        ...stopped.map((one) => ended("stop", one)),
        // Where a break is within one entry, it goes on with that.
        ...(before.some(({ id }) => id === entry.id) ? [] : [entryOutcome(operation, entry, was(entry.id))]),
      ],
    });
  const plain = ({ entry, stopped, notes }: Started): Started => ({ entry, stopped, notes });

  return over(timer, {
    async read(call) {
      const reading = await timer.read(call);
      record().saw("running", reading.running);
      const open = reading.onBreak ? [reading.onBreak.entry] : [];
      for (const entry of [...reading.running, ...open]) record().saw(keyOf("entry", entry.id), entry);
      return reading;
    },
    start: async (draft, call) => plain(await started("start", () => timer.start(draft, call), draft)),
    again: async (id, at, call) =>
      plain(await started("start", () => (timer.again as NonNullable<TimerPort["again"]>)(id, at, call))),
    resume: async (call) => plain(await started("resume", () => timer.resume(call))),
    stop: (at, call) =>
      record().write({
        operation: "stop",
        subject: "entry",
        wanted: { end: at ?? null },
        send: () => timer.stop(at, call),
        outcomes: ({ entries }) => endedOf("stop", entries),
      }),
    pause: (at, call, typeId) =>
      record().write({
        operation: "pause",
        subject: "entry",
        wanted: { end: at ?? null },
        send: () => timer.pause(at, call, typeId),
        outcomes: ({ entry }) => endedOf("pause", [entry]),
      }),
    reopen: (id, call, begin) =>
      record().write({
        operation: "reopen",
        subject: "entry",
        id,
        before: () => time.get(id),
        send: () => timer.reopen(id, call, begin),
        // Where an ended entry cannot run again, a new one goes on from its end (Clockodo).
        outcomes: (entry, before) =>
          entry.id === id ? [entryOutcome("reopen", entry, before)] : [entryOutcome("start", entry)],
      }),
  });
}
