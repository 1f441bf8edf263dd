import { type FakeEmployee, type FakeState, scopes } from "./model";

/** Emails of the people of the seed. */
export const people = {
  nora: "nora.lind@fjordworks.example",
  ida: "ida.berg@fjordworks.example",
  olav: "olav.dahl@fjordworks.example",
  jan: "jan.nowak@fjordworks.example",
} as const;
export type PersonName = keyof typeof people;

const person = (
  id: number,
  firstName: string,
  lastName: string,
  who: PersonName,
  more: Partial<FakeEmployee> = {},
): FakeEmployee => ({
  id,
  uuid: `0b1c2d3e-0000-4000-8000-${String(id).padStart(12, "0")}`,
  firstName,
  lastName,
  email: people[who],
  externalNumber: `FW-0${id}`,
  workingWeek: 1,
  position: 2,
  contractType: 1,
  teams: [5],
  timezone: "Europe/Oslo",
  directManager: 40,
  admin: false,
  archived: false,
  hireDate: "2023-03-01",
  birthDate: "1990-05-17",
  holidaysCalendar: "Norway",
  terminal: true,
  ...more,
});

const office = { start: "09:00:00.000", finish: "17:00:00.000", seconds: 27_000 };

/** Fjordworks: Nora and Ida design, Olav leads and is administrator, Jan works from Warsaw without an API terminal. */
export function seedState(): FakeState {
  return {
    key: "cal+key/4f9a2c7d81e3==",
    employees: [
      person(40, "Olav", "Dahl", "olav", { admin: true, directManager: null, position: 1 }),
      person(41, "Nora", "Lind", "nora"),
      person(42, "Ida", "Berg", "ida"),
      person(43, "Jan", "Nowak", "jan", {
        timezone: "Europe/Warsaw",
        workingWeek: 2,
        teams: [6],
        holidaysCalendar: "Poland",
        terminal: false,
      }),
      person(44, "Gone", "Fisher", "nora", { email: "gone.fisher@fjordworks.example", archived: true }),
    ],
    shifts: [],
    projects: [
      { id: 14, name: "Harbour app", archived: false, restrictedTo: null },
      { id: 15, name: "Website relaunch", archived: false, restrictedTo: null },
      { id: 16, name: "Board room", archived: false, restrictedTo: [40] },
      { id: 17, name: "Old ferry", archived: true, restrictedTo: null },
    ],
    breakTypes: [
      { id: 2, name: "Lunch", restrictedTo: null, paid: false },
      { id: 3, name: "Coffee", restrictedTo: null, paid: true },
      { id: 4, name: "Prayer", restrictedTo: [42], paid: false },
    ],
    absenceTypes: [
      {
        ...{ id: 3, name: "Annual leave", durationUnit: "DAYS", externalId: "AL", allowance: 25 },
        ...{ category: "TIMEOFF", minDuration: "HALF_DAY" },
        ...{ reason: "OPTIONAL", comment: "OPTIONAL", substitute: "OPTIONAL" },
      },
      {
        ...{ id: 4, name: "Sick leave", durationUnit: "DAYS", externalId: null, allowance: null },
        ...{ category: "TIMEOFF", minDuration: "WHOLE_DAY" },
        ...{ reason: "DISABLED", comment: "OPTIONAL", substitute: "DISABLED" },
      },
      {
        ...{ id: 7, name: "Overtime leave", durationUnit: "HOURS", externalId: null, allowance: 40 },
        ...{ category: "TIMEOFF", minDuration: "QUARTER" },
        ...{ reason: "OPTIONAL", comment: "DISABLED", substitute: "OPTIONAL" },
      },
      {
        ...{ id: 8, name: "Special leave", durationUnit: "DAYS", externalId: "SL", allowance: 3 },
        ...{ category: "TIMEOFF", minDuration: "WHOLE_DAY" },
        ...{ reason: "REQUIRED", comment: "REQUIRED", substitute: "REQUIRED", predefinedReasons: ["Wedding", "Move"] },
      },
      {
        ...{ id: 9, name: "Remote work", durationUnit: "HOURS", allowance: null },
        ...{ category: "WORK", minDuration: "HALF" },
        ...{ reason: "OPTIONAL", comment: "OPTIONAL", substitute: "DISABLED" },
      },
    ],
    absences: [],
    corrections: [],
    holidays: [
      { calendar: "Norway", name: "Christmas Eve", start: "2026-12-24", end: "2026-12-24", halfdayPeriod: "PM" },
      { calendar: "Norway", name: "Christmas", start: "2026-12-25", end: "2026-12-26", halfdayPeriod: null },
      { calendar: "Poland", name: "Christmas", start: "2026-12-25", end: "2026-12-26", halfdayPeriod: null },
    ],
    weeks: [
      { id: 1, name: "Office 37.5", days: [office, office, office, office, office, null, null] },
      {
        id: 2,
        name: "Flexible 32",
        days: [1, 2, 3, 4]
          .map(() => ({ start: null, finish: null, seconds: 28_800 }) as FakeState["weeks"][0]["days"][0])
          .concat([null, null, null]),
      },
    ],
    teams: [
      { id: 5, name: "Design", managers: [40] },
      { id: 6, name: "Remote", managers: [40] },
    ],
    positions: [
      { id: 1, name: "Lead" },
      { id: 2, name: "Designer" },
    ],
    contractTypes: [{ id: 1, name: "Employment contract" }],
    nextId: 90_000,
    settings: {
      scopes: [...scopes],
      modules: ["time", "leave"],
      forbiddenBody: "triple",
      netDuration: false,
      projectItems: "nested",
      balanceItems: "nested",
      updateWhole: false,
      breakWithoutShift: "refused",
      daysBy: "local",
      timesIn: null,
      emptyAnswers: false,
      absencesBy: "overlap",
      totalPages: true,
      employeesV1: true,
      lists: true,
      limits: false,
      perPage: 50,
    },
  };
}
