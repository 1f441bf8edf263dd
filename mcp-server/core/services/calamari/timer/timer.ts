import type { Call } from "../../../domain/call";
import { InputError, ServiceError } from "../../../domain/errors";
import type { StartDraft, TimerPort } from "../../../domain/ports";
import { withOffset } from "../../../time/format";
import { partlyDone } from "../../shared/partly-done";
import type { Calamari } from "../context";
import { checkDetails, projectIn } from "../entries/entry-checks";
import type { Shifts } from "../entries/shifts";
import { beginOf, openBreak, projectOf } from "../mapping/shift";
import { readStamp } from "../mapping/time";
import type { WireShift } from "../wire/shift";
import type { BreakTypes } from "./break-types";
import { createTerminal } from "./clock-api";
import { createShiftBreak } from "./shift-break";
import { createShiftClock } from "./shift-clock";

/** Calamari's shift with its breaks, stamped on the API terminal (calamari-api.md §2.1). */
export function createTimer(calamari: Calamari, shifts: Shifts, breakTypes: BreakTypes): TimerPort {
  const terminal = createTerminal(calamari, shifts);
  const clock = createShiftClock(terminal, shifts);
  const breaks = createShiftBreak(terminal, shifts, breakTypes);

  const sameWork = (row: WireShift, project: number | null, { text }: StartDraft) => {
    const on = (row.projects ?? []).map(projectOf).at(-1)?.id;
    return (
      (project === null ? on === undefined : on === String(project)) &&
      (text == null || text.trim() === (row.description ?? "").trim())
    );
  };

  /** Before something is ended for it: a project that would be refused afterwards. Where none can be read, nothing is known. */
  async function demandBookable(project: number | null, call?: Call): Promise<void> {
    if (project === null) return;
    const known = await calamari.projects.get(call).catch((error: unknown) => {
      if (error instanceof ServiceError && error.kind === "forbidden") return null;
      throw error;
    });
    if (known && !known.some(({ id }) => id === String(project)))
      throw new InputError("unknown", "This person cannot book on that project.", {
        next: "find_work lists those that can be booked on.",
      });
  }

  return {
    async read(call) {
      const row = terminal.running(await terminal.read(call));
      if (!row) return { running: [], onBreak: null };
      const entry = await terminal.current(row, call);
      const open = openBreak(row);
      return open
        ? { running: [], onBreak: { since: readStamp(open.from), entry } }
        : { running: [entry], onBreak: null };
    },

    async start(draft, call) {
      checkDetails(draft);
      const { person, zone } = await calamari.facts.get(call);
      if (draft.personId !== undefined && draft.personId !== person.id)
        throw new ServiceError("unsupported", "Only your own clock is started here.", {
          next: "Log their time afterwards, with begin and end.",
        });
      const project = projectIn(draft.work);
      const at = draft.at ?? shifts.now();
      const rows = draft.at === undefined ? await terminal.before(call) : await terminal.rows(call, at);
      const before = terminal.running(rows);
      if (!before) {
        await clock.demandFree(rows, at, call);
        return clock.begin(draft, project, at, rows, call);
      }
      if (draft.at === undefined && openBreak(before) && sameWork(before, project, draft)) {
        const resumed = await breaks.goOn(before, undefined, call);
        return { ...resumed, notes: ["The break ended, and its work goes on.", ...resumed.notes] };
      }
      // Calamari has no switch, and ignores a start while a shift runs (§2.1).
      if (at <= beginOf(before))
        throw new InputError("time", `Other work is running since ${withOffset(beginOf(before), zone)}.`, {
          next: "Give a later time.",
        });
      await demandBookable(project, call);
      await clock.demandFree(rows, at, call);
      const stopped = await clock.end(before, at, call);
      const started = await clock.begin(draft, project, at, rows, call).catch((error: unknown) => {
        throw error instanceof ServiceError ? halfDone(error) : error;
      });
      return {
        entry: started.entry,
        stopped: stopped.entries,
        notes: ["The shift before was ended, as Calamari runs one at a time.", ...stopped.notes, ...started.notes],
      };
    },

    async stop(at, call) {
      const row = terminal.running(await terminal.before(call));
      return row ? clock.end(row, at, call) : { entries: [], notes: [] };
    },

    pause: breaks.pause,
    breakTypes: (call) => breakTypes.list(call),

    async resume(at, call) {
      const row = terminal.running(await terminal.rows(call));
      if (row && openBreak(row)) return breaks.goOn(row, at, call);
      throw new ServiceError("nothing_running", row ? "Work is already running." : "There is no break.", {
        next: row ? "Nothing to do." : "Clock in instead.",
      });
    },

    /** Calamari's time sheet takes no shift without end (§2.3), and its terminal only begins new ones. */
    async reopen() {
      throw new ServiceError("unsupported", "Calamari cannot make an ended shift run again.", {
        next: "Clock in again: a new shift begins now. Or change the end of the ended one.",
      });
    },
  };
}

const begun = ({ saved }: ServiceError) => (saved === "yes" ? "." : ", but the new was not begun:");

const halfDone = (error: ServiceError) =>
  partlyDone(error, `The work before was ended${begun(error)} ${error.message}`, error.next ?? "Clock in again.");
