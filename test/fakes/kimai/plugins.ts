import type { FakeState, FakeUser, Role } from "./model";
import { visiblePeople } from "./rights";

/**
 * What the paid plugins of Kimai keep. None of it could be observed: shapes come from the official PHP client and from
 * kimai_mcp (kimai-api.md §3.13, [code]), the rules for absences from Kimai's manual [docs].
 */
export const pluginNames = {
  absences: "WorkContractBundle",
  expenses: "ExpensesBundle",
  tasks: "TaskManagementBundle",
  metaFields: "MetaFieldsBundle",
  apiTokens: "ApiTokenBundle",
} as const;
type PluginPart = keyof typeof pluginNames;

export const absenceTypes = [
  "holiday",
  "time_off",
  "sickness",
  "sickness_child",
  "other",
  "parental",
  "unpaid_vacation",
] as const;
export type FakeAbsenceType = (typeof absenceTypes)[number];

export interface FakeAbsence {
  id: number;
  user: number;
  /** Civil days in the user's zone, both included. */
  first: string;
  last: string;
  type: FakeAbsenceType;
  status: "new" | "requested" | "approved" | "rejected";
  halfDay: boolean;
  /** Seconds. */
  duration: number;
  comment: string;
}

interface FakeHoliday {
  id: number;
  group: number;
  /** Civil day. */
  day: string;
  name: string;
  halfDay: boolean;
}

export interface FakeExpense {
  id: number;
  user: number;
  project: number;
  activity: number | null;
  category: number;
  /** Milliseconds since 1970. */
  begin: number;
  description: string | null;
  cost: number;
  multiplier: number;
  exported: boolean;
  refundable: boolean;
  meta: Record<string, string>;
}

export interface FakeTask {
  id: number;
  title: string;
  status: "pending" | "progress" | "closed";
  todo: string | null;
  description: string | null;
  project: number;
  activity: number;
  user: number | null;
  team: number | null;
  /** Civil day. */
  end: string | null;
  /** Seconds. */
  estimation: number | null;
  tags: string[];
  /** Ids of entries. */
  sheets: number[];
  meta: Record<string, string>;
}

export interface FakePlugins {
  absences: FakeAbsence[];
  holidayGroups: { id: number; name: string }[];
  holidays: FakeHoliday[];
  /** Closed months, `2026-10`, by person. */
  lockedMonths: Record<number, string[]>;
  expenses: FakeExpense[];
  categories: { id: number; name: string; cost: number | null }[];
  tasks: FakeTask[];
  rules: {
    /** Civil days that one absence may have, by type; other types: `maxDays`. */
    maxDays: number;
    maxDaysOf: Partial<Record<FakeAbsenceType, number>>;
    /** The plugin makes one absence for each working day of a span, as its older versions do. */
    perDay: boolean;
    /** A new absence is put up for approval at once. */
    asksAtOnce: boolean;
  };
  nextId: Record<"absence" | "expense" | "task", number>;
}

export function seedPlugins(): FakePlugins {
  const year = (value: number, first: number) =>
    [
      ["01-01", "New Year"],
      ["05-01", "Labour Day"],
      ["12-24", "Christmas Eve"],
      ["12-25", "Christmas Day"],
      ["12-26", "Boxing Day"],
    ].map(([day, name], index) => ({
      id: first + index,
      group: 1,
      day: `${value}-${day}`,
      name: name ?? "",
      halfDay: name === "Christmas Eve",
    }));
  return {
    absences: [],
    holidayGroups: [
      { id: 1, name: "Berlin" },
      { id: 2, name: "London" },
    ],
    holidays: [
      ...year(2025, 1),
      ...year(2026, 11),
      ...year(2027, 21),
      { id: 31, group: 2, day: "2026-08-31", name: "Summer bank holiday", halfDay: false },
    ],
    lockedMonths: {},
    expenses: [],
    categories: [
      { id: 1, name: "Travel", cost: null },
      { id: 2, name: "Mileage", cost: 0.3 },
    ],
    tasks: [],
    rules: { maxDays: 30, maxDaysOf: {}, perDay: false, asksAtOnce: false },
    nextId: { absence: 1, expense: 1, task: 1 },
  };
}

export const plugged = (state: FakeState, part: PluginPart): boolean =>
  state.settings.plugins.some((plugin) => plugin.name === pluginNames[part]);

/** By default as the manual's list of rights says; plain users may also delete their own, as they may in its demo. */
const user = ["absence", "edit_own_absence", "delete_own_absence", "view_own_expense", "edit_own_expense", "view_task"];
const teamlead = [
  ...user,
  "view_other_absence",
  "edit_other_absence",
  "delete_other_absence",
  "approve_other_absence",
  "view_other_expense",
  "edit_other_expense",
  "rate_expense",
  "manage_expense_category",
  "edit_task",
  "approve_times_contract",
];
const admin = [...teamlead, "contract_other_profile", "approve_own_absence", "edit_public_holidays", "edit_export"];
const defaults: Record<Role, readonly string[]> = {
  USER: user,
  TEAMLEAD: teamlead,
  ADMIN: [...admin, "unlock_times_contract"],
  SUPER_ADMIN: [...admin, "unlock_times_contract"],
};

export function mayPlug(state: FakeState, who: FakeUser, right: string): boolean {
  if (state.revoked[who.role]?.includes(right)) return false;
  return defaults[who.role].includes(right) || (state.granted[who.role]?.includes(right) ?? false);
}

/** Rights come in two: `edit_own_absence` for oneself, `edit_other_absence` for people whom the caller may see. */
export function mayFor(state: FakeState, who: FakeUser, person: number, verb: string, what: string): boolean {
  if (person === who.id) return mayPlug(state, who, `${verb}_own_${what}`);
  return mayPlug(state, who, `${verb}_other_${what}`) && visiblePeople(state, who).has(person);
}
