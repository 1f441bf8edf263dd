import type { Response } from "#main/ipc/contract/index";

/** December 2026 in an invented studio, asked for on Thursday 19 November. */
type Absences = Response<"absences:list">;
type Absence = Absences["absences"][number];
type Checked = Response<"absences:request">;

const people = {
  aylin: { id: "2", name: "Aylin Demir" },
  jonas: { id: "3", name: "Jonas Weber" },
  piotr: { id: "4", name: "Piotr Nowak" },
  tomas: { id: "5", name: "Tomás Rivera" },
  sofie: { id: "6", name: "Sofie Brandt" },
};
const types = {
  holiday: { id: "holiday", name: "Holiday" },
  overtime: { id: "overtime", name: "Overtime leave" },
  sick: { id: "sickness", name: "Sickness" },
  training: { id: "other", name: "Training" },
};
const day = (date: number) => `2026-12-${String(date).padStart(2, "0")}`;
const own = (
  id: string,
  from: number,
  to: number,
  type: keyof typeof types,
  status: Absence["status"],
  more: Partial<Absence> = {},
): Absence => ({
  id,
  mine: true,
  type: types[type],
  status,
  first: day(from),
  last: day(to),
  days: to - from + 1,
  comment: "",
  ...more,
});
const theirs = (id: string, from: number, to: number, person: keyof typeof people, more: Partial<Absence> = {}) => ({
  ...own(id, from, to, "holiday", "approved", more),
  mine: false,
  person: people[person],
});

const mine = [
  own("1", 4, 4, "holiday", "approved", { first_half: true, days: 0.5 }),
  own("2", 11, 11, "overtime", "requested", { comment: "Concert in the evening" }),
  own("3", 21, 21, "training", "approved"),
];
const team = [
  theirs("11", 7, 9, "jonas"),
  theirs("12", 17, 18, "piotr", { status: "requested" }),
  theirs("13", 14, 15, "tomas"),
  theirs("14", 23, 30, "aylin", { days: 4 }),
  theirs("15", 28, 31, "sofie"),
];
export const absences: Absences = {
  zone: "Europe/Berlin",
  first: "2026-11-30",
  last: "2027-01-03",
  absences: mine,
  holidays: [
    { day: "2026-12-25", name: "Christmas", half: false },
    { day: "2027-01-01", name: "New Year", half: false },
  ],
  people: { read: 1, unread: [] },
  more: 0,
};
export const teamAbsences: Absences = { ...absences, absences: [...mine, ...team], people: { read: 6, unread: [] } };

const kind = (type: { id: string; name: string }, more = {}) => ({
  ...type,
  half_days: false,
  hours: false,
  comment_needed: false,
  counted: true,
  ...more,
});
export const absenceTypes: Response<"absences:types"> = {
  types: [
    kind(types.holiday, { half_days: true }),
    kind(types.overtime, { hours: true }),
    kind(types.sick, { counted: false, comment_needed: true }),
  ],
  decisions: ["approve", "reject", "cancel", "ask"],
};

const balance = (type: { id: string; name: string }, more: object) => ({
  type,
  year: 2026,
  unit: "days" as const,
  entitled: null,
  taken: 0,
  planned: 0,
  requested: 0,
  left: null,
  notes: [],
  ...more,
});
export const balances: Response<"absences:balance"> = {
  zone: "Europe/Berlin",
  as_of: "2026-11-19",
  person: { id: "1", name: "Marta Kowalczyk" },
  balances: [
    balance(types.holiday, { entitled: 28, taken: 21, planned: 0.5, left: 6.5 }),
    balance(types.overtime, { left: 1, requested: 1 }),
    balance(types.sick, { taken: 2 }),
  ],
};

export const checked: Checked = {
  dry_run: true,
  absences: [own("", 21, 31, "holiday", "draft", { days: 8 })],
  days: 8,
  skipped: [{ day: "2026-12-25", why: "Christmas" }],
  warnings: [
    { code: "balance", message: "Only 6.5 are left.", last: "2026-12-29", days: 1.5 },
    { code: "overlap", message: "Training on 21 Dec, approved.", first: "2026-12-22" },
  ],
  also_away: [
    { person: people.aylin, first: "2026-12-23", last: "2026-12-30" },
    { person: people.sofie, first: "2026-12-28", last: "2026-12-31" },
  ],
  left_after: -1.5,
  checked_at: "2026-11-19T11:12:00+01:00",
  notes: [],
};
