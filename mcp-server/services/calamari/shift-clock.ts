import type { Instant } from "../../domain/entities";
import { InputError, ServiceError } from "../../domain/errors";
import type { Call, StartDraft, Started, Stopped } from "../../domain/ports";
import { clockOf, withOffset } from "../../time/format";
import { savedAndFound } from "../http/readback";
import { moved } from "./checks";
import { plus } from "./entry-body";
import { beginOf, endOf, openBreak, projectOf } from "./mapping/shift";
import { readStamp } from "./mapping/time";
import { endpoints } from "./paths";
import type { Shifts } from "./shifts";
import type { Terminal } from "./terminal";
import type { WireShift } from "./wire/shift";

/** Seconds by which a stamp of "now" may be kept differently without a word. */
export const slack = 90;
export const found = (looked: boolean) => (looked ? [savedAndFound("Calamari")] : []);

/** Beginning and ending a shift on the terminal (calamari-api.md §2.1). */
export function createShiftClock(terminal: Terminal, shifts: Shifts) {
  /** @param at absent: now */
  async function end(row: WireShift, at: Instant | undefined, call?: Call): Promise<Stopped> {
    const zone = await terminal.zoneOf(call);
    const time = at ?? shifts.now();
    const pause = openBreak(row);
    if (time < beginOf(row))
      throw new InputError("time", "The end lies before the begin of the running shift.", {
        next: "Give a later end.",
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
        const now = await terminal.again(row);
        return now?.finished == null ? null : now;
      },
      "Calamari took the stamp, but the shift still runs.",
      call,
    );
    return {
      entries: await terminal.entries(value),
      notes: [
        ...found(looked),
        ...(paused === undefined ? [] : ["The break ended with it."]),
        ...(paused === time ? ["A break of no length stays in the shift, as it ended when the break began."] : []),
        ...moved({ begin: beginOf(value), end: endOf(value) }, { end: time }, zone, at === undefined ? slack : 0),
      ],
    };
  }

  /**
   * Calamari keeps doubled shifts (§2.3), which nobody means. What begins at `at` goes on until now, so what lies between is
   * in its way too.
   * @throws ServiceError `conflict` before anything is sent
   */
  async function demandFree(rows: readonly WireShift[], at: Instant, call?: Call): Promise<void> {
    const zone = await terminal.zoneOf(call);
    const limit = plus(at, slack);
    const now = shifts.now();
    const [there] = rows
      .filter((row) => beginOf(row) < (at > now ? at : now) && (endOf(row) ?? "") > limit)
      .sort((a, b) => ((endOf(a) ?? "") < (endOf(b) ?? "") ? 1 : -1));
    const until = there && endOf(there);
    if (!until) return;
    const shown = `${withOffset(beginOf(there), zone)} to ${withOffset(until, zone)}`;
    throw new ServiceError("conflict", `There is a shift already: ${shown}.`, {
      next: `Begin at ${clockOf(until, zone)} or later, or change that shift.`,
    });
  }

  /** Calamari ignores a start while a shift runs (§2.1): what was begun elsewhere at the same moment is not what was asked for. */
  function otherwise(value: WireShift, project: number | null): string[] {
    const on = (value.projects ?? []).map(projectOf).at(-1);
    // Told by name alone, nothing is known.
    if (project === null || on?.id === String(project) || (on && !/^\d+$/.test(on.id))) return [];
    return [
      `Calamari runs a shift ${on ? `on "${on.name.slice(0, 80)}"` : "without a project"}, not on the project that was asked for: look whether it was begun elsewhere at the same moment.`,
    ];
  }

  /**
   * Nothing must run.
   * @param rows the time sheet around `at`, as it was looked at right before
   * @param at absent in the draft: now
   */
  async function begin(
    draft: StartDraft,
    project: number | null,
    at: Instant,
    rows: readonly WireShift[],
    call?: Call,
  ): Promise<Started> {
    const zone = await terminal.zoneOf(call);
    const before = new Set(rows.map(({ id }) => id));
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
    const stamp = { begin: beginOf(value), end: null };
    return {
      entry: await terminal.current(value),
      stopped: [],
      notes: [
        ...found(looked),
        ...otherwise(value, project),
        ...moved(stamp, { begin: at }, zone, draft.at === undefined ? slack : 0),
      ],
    };
  }

  return { begin, end, demandFree };
}
