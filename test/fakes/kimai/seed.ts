import type { FakeSettings, FakeState, FakeTimesheet, FakeUser, Role } from "./model";
import { seedPlugins } from "./plugins";

export const usualSettings: FakeSettings = {
  version: "2.66.0",
  trackingMode: "default",
  defaultBegin: "09:00",
  hardLimit: 1,
  allowFuture: true,
  allowOverlap: true,
  allowZeroDuration: true,
  longRunningMinutes: 0,
  breakTime: false,
  rounding: { mode: "default", begin: 1, end: 1 },
  lockedBefore: null,
  plugins: [],
  metaFields: [],
  workMetaFields: {},
  invoiceMetaFields: [],
  colors: { Silver: "#c0c0c0", Red: "#ff0000", Gold: "#ffd700", Lime: "#00ff00", Blue: "#0000ff", Fuchsia: "#ff00ff" },
  anyColor: false,
  disabledPreferences: [],
};

export const tokens = {
  user: "token_user",
  teamlead: "token_teamlead",
  admin: "token_admin",
  super: "token_super",
} as const;
export type TokenName = keyof typeof tokens;

/** Different zones, as in Kimai's demo data: what mixes them up shows at once. */
const zones: Record<TokenName, string> = {
  user: "America/Vancouver",
  teamlead: "Asia/Bangkok",
  admin: "Europe/London",
  super: "Europe/Berlin",
};

const contract = (seconds: number) => [
  { name: "work_contract_type", value: seconds > 0 ? "day" : "none" },
  ...["monday", "tuesday", "wednesday", "thursday", "friday"].map((day) => ({
    name: `work_${day}`,
    value: String(seconds),
  })),
  { name: "work_saturday", value: "0" },
  { name: "work_sunday", value: "0" },
  { name: "holidays", value: "30" },
];

/** A small Kimai: four people in two teams, visible, hidden and ended work, six tags of which one is hidden. */
export function seedState(settings: FakeSettings, zoneOf: Partial<Record<TokenName, string>>): FakeState {
  const person = (
    id: number,
    key: TokenName,
    role: Role,
    username: string,
    alias: string,
    teams: FakeUser["teams"],
  ): FakeUser => ({
    id,
    username,
    alias,
    email: `${username}@example.com`,
    zone: zoneOf[key] ?? zones[key],
    role,
    token: tokens[key],
    enabled: true,
    teams,
    preferences: contract(28_800),
  });
  const colleague: FakeUser = {
    ...person(5, "user", "USER", "paula_user", "Paula Puck", [{ id: 1, lead: false }]),
    token: "token_paula",
  };
  const stranger: FakeUser = {
    ...person(6, "user", "USER", "nina_other", "Nina Nowhere", []),
    token: "token_nina",
    preferences: contract(0),
  };
  const work = { visible: true, number: null };
  const project = { ...work, globalActivities: true, start: null, end: null, teams: [] };
  return {
    settings,
    users: [
      person(1, "super", "SUPER_ADMIN", "susan_super", "Susan Super", []),
      person(2, "admin", "ADMIN", "anna_admin", "Anna Smith", []),
      person(3, "teamlead", "TEAMLEAD", "tony_teamlead", "Tony Maier", [{ id: 1, lead: true }]),
      person(4, "user", "USER", "john_user", "John Doe", [{ id: 1, lead: false }]),
      colleague,
      stranger,
    ],
    teams: [
      { id: 1, name: "Web team" },
      { id: 2, name: "Print team" },
    ],
    customers: [
      { ...work, id: 1, name: "Northwind", number: "C-0001" },
      { ...work, id: 2, name: "Bäckerei Süß" },
      { ...work, id: 3, name: "Gone Ltd", visible: false },
    ],
    projects: [
      { ...project, id: 1, customer: 1, name: "Website relaunch", number: "P-7" },
      { ...project, id: 2, customer: 1, name: "Web" },
      { ...project, id: 3, customer: 2, name: "Ladenkasse", globalActivities: false },
      { ...project, id: 4, customer: 1, name: "Old intranet", start: "2020-01-01", end: "2021-12-31" },
      { ...project, id: 5, customer: 1, name: "Secret merger", visible: false },
      { ...project, id: 6, customer: 3, name: "Of a hidden customer" },
      { ...project, id: 7, customer: 2, name: "Print only", teams: [2] },
    ],
    activities: [
      { ...work, id: 1, project: null, name: "Meeting" },
      { ...work, id: 2, project: null, name: "Support" },
      { ...work, id: 3, project: 1, name: "Design" },
      { ...work, id: 4, project: 1, name: "Development" },
      { ...work, id: 5, project: 3, name: "Installation" },
      { ...work, id: 6, project: 1, name: "Abandoned", visible: false },
      { ...work, id: 7, project: 4, name: "Maintenance" },
    ],
    tags: ["remote", "on site", "urgent", "Überstunden", "review"]
      .map((name, index) => ({ id: index + 1, name, visible: true }))
      .concat({ id: 6, name: "hidden-tag", visible: false }),
    timesheets: [],
    favourites: [],
    counters: {},
    invoices: [],
    apiTokens: [1, 2, 3, 4, 5, 6].map((id) => ({ id: id * 10, user: id })),
    nextId: { customer: 4, project: 8, activity: 8, tag: 7, timesheet: 1, user: 7, team: 3 },
    plugged: seedPlugins(),
    granted: {},
    revoked: {},
  };
}

const texts = ["Header and navigation", "Fixed the checkout", "Call with the customer", "Code review", null];

/**
 * Adds ended entries of one person, one each `everyMinutes` backwards from `until`, on work that can be booked, always
 * the same for the same arguments.
 */
export function seedEntries(
  state: FakeState,
  count: number,
  who: { user: number; until: number; everyMinutes?: number },
): void {
  const pairs = [
    [1, 3],
    [1, 4],
    [2, 1],
    [3, 5],
    [2, 2],
  ] as const;
  const person = state.users.find((each) => each.id === who.user);
  if (!person) throw new Error(`no user ${who.user}`);
  const every = (who.everyMinutes ?? 60) * 60_000;
  const latest = Math.floor(who.until / 60_000) * 60_000;
  const made: FakeTimesheet[] = [];
  for (let index = 0; index < count; index++) {
    const begin = latest - (count - index) * every;
    const [project, activity] = pairs[index % pairs.length] ?? pairs[0];
    made.push({
      id: state.nextId.timesheet++,
      user: person.id,
      project,
      activity,
      begin,
      end: begin + Math.min(every, 45 * 60_000),
      zone: person.zone,
      breakSeconds: 0,
      description: texts[index % texts.length] ?? null,
      tags: index % 7 === 0 ? ["remote"] : [],
      exported: false,
      billable: index % 3 !== 0,
      fixedRate: null,
      hourlyRate: null,
      meta: {},
      modified: begin,
    });
  }
  state.timesheets = [...state.timesheets, ...made];
}
