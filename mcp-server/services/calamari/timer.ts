import type { Instant } from "../../domain/entities";
import { InputError, ServiceError } from "../../domain/errors";
import type { Call, StartDraft, Started, Stopped, TimerPort } from "../../domain/ports";
import { addDays } from "../../time/civil";
import { clockOf, dayOf, withOffset } from "../../time/format";
import { savedAndFound } from "../http/readback";
import type { BreakTypes } from "./break-types";
import { checkDetails, moved, projectIn } from "./checks";
import type { Calamari } from "./context";
import { beginOf, endOf, openBreak, projectOf } from "./mapping/shift";
import { readStamp } from "./mapping/time";
import { endpoints } from "./paths";
import type { Shifts } from "./shifts";
import { createTerminal } from "./terminal";
import type { WireShift } from "./wire/shift";

/** Seconds by which a stamp of "now" may be kept differently without a word. */
const slack = 90;
/** Days in which the last break is looked for. */
const breakDays = 28;
const nothingRuns = () =>
  new ServiceError("nothing_running", "Nothing is running.", { next: "Clock in first, or log the time afterwards." });
const found = (looked: boolean) => (looked ? [savedAndFound("Calamari")] : []);

/** Calamari's shift with its breaks, stamped on the API terminal (calamari-api.md §2.1). */
export function createTimer(calamari: Calamari, shifts: Shifts, breakTypes: BreakTypes): TimerPort {
  const terminal = createTerminal(calamari, shifts);
  const current = async (row: WireShift, call?: Call) => {
    const entries = await terminal.entries(row, call);
    return entries.at(-1) ?? Promise.reject(new RangeError("a shift without entries"));
  };
  const again = async (row: WireShift) =>
    (await terminal.rows(undefined, beginOf(row))).find(({ id }) => id === row.id);

  async function end(row: WireShift, at: Instant | undefined, call?: Call): Promise<Stopped> {
    const zone = await terminal.zoneOf(call);
    const time = at ?? shifts.now();
    const pause = openBreak(row);
    if (time < beginOf(row))
      throw new InputError("time", "The end lies before the begin of the running shift.", {
        next: "Give a later end, or change the begin of the entry first.",
      });
    const paused = pause && readStamp(pause.from);
    if (paused && time < paused)
      throw new InputError("time", `A break began at ${clockOf(paused, zone)}: work cannot end before it.`, {
        next: `Give ${clockOf(paused, zone)} or later, and correct the entry afterwards.`,
      });
    const { value, looked } = await terminal.stamp(
      endpoints.clockOut,
      { at: time },
      async () => {
        const now = await again(row);
        return now?.finished == null ? null : now;
      },
      "Calamari took the stamp, but the shift still runs.",
      call,
    );
    const entries = await terminal.entries(value, call);
    return {
      entries,
      notes: [
        ...found(looked),
        ...(paused === undefined ? [] : ["The break ended with it."]),
        ...(paused === time ? ["A break of no length stays in the shift, as it ended when the break began."] : []),
        ...moved({ begin: beginOf(value), end: endOf(value) }, { end: time }, zone, at === undefined ? slack : 0),
      ],
    };
  }

  async function begin(draft: StartDraft, project: number | null, at: Instant, call?: Call) {
    const zone = await terminal.zoneOf(call);
    const before = new Set((await terminal.rows(call, at)).map(({ id }) => id));
    const { value, looked } = await terminal.stamp(
      endpoints.clockIn,
      {
        at,
        ...(project === null ? {} : { projectId: project }),
        ...(draft.text ? { description: draft.text } : {}),
      },
      async () =>
        (await terminal.rows(undefined, at)).find(({ id, finished }) => finished == null && !before.has(id)) ?? null,
      "Calamari took the stamp, but no new shift runs.",
      call,
    );
    const notes = [
      ...found(looked),
      ...moved({ begin: beginOf(value), end: null }, { begin: at }, zone, draft.at === undefined ? slack : 0),
    ];
    return { entry: await current(value, call), notes };
  }

  const sameWork = (row: WireShift, project: number | null, { text }: StartDraft) => {
    const on = (row.projects ?? []).map(projectOf).at(-1)?.id;
    return (
      (project === null ? on === undefined : on === String(project)) &&
      (text == null || text.trim() === (row.description ?? "").trim())
    );
  };

  async function goOn(row: WireShift, call?: Call): Promise<Started> {
    const pause = openBreak(row);
    if (!pause) throw nothingRuns();
    const zone = await terminal.zoneOf(call);
    const at = shifts.now();
    const type = pause.breakType ?? (await breakTypes.choose(undefined, async () => [], call));
    const { value, looked } = await terminal.stamp(
      endpoints.breakStop,
      { at, breakType: type.id },
      async () => {
        const now = await again(row);
        return now && !openBreak(now) ? now : null;
      },
      "Calamari took the stamp, but the break goes on.",
      call,
    );
    const ended = value.breaks?.find(({ from }) => from === pause.from)?.to;
    const times = { begin: beginOf(value), end: ended == null ? null : readStamp(ended) };
    return {
      entry: await current(value, call),
      stopped: [],
      notes: [...found(looked), ...moved(times, ended == null ? {} : { end: at }, zone, slack)],
    };
  }

  return {
    async read(call) {
      const row = terminal.running(await terminal.rows(call));
      if (!row) return { running: [], onBreak: null };
      const entry = await current(row, call);
      const pause = openBreak(row);
      return pause
        ? { running: [], onBreak: { since: readStamp(pause.from), entry } }
        : { running: [entry], onBreak: null };
    },

    async start(draft, call) {
      checkDetails(draft);
      const { person } = await calamari.facts.get({ signal: call?.signal });
      if (draft.personId !== undefined && draft.personId !== person.id)
        throw new ServiceError("unsupported", "Only your own clock is started here.", {
          next: "Log their time afterwards, with begin and end.",
        });
      const project = projectIn(draft.work);
      const at = draft.at ?? shifts.now();
      const before = terminal.running(await terminal.rows(call, at));
      if (before && draft.at === undefined && openBreak(before) && sameWork(before, project, draft)) {
        const resumed = await goOn(before, call);
        return { ...resumed, notes: ["The break ended, and its work goes on.", ...resumed.notes] };
      }
      if (!before) return { ...(await begin(draft, project, at, call)), stopped: [] };
      // Calamari has no switch, and ignores a start while a shift runs (§2.1).
      if (at <= beginOf(before))
        throw new InputError(
          "time",
          `Other work is running since ${withOffset(beginOf(before), await terminal.zoneOf(call))}.`,
          {
            next: "Give a later time, or correct the begin of the running entry first.",
          },
        );
      const stopped = await end(before, at, call);
      const started = await begin(draft, project, at, call).catch((error: unknown) => {
        if (!(error instanceof ServiceError)) throw error;
        throw new ServiceError(error.kind, `The work before was ended, but the new was not begun: ${error.message}`, {
          saved: error.saved === "unknown" ? "unknown" : "yes",
          next: error.next ?? "Clock in again.",
          fields: error.fields,
          retryAfter: error.retryAfter,
          requestId: error.requestId,
          detail: error.detail,
          cause: error,
        });
      });
      return {
        entry: started.entry,
        stopped: stopped.entries,
        notes: ["The shift before was ended, as Calamari runs one at a time.", ...stopped.notes, ...started.notes],
      };
    },

    async stop(at, call) {
      const row = terminal.running(await terminal.rows(call));
      return row ? end(row, at, call) : { entries: [], notes: [] };
    },

    async pause(at, call, typeId) {
      const row = terminal.running(await terminal.rows(call));
      if (!row) throw nothingRuns();
      const zone = await terminal.zoneOf(call);
      const time = at ?? shifts.now();
      const open = openBreak(row);
      if (open)
        throw new ServiceError(
          "nothing_running",
          `There is a break already, since ${clockOf(readStamp(open.from), zone)}.`,
          {
            next: "Nothing to do; go on with `resume`.",
          },
        );
      const last = (row.breaks ?? [])
        .flatMap(({ to }) => (to == null ? [] : readStamp(to)))
        .sort()
        .at(-1);
      const earliest = last !== undefined && last > beginOf(row) ? last : beginOf(row);
      if (time < earliest)
        throw new InputError(
          "time",
          `The break would begin before ${clockOf(earliest, zone)}, when ${last === earliest ? "the last break ended" : "the shift began"}.`,
        );
      const today = dayOf(shifts.now(), zone);
      const { id, notes } = await breakTypes.choose(
        typeId,
        async () =>
          (row.breaks ?? []).length > 0 ? [row] : shifts.find("own", addDays(today, -breakDays), today, call),
        call,
      );
      const { value, looked } = await terminal.stamp(
        endpoints.breakStart,
        { at: time, breakType: id },
        async () => {
          const now = await again(row);
          return now && openBreak(now) ? now : null;
        },
        "Calamari took the stamp, but no break began.",
        call,
      );
      const pause = openBreak(value);
      const since = pause ? readStamp(pause.from) : time;
      return {
        since,
        entry: await current(value, call),
        notes: [
          ...found(looked),
          ...notes,
          ...moved({ begin: since, end: null }, { begin: time }, zone, at === undefined ? slack : 0),
        ],
      };
    },

    breakTypes: (call) => breakTypes.list(call),

    async resume(call) {
      const row = terminal.running(await terminal.rows(call));
      if (row && openBreak(row)) return goOn(row, call);
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
