import type { AppState } from "#main/ipc/contract/app-state";
import type { Response } from "#main/ipc/contract/index";
import * as sample from "./fixtures";

const key = (letter: string) => letter.repeat(24);
const timed = (letter: string, title: string, day: string, from: string, to: string, more = {}) => ({
  ...{ key: key(letter), series: key(letter), title, isFree: false, noZone: false },
  begin: new Date(`2026-11-${day}T${from}:00+01:00`).toISOString(),
  end: new Date(`2026-11-${day}T${to}:00+01:00`).toISOString(),
  ...more,
});

export const withOwnCalendar: AppState = {
  ...sample.calendar,
  ui: { ...sample.calendar.ui, ownCalendarShown: true },
  ownCalendar: { kind: "address", name: "calendar.example" },
};

export const ownEvents: Response<"calendar:events"> = {
  timed: [
    timed("a", "Weekly planning", "16", "08:00", "08:30"),
    timed("b", "Call, Jonas", "16", "12:15", "12:45"),
    timed("c", "Team retro", "17", "17:00", "17:45"),
    timed("d", "Desk time", "18", "13:30", "14:00", { isFree: true }),
    timed("e", "<b>Demo</b> 🎉", "20", "09:00", "10:00"),
    timed("f", "Signage call", "17", "10:00", "10:00"),
  ],
  allDay: [{ key: key("9"), title: "Jana away", first: "2026-11-16", last: "2026-11-18" }],
  incomplete: false,
  readAt: "2026-11-19T10:00:00Z",
  failure: null,
};

const website = {
  customer: { id: "7", name: "Brightwater Museum" },
  project: { id: "3", name: "Website relaunch" },
  activity: { id: "5", name: "Meeting" },
};
export const ownSuggested: Response<"calendar:suggest"> = {
  works: [
    { key: key("a"), work: website, from: "series" },
    { key: key("c"), work: website, from: "text" },
    { key: key("e"), work: website, from: "series" },
  ],
  booked: [],
};
export { key, website };
