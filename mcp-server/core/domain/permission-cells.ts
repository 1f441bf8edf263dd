import type { RecordType } from "./records";

export const levels = ["off", "ask", "allow"] as const;

export type Level = (typeof levels)[number];

export const actions = ["read", "create", "update", "delete", "decide"] as const;

export type Action = (typeof actions)[number];

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

export type Kind = keyof typeof usedActions;

export const kinds = Object.keys(usedActions) as Kind[];

export type Cell = { [K in Kind]: `${K}.${(typeof usedActions)[K][number]}` }[Kind];

export const cells = kinds.flatMap((kind) => usedActions[kind].map((action) => `${kind}.${action}` as Cell));

const known: ReadonlySet<string> = new Set(cells);

export const isCell = (cell: string): cell is Cell => known.has(cell);

/** Which permission a type of record falls under. */
export const kindOfRecord: Record<RecordType, Kind> = {
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
