import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { StartDraft, Started, Stopped } from "../../../domain/ports";
import { clockOf, withOffset } from "../../../time/format";
import { demandStored } from "../../shared/stored-as-meant";
import { readAfterStamp } from "../after-write";
import { endpoints } from "../client/paths";
import { plus } from "../entries/entry-body";
import type { Shifts } from "../entries/shifts";
import { beginOf, endOf, openBreak } from "../mapping/shift";
import { readStamp } from "../mapping/time";
import { storedAs, storingIn } from "../stored";
import type { WireShift } from "../wire/shift";
import type { Terminal } from "./clock-api";

/** Seconds by which a stamp of "now" may be kept differently without a word. */
export const slack = 90;

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
    const { value, notes: found } = await terminal.stamp(
      endpoints.clockOut,
      { at: time },
      async () => {
        const now = await terminal.again(row);
        return now?.finished == null ? null : now;
      },
      "Calamari took the stamp, but the shift still runs.",
      call,
    );
    const storing = storingIn(zone, at === undefined ? slack : 0);
    const stored = { begin: beginOf(value), end: endOf(value) };
    // What has ended runs no more (§2.3), so a wrong end is told.
    const kept = await demandStored(stored, { begin: beginOf(row), end: time }, storing, null);
    return {
      entries: await readAfterStamp(terminal.entries(value)),
      notes: [
        ...found,
        ...(paused === undefined ? [] : ["The break ended with it."]),
        ...(paused === time ? ["A break of no length stays in the shift, as it ended when the break began."] : []),
        ...kept,
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
    const { value, notes: found } = await terminal.stamp(
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
    const entry = await readAfterStamp(terminal.current(value));
    // A start is ignored while a shift runs (§2.1): one begun elsewhere at the same moment is not what was asked for.
    const meant = { begin: at, end: null, ...(project !== null && { work: { project: String(project) } }) };
    const stored = { ...storedAs(value, entry), begin: beginOf(value) };
    const kept = await demandStored(stored, meant, storingIn(zone, draft.at === undefined ? slack : 0), null);
    return {
      entry,
      stopped: [],
      notes: [...found, ...kept],
    };
  }

  return { begin, end, demandFree };
}
