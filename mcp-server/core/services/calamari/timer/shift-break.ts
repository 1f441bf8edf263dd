import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { Started, TimerPort } from "../../../domain/ports";
import { addDays } from "../../../time/civil";
import { clockOf, dayOf } from "../../../time/format";
import { demandStored } from "../../shared/stored-as-meant";
import { readAfterStamp } from "../after-write";
import { endpoints } from "../client/paths";
import type { Shifts } from "../entries/shifts";
import { beginOf, openBreak } from "../mapping/shift";
import { readStamp } from "../mapping/time";
import { storingIn } from "../stored";
import type { WireShift } from "../wire/shift";
import type { BreakTypes } from "./break-types";
import type { Terminal } from "./clock-api";
import { slack } from "./shift-clock";

/** Days in which the last break is looked for. */
const breakDays = 28;
const nothingRuns = () =>
  new ServiceError("nothing_running", "Nothing is running.", { next: "Clock in first, or log the time afterwards." });

/** Breaks inside the running shift (calamari-api.md §2.1). */
export function createShiftBreak(terminal: Terminal, shifts: Shifts, breakTypes: BreakTypes) {
  /** What a break on a stopped shift does is unsure (§2.1), so none is sent. */
  const pause: TimerPort["pause"] = async (at, call, typeId) => {
    const row = terminal.running(await terminal.rows(call));
    if (!row) throw nothingRuns();
    const zone = await terminal.zoneOf(call);
    const time = at ?? shifts.now();
    const held = row.breaks ?? [];
    const open = openBreak(row);
    if (open) {
      const message = `There is a break already, since ${clockOf(readStamp(open.from), zone)}.`;
      throw new ServiceError("nothing_running", message, { next: "Nothing to do; go on with `resume`." });
    }
    const ends = held.flatMap(({ to }) => (to == null ? [] : readStamp(to))).sort();
    const earliest = [beginOf(row), ...ends].sort().at(-1) ?? beginOf(row);
    if (time < earliest) {
      const what = ends.includes(earliest) ? "the last break ended" : "the shift began";
      throw new InputError("time", `The break would begin before ${clockOf(earliest, zone)}, when ${what}.`, {
        next: "Give a later time.",
      });
    }
    const today = dayOf(shifts.now(), zone);
    const lately = async () => (held.length > 0 ? [row] : shifts.find("own", addDays(today, -breakDays), today, call));
    const { id, notes } = await breakTypes.choose(typeId, lately, call);
    const { value, notes: found } = await terminal.stamp(
      endpoints.breakStart,
      { at: time, breakType: id },
      async () => {
        const now = await terminal.again(row);
        return now && openBreak(now) ? now : null;
      },
      "Calamari took the stamp, but no break began.",
      call,
    );
    const begun = openBreak(value);
    const since = begun ? readStamp(begun.from) : time;
    const storing = storingIn(zone, at === undefined ? slack : 0);
    const times = await demandStored({ begin: since, end: null }, { begin: time, end: null }, storing, null);
    return {
      since,
      entry: await readAfterStamp(terminal.current(value)),
      notes: [...found, ...notes, ...times],
    };
  };

  /** Ends the open break; its own type is needed for that. @param at absent: now */
  async function goOn(row: WireShift, at: Instant | undefined, call?: Call): Promise<Started> {
    const open = openBreak(row);
    if (!open) throw nothingRuns();
    const zone = await terminal.zoneOf(call);
    const time = at ?? shifts.now();
    const type = open.breakType ?? (await breakTypes.choose(undefined, async () => [], call));
    const { value, notes: found } = await terminal.stamp(
      endpoints.breakStop,
      { at: time, breakType: type.id },
      async () => {
        const now = await terminal.again(row);
        return now && !openBreak(now) ? now : null;
      },
      "Calamari took the stamp, but the break goes on.",
      call,
    );
    const to = value.breaks?.find(({ from }) => from === open.from)?.to;
    const stored = { begin: readStamp(open.from), end: to == null ? null : readStamp(to) };
    const storing = storingIn(zone, at === undefined ? slack : 0);
    const times = to === undefined ? [] : await demandStored(stored, { end: time }, storing, null);
    return {
      entry: await readAfterStamp(terminal.current(value)),
      stopped: [],
      notes: [...found, ...times],
    };
  }

  return { pause, goOn };
}
