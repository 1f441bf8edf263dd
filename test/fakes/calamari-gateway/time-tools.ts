import { Temporal } from "temporal-polyfill";
import type { FakeShift } from "../calamari/model";
import { type Called, Refused } from "./model";
import type { GatewayToolName } from "./shapes";

interface Row {
  date: string;
  fromTime: string;
  toTime: string;
  description?: string;
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const momentOf = (date: string, time: string, zone: string) =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds;

function rowsOf({ args, me, settings: _settings, state }: Called): (Row & { from: number; to: number })[] {
  const week = state.weeks.find(({ id }) => id === me.workingWeek);
  return (args.entries as Row[]).flatMap((row) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(row.date) || !clock.test(row.fromTime) || !clock.test(row.toTime))
      throw new Refused("Dates are yyyy-MM-dd and times HH:mm.");
    if (row.toTime <= row.fromTime) throw new Refused("The entry ends before it starts.");
    const weekday = (new Date(row.date).getUTCDay() + 6) % 7;
    // Without being told otherwise, days that are no working days are silently left out.
    if (args.skipNotEligibleDays !== false && !week?.days[weekday]) return [];
    return [
      { ...row, from: momentOf(row.date, row.fromTime, me.timezone), to: momentOf(row.date, row.toTime, me.timezone) },
    ];
  });
}

const running = ({ state, me }: Called) =>
  state.shifts.find(({ employee, finished }) => employee === me.id && finished === null);
/** A running shift counts up to now (§3.4). */
const overlapping = (called: Called) => {
  const own = called.state.shifts.filter(({ employee }) => employee === called.me.id);
  return rowsOf(called).filter((row) =>
    own.some((shift) => shift.started < row.to && (shift.finished ?? called.now) >= row.from),
  );
};

function shift({ state, me }: Called, started: number, finished: number | null, description = ""): FakeShift {
  return { id: state.nextId++, employee: me.id, started, finished, breaks: [], projects: [], description };
}

export const timeTools: Partial<Record<GatewayToolName, (called: Called) => unknown>> = {
  clockIn(called) {
    if (!running(called)) called.state.shifts.push(shift(called, called.now, null));
    return "Clocked in.";
  },
  clockOut(called) {
    const open = running(called);
    if (open) open.finished = called.now;
    // The trap of §3.4: without a running shift an entry of some seconds is left behind.
    else called.state.shifts.push(shift(called, called.now - 3_000, called.now));
    return "Clocked out.";
  },
  checkTimesheetOverlap: (called) => [...new Set(overlapping(called).map(({ date }) => date))],
  createTimesheetEntries(called) {
    if (overlapping(called).length > 0) throw new Refused("The entry overlaps an existing one.");
    const { changeRequests } = called.settings;
    if (!changeRequests)
      for (const { from, to, description } of rowsOf(called)) {
        const made = shift(called, from, to, description);
        called.state.distort?.(made);
        called.state.shifts.push(made);
      }
    return { mode: changeRequests ? "CHANGE_REQUEST" : "IMMEDIATE" };
  },
};
