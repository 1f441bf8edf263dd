import type { EntryView, WorkView } from "#core/domain/results/entries";
import type { StatusResult } from "#core/domain/results/timer";
import type { TimerCommand } from "./commands";
import type { Expectation } from "./expectation";
import { instantOf } from "./instant";

/** What stands at the service in place of what a waiting command builds on. */
export interface Stands {
  is: "working" | "break" | "ended" | "idle";
  entry: EntryView | null;
  /** Begin of the work or the break, or the end of the last entry; null: nothing is known. */
  at: string | null;
}

export type Verdict = { is: "free" } | { is: "done" } | { is: "contradicted"; stands: Stands };

/** A clock that differs a little from the service's must not make a stamp look like another one. */
const tolerance = 90_000;
/** Milliseconds after the click in which a start whose answer was lost may have reached the service. */
const lateArrival = 5 * 60_000;

const near = (instant: string | null | undefined, at: number, after = tolerance) =>
  instant != null && Date.parse(instant) >= at - tolerance && Date.parse(instant) <= at + after;

export function sameWork(wanted: WorkView, got: WorkView | undefined): boolean {
  const levels = Object.entries(wanted) as [keyof WorkView, { id: string; name: string } | undefined][];
  return levels.every(
    ([level, ref]) => !ref || (ref.id ? got?.[level]?.id === ref.id : got?.[level]?.name === ref.name),
  );
}

/**
 * Whether an entry is a start whose answer was lost: on its work, begun about then, and not before what stood there when it
 * was clicked.
 */
export function isThatStart(
  entry: EntryView | null | undefined,
  { work, meantAt, expects }: { work: WorkView; meantAt: number; expects?: Expectation },
): boolean {
  if (!entry || !sameWork(work, entry.work)) return false;
  const known = [expects?.entry, expects?.last];
  if (known.some((one) => one?.id === entry.id)) return false;
  const before = [expects?.entry?.begin, expects?.last?.end].flatMap((one) => (one ? [Date.parse(one)] : []));
  return Date.parse(entry.begin) >= Math.max(...before, 0) && near(entry.begin, meantAt, lateArrival);
}

/** Between which moments a start can have been stored whose answer was lost. @param meantAt milliseconds of the click */
export const startWindow = (meantAt: number) => ({
  from: instantOf(meantAt - tolerance),
  to: instantOf(meantAt + lateArrival),
});

interface Judged {
  command: TimerCommand;
  /** Milliseconds of the click. */
  meantAt: number;
  expects?: Expectation;
  /** Nobody knows whether the service has taken it. */
  isUnsure: boolean;
}

/**
 * Compares what a waiting command builds on with what the service shows now.
 * `free`: it may be sent. `done`: the service shows its effect, so it must not be sent. `contradicted`: the person decides.
 */
export function judge({ command, meantAt, expects, isUnsure }: Judged, status: StatusResult): Verdict {
  const { running, break: pause, last } = status;
  const standing: Verdict = { is: "contradicted", stands: standsNow(status) };
  const free: Verdict = { is: "free" };
  const done: Verdict = { is: "done" };
  const isExpected = (entry: EntryView | null) => {
    const { entry: wanted } = expects ?? {};
    if (!wanted || !entry) return false;
    if (wanted.id !== undefined && wanted.id === entry.id) return true;
    // Of a shift the id may become another one when it ends, its begin not.
    const span = wanted.id === undefined ? tolerance : 0;
    return Math.abs(Date.parse(entry.begin) - Date.parse(wanted.begin)) <= span && sameWork(wanted.work, entry.work);
  };
  const wasKnown = last !== null && expects?.last?.id === last.id && expects.last.end === last.end;
  const endsLater = last?.end != null && Date.parse(last.end) > meantAt + tolerance && !wasKnown;
  switch (command.name) {
    case "clock_in":
      if (isUnsure) {
        const start = { work: command.choice.work, meantAt, expects };
        if ([running, last].some((entry) => isThatStart(entry, start))) return done;
      }
      if (running) return expects?.state === "working" && isExpected(running) ? free : standing;
      if (pause) return expects?.state === "break" && !endsLater ? free : standing;
      return endsLater ? standing : free;
    case "clock_out":
    case "take_break": {
      if (running) {
        const isMeant = expects
          ? expects.state === "working" && isExpected(running)
          : Date.parse(running.begin) <= meantAt;
        return isMeant ? free : standing;
      }
      if (pause && command.name === "take_break") return near(pause.since, meantAt) ? done : standing;
      if (pause) return !expects || expects.state === "break" ? free : standing;
      // Nothing ran when it was clicked, or only a break: what it asks for is so already.
      if (command.name === "clock_out" && expects && expects.state !== "working" && !endsLater) return done;
      const isIt = expects?.entry ? isExpected(last) : true;
      return command.name === "clock_out" && isIt && near(last?.end, meantAt, isUnsure ? lateArrival : tolerance)
        ? done
        : standing;
    }
    case "resume":
      if (running) return near(running.begin, meantAt, lateArrival) || isExpected(running) ? done : standing;
      return pause && Date.parse(pause.since) <= meantAt + tolerance ? free : standing;
    case "undo":
      if (running?.id === command.entryId) return done;
      return !running && last?.id === command.entryId ? free : standing;
    case "edit":
      return free;
  }
}

/** What the service shows, as it is told to the person who has to decide. */
export function standsNow({ running, break: pause, last }: StatusResult): Stands {
  if (running) return { is: "working", entry: running, at: running.begin };
  if (pause) return { is: "break", entry: pause.entry, at: pause.since };
  return last?.end ? { is: "ended", entry: last, at: last.end } : { is: "idle", entry: null, at: null };
}

/**
 * What takes the place of a contradicted command when the person insists on it; null: it cannot be done any more.
 * @param expects what must still stand then
 */
export function insisted(
  { command, meantAt }: Pick<Judged, "command" | "meantAt">,
  { is, entry, at }: Stands,
): TimerCommand | null {
  const wasBefore = at !== null && Date.parse(at) < meantAt;
  switch (command.name) {
    case "clock_out":
      if (is === "ended" && entry && Date.parse(entry.begin) < meantAt)
        return { name: "edit", entryId: entry.id, end: instantOf(meantAt) };
      return is === "working" && wasBefore ? command : null;
    case "take_break":
      return is === "working" && wasBefore ? command : null;
    case "clock_in":
      return is === "ended" || ((is === "working" || is === "break") && wasBefore) ? command : null;
    default:
      return null;
  }
}
