import type { Response } from "#main/ipc/contract/index";

/** October 2026 in an invented studio. */
type Report = Response<"reports:get">;
type Group = Report["groups"][number];

const hours = (text: string) => {
  const [whole = 0, minutes = 0] = text.replace(/[+−]/, "").split(":").map(Number);
  return (text.startsWith("−") ? -1 : 1) * (whole * 3600 + minutes * 60);
};
const worked = hours("171:20");
const project = (id: string, name: string, customer: string, time: string): Group => ({
  by: "project",
  id,
  name,
  parents: { customer: { id: `c${id}`, name: customer } },
  seconds: hours(time),
  entries: 12,
  billable: hours(time),
  share: hours(time) / worked,
});
export const groups: Group[] = [
  project("1", "Website relaunch", "Brightwater Museum", "62:45"),
  project("2", "Warehouse app", "Nordhafen Logistics", "54:30"),
  project("3", "Product configurator", "Lumen Optics", "31:15"),
  project("4", "Studio", "internal", "14:20"),
  project("5", "Website care", "Brightwater Museum", "8:30"),
];
const owed = (first: string, last: string, [time, target, difference, balance]: string[], notes: string[] = []) => ({
  first,
  last,
  seconds: hours(time ?? ""),
  target: hours(target ?? ""),
  difference: hours(difference ?? ""),
  balance: hours(balance ?? ""),
  notes,
});
const week = (number: number, from: number, to: number, figures: string, notes: string[] = []) => ({
  number,
  ...owed(
    `2026-10-${String(from).padStart(2, "0")}`,
    `2026-10-${String(to).padStart(2, "0")}`,
    figures.split(" "),
    notes,
  ),
});
export const report: Report = {
  period: "October 2026",
  zone: "Europe/Berlin",
  from: "2026-10-01",
  to: "2026-10-31",
  now: "2026-11-19T11:12:00+01:00",
  total: { seconds: worked, entries: 96, billable: hours("157:00"), running: 0, days: 21 },
  groups,
  more: 0,
  target: {
    ...owed("2026-10-01", "2026-10-31", ["171:20", "168:00", "+3:20", "+8:30"]),
    until: "2026-10-31",
    balance_since: "2026-01-01",
    days: 22,
    absences: [{ name: "sick", days: 1, seconds: 28_800 }],
    holidays: [],
    weeks: [
      week(40, 1, 4, "15:40 16:00 −0:20 +4:50"),
      week(41, 5, 11, "41:10 40:00 +1:10 +6:00"),
      week(42, 12, 18, "33:05 32:00 +1:05 +7:05", ["sick on 14 Oct"]),
      week(43, 19, 25, "39:15 40:00 −0:45 +6:20", ["Sickness (part of the day) on 22 Oct"]),
      week(44, 26, 31, "42:10 40:00 +2:10 +8:30"),
    ],
    source: "Targets: your work contract in Kimai",
  },
  gaps: [{ day: "2026-10-22", from: "2026-10-22T12:50:00+02:00", to: "2026-10-22T13:30:00+02:00", seconds: 2400 }],
  missing: [{ day: "2026-10-02", target: 28_800, seconds: 0 }],
  read: { at: "2026-11-19T11:12:00+01:00", entries: 96, left_out: [] },
};
