import type { ServiceId } from "./domain/entities";
import { type RecordType, recordServices, recordTypes } from "./domain/records";

/**
 * What an AI may do. The person sets it per account (and less per client), the server checks it before any handler
 * runs. This file is the one table behind the server, the settings window and `doctor`.
 */

export const levels = ["off", "ask", "allow"] as const;
export type Level = (typeof levels)[number];

export const actions = ["read", "create", "update", "delete", "decide"] as const;
type Action = (typeof actions)[number];

/** Kinds of thing in the order in which the window shows them, each with the actions that some tool can do on it. */
const usedActions = {
  timer: ["read", "create", "update"],
  time: ["read", "create", "update", "delete"],
  absence: ["read", "create", "update", "delete", "decide"],
  others_time: ["read", "create", "update", "delete"],
  others_absence: ["read", "create", "update", "delete"],
  customer: ["read", "create", "update", "delete"],
  project: ["read", "create", "update", "delete"],
  subproject: ["read", "create", "update", "delete"],
  activity: ["read", "create", "update", "delete"],
  lump_sum_service: ["read", "create", "update", "delete"],
  tag: ["read", "create", "update", "delete"],
  favourite: ["read", "create", "update", "delete"],
  comment: ["read", "create", "update", "delete"],
  rate: ["read", "create", "update", "delete"],
  person: ["read", "create", "update", "delete"],
  preference: ["read", "update"],
  team: ["read", "create", "update", "delete"],
  holiday: ["read", "create", "update", "delete"],
  month_lock: ["create", "delete"],
  work_time: ["read", "create", "update", "delete"],
  target_hours: ["read", "create", "update", "delete"],
  leave_account: ["read", "create", "update", "delete"],
  overtime_account: ["read", "create", "update", "delete"],
  user_report: ["read"],
  access: ["read", "create", "update", "delete"],
  subscription: ["read"],
  invoice: ["read", "update", "delete"],
  expense: ["read", "create", "update", "delete"],
  task: ["read", "create", "update", "delete"],
  token: ["delete"],
} as const satisfies Record<string, readonly Action[]>;
type Kind = keyof typeof usedActions;
const kinds = Object.keys(usedActions) as Kind[];

export type Cell = { [K in Kind]: `${K}.${(typeof usedActions)[K][number]}` }[Kind];
export const cells = kinds.flatMap((kind) => usedActions[kind].map((action) => `${kind}.${action}` as Cell));
const known: ReadonlySet<string> = new Set(cells);
export const isCell = (cell: string): cell is Cell => known.has(cell);

/** Which permission a type of record falls under. */
const kindOfRecord: Record<RecordType, Kind> = {
  customer: "customer",
  project: "project",
  subproject: "subproject",
  activity: "activity",
  lump_sum: "time",
  lump_sum_service: "lump_sum_service",
  tag: "tag",
  person: "person",
  position: "person",
  contract_type: "person",
  preference: "preference",
  team: "team",
  membership: "team",
  grant: "team",
  rate: "rate",
  comment: "comment",
  meta_field: "project",
  favourite: "favourite",
  invoice: "invoice",
  holiday: "holiday",
  holiday_group: "holiday",
  holiday_member: "holiday",
  month_lock: "month_lock",
  work_time: "work_time",
  work_time_change: "work_time",
  target_hours: "target_hours",
  leave_quota: "leave_account",
  leave_carry: "leave_account",
  overtime_carry: "overtime_account",
  overtime_reduction: "overtime_account",
  user_report: "user_report",
  access_group: "access",
  access: "access",
  subscription: "subscription",
  expense: "expense",
  task: "task",
  token: "token",
};

/**
 * The cell for one action on one type of record; null where no cell is for it, so nobody may. Members and grants of a
 * team come and go by changing the team.
 */
export function recordCell(type: RecordType, action: Action): Cell | null {
  const inTeam = (type === "membership" || type === "grant") && action !== "read";
  const cell = `${kindOfRecord[type]}.${inTeam ? "update" : action}`;
  return isCell(cell) ? cell : null;
}

/** What a tool does with records. */
export type RecordUse = "read" | "write" | "delete";

/** Types of record of a service with which a client may do that: what a tool lists, and a call allows. */
export const recordTypesFor = (service: ServiceId, use: RecordUse, level: (cell: Cell) => Level): RecordType[] =>
  recordTypes.filter(
    (type) =>
      recordServices[type].includes(service) &&
      (use === "write" ? (["create", "update"] as const) : [use]).some((action) => {
        const cell = recordCell(type, action);
        return cell !== null && level(cell) !== "off";
      }),
  );

/** Actions that the interface of a service has not, on kinds that it has: nothing to switch. */
const lacking: Partial<Record<ServiceId, readonly Cell[]>> = {
  kimai: ["holiday.create", "holiday.update", "rate.update", "person.delete", "favourite.update", "tag.update"],
  // Deciding and cancelling are done in Calamari's own app (calamari-api.md §2.0).
  calamari: [
    "absence.decide",
    "absence.delete",
    "others_absence.delete",
    "project.update",
    "holiday.create",
    "holiday.update",
    "holiday.delete",
    "target_hours.create",
    "target_hours.update",
    "target_hours.delete",
    "leave_account.update",
    "leave_account.delete",
    "team.update",
  ],
  local: ["absence.decide", "absence.update"],
};
export const hasCell = (service: ServiceId, cell: string): cell is Cell =>
  isCell(cell) && !lacking[service]?.includes(cell);

/** Kinds that an account of this service can have at all. */
export const kindsOf = (service: ServiceId): Kind[] => {
  const ofRecords = new Set(
    recordTypes.filter((type) => recordServices[type].includes(service)).map((type) => kindOfRecord[type]),
  );
  const others = ["others_time", "others_absence", "person"];
  return kinds.filter(
    (kind) =>
      ["timer", "time", "absence"].includes(kind) ||
      ofRecords.has(kind) ||
      (service !== "local" && others.includes(kind)),
  );
};

export const profileNames = ["look", "track", "manage", "everything"] as const;
export type ProfileName = (typeof profileNames)[number];
/** What one client may have: the account's own permissions, a smaller profile, or nothing. */
export const clientLimits = ["same", "everything", "manage", "track", "look", "nothing"] as const;
export type ClientLimit = (typeof clientLimits)[number];

/** A program that does not say which client it is. */
export const unknownClient = "cli";
type ClientLimits = Readonly<Record<string, Partial<Record<string, ClientLimit>>>>;
/** What the settings let a client have; a program that nobody knows gets no more than its person's own time. */
export function limitOf(clients: ClientLimits, client: string, account: string): ClientLimit {
  const limit = Object.hasOwn(clients, client) ? clients[client]?.[account] : undefined;
  return limit ?? (client === unknownClient ? "track" : "same");
}

type Profile = Partial<Record<Cell, Level>>;

const look: Profile = {
  "timer.read": "allow",
  "time.read": "allow",
  "customer.read": "allow",
  "project.read": "allow",
  "activity.read": "allow",
  "tag.read": "allow",
  "favourite.read": "allow",
  "absence.read": "allow",
};
const track: Profile = {
  ...look,
  "timer.create": "allow",
  "timer.update": "allow",
  "time.create": "allow",
  "time.update": "allow",
  "time.delete": "ask",
  "tag.create": "allow",
  "absence.create": "allow",
  "absence.update": "allow",
  "absence.delete": "ask",
};
const manage: Profile = {
  ...track,
  "others_time.read": "allow",
  "others_time.create": "ask",
  "others_time.update": "ask",
  "others_time.delete": "ask",
  "customer.create": "allow",
  "project.create": "allow",
  "activity.create": "allow",
  "customer.update": "allow",
  "project.update": "allow",
  "activity.update": "allow",
  "tag.update": "allow",
  "tag.delete": "ask",
  "favourite.create": "allow",
  "favourite.delete": "allow",
  "comment.read": "allow",
  "comment.create": "allow",
  "comment.update": "allow",
  "comment.delete": "ask",
  "rate.read": "allow",
  "person.read": "allow",
  "preference.read": "allow",
  "team.read": "allow",
  "holiday.read": "allow",
  "invoice.read": "allow",
  "expense.read": "allow",
  "task.read": "allow",
  "others_absence.read": "allow",
  "others_absence.create": "ask",
  "others_absence.update": "ask",
  "others_absence.delete": "ask",
  "absence.decide": "ask",
};
const everything: Profile = Object.fromEntries(cells.map((cell) => [cell, "allow"]));

const profiles: Record<ProfileName, Profile> = { look, track, manage, everything };

export function profileLevel(profile: ProfileName, cell: Cell): Level {
  return profiles[profile][cell] ?? "off";
}

/** The part of an account's settings that says what an AI may do with it. */
export interface AccountPermissions {
  profile: ProfileName;
  /** Cells that differ from the profile. */
  cells: Partial<Record<Cell, Level>>;
  /** Tools with a switch of their own; `false` is off whatever the cells say. */
  tools: Record<string, boolean>;
  /** Where nobody can be asked a client may say itself that its person agreed (docs/decisions/ask.md). */
  confirmsItself?: boolean;
}

const rank = (level: Level) => levels.indexOf(level);
const least = (a: Level, b: Level): Level => (rank(a) <= rank(b) ? a : b);

/**
 * The level that holds for one client on one account: the account's cell, lowered by the client's limit, and off where
 * the service itself refuses.
 * @param refused `AccountFacts.refused`; unknown facts refuse nothing, the service then answers for itself.
 */
export function effectiveLevel(
  permissions: AccountPermissions,
  limit: ClientLimit,
  cell: Cell,
  refused: Record<string, string> = {},
): Level {
  if (limit === "nothing" || cell in refused) return "off";
  const own = permissions.cells[cell] ?? profileLevel(permissions.profile, cell);
  return limit === "same" ? own : least(own, profileLevel(limit, cell));
}

export interface ToolRule {
  /** Reads, writes and deletes never share a tool. */
  kind: "read" | "write" | "destructive";
  /** The tool is offered when at least one of these cells is not off. Single calls check the exact cell they need. */
  needs: readonly Cell[];
  /** Services on which the tool makes sense; absent: all. */
  services?: readonly ServiceId[];
  /** It tells what the service refuses and why, so a refusal does not close it. */
  tellsRefusals?: true;
}

/**
 * Cells of all records for one action, as far as they have no tool of their own that should be used first. Lump sums are
 * time, whose tools are there already.
 */
const recordCells = (...wanted: Action[]): Cell[] => [
  ...new Set(
    recordTypes
      .filter((type) => kindOfRecord[type] !== "time")
      .flatMap((type) => wanted.flatMap((action) => recordCell(type, action) ?? [])),
  ),
];
/** find_work reads these, log_time and clock_in make tags: for them alone no further tool is worth its place in a list. */
const found: readonly Cell[] = [
  "customer.read",
  "project.read",
  "activity.read",
  "tag.read",
  "person.read",
  "favourite.read",
];

export const toolRules = {
  get_status: { kind: "read", needs: ["timer.read"] },
  clock_in: { kind: "write", needs: ["timer.create"] },
  clock_out: { kind: "write", needs: ["timer.update"] },
  take_break: { kind: "write", needs: ["timer.update"] },
  list_time: { kind: "read", needs: ["time.read", "others_time.read"] },
  report_time: { kind: "read", needs: ["time.read", "others_time.read"] },
  log_time: { kind: "write", needs: ["time.create", "others_time.create"] },
  update_time: { kind: "write", needs: ["time.update", "others_time.update"] },
  delete_time: { kind: "destructive", needs: ["time.delete", "others_time.delete"] },
  find_work: { kind: "read", needs: ["customer.read", "project.read", "activity.read", "tag.read", "person.read"] },
  list_absences: { kind: "read", needs: ["absence.read", "others_absence.read"] },
  get_leave_balance: { kind: "read", needs: ["absence.read", "others_absence.read"] },
  request_absence: { kind: "write", needs: ["absence.create", "others_absence.create"] },
  update_absence: {
    kind: "destructive",
    needs: ["absence.decide", "absence.update", "absence.delete", "others_absence.update", "others_absence.delete"],
  },
  get_account: { kind: "read", needs: ["timer.read", "time.read", "absence.read"], tellsRefusals: true },
  list_records: { kind: "read", needs: recordCells("read").filter((cell) => !found.includes(cell)) },
  save_record: { kind: "write", needs: recordCells("create", "update").filter((cell) => cell !== "tag.create") },
  delete_record: { kind: "destructive", needs: recordCells("delete") },
} as const satisfies Record<string, ToolRule>;
export type ToolName = keyof typeof toolRules;
export const toolNames = Object.keys(toolRules) as ToolName[];

export type ToolState = "on" | "switched_off" | "no_cell" | "other_service";

/** Why a tool is offered or not, for one client on one account. */
export function toolState(
  tool: ToolName,
  service: ServiceId,
  permissions: AccountPermissions,
  limit: ClientLimit,
  refused: Record<string, string> = {},
): ToolState {
  const rule: ToolRule = toolRules[tool];
  if (rule.services && !rule.services.includes(service)) return "other_service";
  if (permissions.tools[tool] === false) return "switched_off";
  // A cell may be too coarse: who can clock out cannot take a break everywhere.
  if (tool in refused) return "no_cell";
  // A cell of things or actions that the service has not at all offers nothing.
  const had = kindsOf(service);
  const open = (cell: Cell) =>
    hasCell(service, cell) &&
    had.some((kind) => cell.startsWith(`${kind}.`)) &&
    effectiveLevel(permissions, limit, cell, rule.tellsRefusals ? {} : refused) !== "off";
  return rule.needs.some(open) ? "on" : "no_cell";
}
