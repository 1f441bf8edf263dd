import type { FakeAbsence, FakeEntry, FakeState, FakeUser } from "./model";

export const people = {
  mara: { email: "mara@studio-lind.example", key: "clockodo_key_mara" },
  jonas: { email: "jonas@studio-lind.example", key: "clockodo_key_jonas" },
  olga: { email: "olga@studio-lind.example", key: "clockodo_key_olga" },
} as const;
export type PersonName = keyof typeof people;

const person = (id: number, who: PersonName, name: string, more: Partial<FakeUser> = {}): FakeUser => ({
  id,
  name,
  ...people[who],
  role: "worker",
  active: true,
  timezone: "Europe/Berlin",
  language: "de",
  weekstart_monday: true,
  teams_id: 5,
  number: null,
  default_target_hours: true,
  default_holidays_count: true,
  start_date: "2024-07-15",
  edit_lock_dyn: null,
  elevated: [],
  ...more,
});

let nextRow = 1;

/** A span of Mara's for Seehof Hotels, an hour long where no end is said, last changed when it began. */
export function fakeEntry(since: string | number, more: Partial<FakeEntry> = {}): FakeEntry {
  const begin = new Date(since).getTime();
  return {
    id: nextRow++,
    type: 1,
    users_id: 42,
    customers_id: 510,
    projects_id: null,
    subprojects_id: null,
    services_id: 31,
    lumpsum_services_id: null,
    lumpsum_services_amount: null,
    lumpsum: null,
    billable: 1,
    text: null,
    since: begin,
    until: begin + 3_600_000,
    clocked: false,
    hourly_rate: null,
    changed: begin,
    ...more,
  };
}

/** An approved week of Mara's regular holiday. */
export const fakeAbsence = (more: Partial<FakeAbsence> = {}): FakeAbsence => ({
  id: 3_000 + nextRow++,
  users_id: 42,
  date_since: "2026-12-07",
  date_until: "2026-12-11",
  type: 1,
  status: 1,
  half_day: false,
  count_hours: null,
  sick_note: null,
  note: null,
  public_note: null,
  date_enquired: "2026-11-01",
  date_approved: null,
  approved_by: null,
  ...more,
});

/** A studio: Olga owns it, Mara and Jonas work there; four customers with projects, services, lump sums. */
export function seedState(): FakeState {
  const work = { number: null, active: true, note: null };
  const project = {
    ...work,
    billable_default: true,
    completed: false,
    start_date: null,
    deadline: null,
    budget: null,
    billed_money: null,
    billed_completely: null,
  };
  const holiday = {
    nonbusiness_group_id: 2,
    type: "DISTINCT_RECURRING",
    half_day: false,
    surcharge_special: false,
  };
  const thanksgiving = { nonbusiness_group_id: 3, type: "DISTINCT_ONCE" };
  return {
    company: {
      id: 77,
      name: "Studio Lind",
      timezone_default: "Europe/Berlin",
      currency: "EUR",
      allow_entries_for_customers: true,
      allow_entry_overlaps: false,
      module_absence: true,
      module_user_reports: true,
      module_target_hours: true,
      default_customers_id: 510,
      default_services_id: 31,
      holidays_count_default: 28,
      target_hours_default: [8, 8, 8, 8, 6, 0, 0],
    },
    users: [
      person(40, "olga", "Olga Owner", { role: "owner", elevated: ["manage_customers_and_projects", "see_absences"] }),
      person(42, "mara", "Mara Lind", { number: "P-17" }),
      person(43, "jonas", "Jonas Weber", { timezone: "America/New_York" }),
    ],
    teams: [{ id: 5, name: "Design", leader: 40, user_ids: [40, 42, 43] }],
    customers: [
      { ...work, id: 510, name: "Seehof Hotels", billable_default: true, color: 5 },
      { ...work, id: 511, name: "Backhaus Ost", billable_default: true, color: 2 },
      { ...work, id: 512, name: "Studio Lind", billable_default: false, color: 6 },
      { ...work, id: 513, name: "Gone GmbH", active: false, billable_default: true, color: 1 },
    ],
    projects: [
      {
        ...project,
        id: 7720,
        customers_id: 510,
        name: "App relaunch",
        number: "SH-1",
        budget: {
          amount: 120,
          monetary: false,
          hard: false,
          from_subprojects: false,
          interval: null,
          notification_thresholds: [],
        },
      },
      { ...project, id: 7721, customers_id: 510, name: "App" },
      { ...project, id: 7722, customers_id: 511, name: "Shop", completed: true },
      { ...project, id: 7723, customers_id: 511, name: "Branding", active: false },
    ],
    subprojects: [
      { ...project, id: 9010, projects_id: 7720, name: "iOS" },
      { ...project, id: 9011, projects_id: 7720, name: "Android" },
    ],
    services: [
      { ...work, id: 31, name: "Design" },
      { ...work, id: 32, name: "Development" },
      { ...work, id: 33, name: "Consulting" },
      { ...work, id: 34, name: "Typing", active: false },
    ],
    lumpSumServices: [{ ...work, id: 12, name: "On-site visit", price: 80, unit: "visit" }],
    entries: [],
    absences: [],
    rows: {
      nonbusinessGroups: [
        { id: 2, name: "Berlin", company_default: true },
        { id: 3, name: "New York", company_default: false },
      ],
      nonbusinessDays: [
        { id: 61, ...holiday, name: "Neujahr", day: 1, month: 1 },
        { id: 62, ...holiday, name: "Heiligabend", day: 24, month: 12, half_day: true },
        { id: 63, ...holiday, name: "1. Weihnachtstag", day: 25, month: 12 },
        { id: 64, ...holiday, name: "Thanksgiving", day: 26, month: 11, year: 2026, ...thanksgiving },
      ],
    },
    nextId: 9_001_000,
    settings: {
      nestedErrors: false,
      aggregates: true,
      textInPlainLists: false,
      entriesBy: "begin",
      billedOnCreate: false,
      retryAfter: null,
      slowGroupsMs: 0,
      keyOfEntries: true,
      deletedEntries: false,
      reportDiffWhole: false,
      wrappedRequests: false,
    },
  };
}
