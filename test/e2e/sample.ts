import type { FakeState } from "../fakes/kimai/model";
import { type FakeAbsence, pluginNames } from "../fakes/kimai/plugins";

const minute = 60_000;
const day = 24 * 60 * minute;
const zone = "Europe/Berlin";

/** Midnight of today in Berlin, in milliseconds; good enough on the two days a year on which the clock changes. */
function midnight(now: number): number {
  const [hours = 0, minutes = 0] = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  })
    .format(now)
    .split(":")
    .map(Number);
  return Math.floor(now / minute) * minute - ((hours % 24) * 60 + minutes) * minute;
}

/** Three customers of an invented studio, a booked week with a gap and an overlap, and a timer that runs for 65 minutes. */
export function seedStudio(state: FakeState, now: number): void {
  const visible = { visible: true, number: null };
  state.customers = ["Brightwater Museum", "Lindqvist Optics", "Hollmann & Ree"].map((name, index) => ({
    ...visible,
    id: index + 1,
    name,
  }));
  const projects: [string, number][] = [
    ["Website relaunch", 1],
    ["Warehouse app", 2],
    ["Product configurator", 2],
    ["Studio", 3],
    ["Website care", 1],
  ];
  state.projects = projects.map(([name, customer], index) => ({
    ...visible,
    id: index + 1,
    name,
    customer,
    globalActivities: true,
    start: null,
    end: null,
    teams: [],
  }));
  state.activities = ["Design", "Development", "Support", "Review", "Meeting"].map((name, index) => ({
    ...visible,
    id: index + 1,
    name,
    project: null,
  }));
  const booked: [number, string, string, number, number, string, boolean?][] = [
    [0, "08:35", "10:00", 2, 3, "Handheld rollout questions"],
    [1, "13:15", "18:00", 1, 2, "Opening hours, ticket page"],
    [1, "11:15", "12:30", 1, 1, "Ticket page, first layout"],
    [1, "08:30", "10:00", 3, 2, "Coating price rules"],
    [2, "14:30", "16:45", 3, 5, "Lens data workshop"],
    [2, "12:45", "15:00", 1, 4, "Accessibility pass with Aylin"],
    [2, "08:50", "12:00", 2, 2, "Offline queue for pick lists", true],
    [3, "13:00", "17:50", 2, 2, "Barcode scanning on older handhelds", true],
    [3, "08:45", "12:00", 5, 3, "Winter opening hours"],
    [4, "09:00", "12:00", 4, 5, "Weekly planning"],
    [4, "13:00", "17:30", 1, 2, "Header and navigation"],
  ];
  const today = midnight(now);
  const at = (daysAgo: number, clock: string) => {
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    return today - daysAgo * day + (hours * 60 + minutes) * minute;
  };
  const entry = (project: number, activity: number, description: string, begin: number, end: number | null) => ({
    id: state.nextId.timesheet++,
    user: 4,
    project,
    activity,
    begin,
    end,
    zone,
    breakSeconds: 0,
    description,
    tags: [],
    exported: false,
    billable: true,
    fixedRate: null,
    hourlyRate: null,
    meta: {},
    modified: begin,
  });
  // The same again in the three weeks before, since she works there.
  for (const weeks of [1, 2, 3])
    for (const [daysAgo, ...rest] of booked.slice(0, 11)) booked.push([daysAgo + 7 * weeks, ...rest]);
  const began = new Date(at(27, "12:00")).toISOString().slice(0, 10);
  state.timesheets = booked
    .filter(([daysAgo, , to]) => at(daysAgo, to) <= now)
    .map(([daysAgo, from, to, project, activity, text, exported = false]) => ({
      ...entry(project, activity, text, at(daysAgo, from), at(daysAgo, to)),
      exported,
    }));
  state.timesheets.push(entry(1, 1, "Ticket page, final icons", Math.floor(now / minute) * minute - 65 * minute, null));
  const marta = state.users.find(({ id }) => id === 4);
  if (marta) marta.alias = "Marta Kowalczyk";
  marta?.preferences.push({ name: "work_start_day", value: began });
}

/** `2026-12-07`: so many days after the first Monday of the month after this one. */
function nextMonth(now: number, days: number): string {
  const date = new Date(now);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  const wait = (8 - new Date(first).getUTCDay()) % 7;
  return new Date(first + (wait + days) * day).toISOString().slice(0, 10);
}

/** Leave of the studio in the month after this one, with a plugin that keeps it; Marta leads the others. */
export function seedLeave(state: FakeState, now: number): void {
  state.settings.plugins.push({ name: pluginNames.absences, version: "1.30.0" });
  for (const user of state.users) {
    if (user.id === 4) Object.assign(user, { role: "TEAMLEAD", teams: [{ id: 1, lead: true }] });
    if (user.id === 3) Object.assign(user, { role: "USER", alias: "Jonas Weber", teams: [{ id: 1, lead: false }] });
    if (user.id === 5) user.alias = "Aylin Demir";
  }
  const away: [number, string, string, Partial<FakeAbsence>][] = [
    [4, nextMonth(now, 4), nextMonth(now, 4), { halfDay: true, duration: 14_400 }],
    [4, nextMonth(now, 8), nextMonth(now, 8), { type: "time_off", status: "requested", comment: "Concert" }],
    [3, nextMonth(now, 0), nextMonth(now, 2), {}],
    [5, nextMonth(now, 9), nextMonth(now, 11), { status: "requested" }],
  ];
  // She may not list people: that they are there she sees by their time.
  const [sheet] = state.timesheets;
  for (const user of sheet ? [3, 5] : [])
    state.timesheets.unshift({ ...structuredClone(sheet), id: state.nextId.timesheet++, user } as typeof sheet &
      object);
  const { plugged } = state;
  for (const [user, first, last, more] of away)
    plugged.absences.push({
      id: plugged.nextId.absence++,
      user,
      first,
      last,
      type: "holiday",
      status: "approved",
      halfDay: false,
      duration: 28_800,
      comment: "",
      ...more,
    });
}
