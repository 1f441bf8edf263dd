import type { Instant } from "../../domain/entities";
import { InputError, ServiceError } from "../../domain/errors";
import type { Call, StartDraft, Started, Stopped } from "../../domain/ports";
import { clockOf, withOffset } from "../../time/format";
import { savedAndFound } from "../http/readback";
import { moved } from "./checks";
import { beginOf, endOf, openBreak } from "./mapping/shift";
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

  /** Calamari keeps doubled shifts (§2.3), which nobody means. @throws ServiceError `conflict` before anything is sent */
  function refuseOverlap(rows: readonly WireShift[], at: Instant, zone: string): void {
    const limit = new Date(Date.parse(at) + slack * 1000).toISOString();
    const there = rows.find((row) => beginOf(row) <= at && (endOf(row) ?? "") > limit);
    const until = there && endOf(there);
    if (!until) return;
    throw new ServiceError("conflict", `There is a shift already, until ${withOffset(until, zone)}.`, {
      next: "Begin then or later, or change that shift.",
    });
  }

  /** Nothing must run. @param at absent: now */
  async function begin(draft: StartDraft, project: number | null, at: Instant, call?: Call): Promise<Started> {
    const zone = await terminal.zoneOf(call);
    const rows = await terminal.rows(call, at);
    refuseOverlap(rows, at, zone);
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
      notes: [...found(looked), ...moved(stamp, { begin: at }, zone, draft.at === undefined ? slack : 0)],
    };
  }

  return { begin, end };
}
