import type { ServiceId } from "./domain/entities";

/**
 * What an AI may do. The person sets it per account (and less per client), the server checks it before any handler
 * runs. This file is the one table behind the server, the settings window and `doctor`.
 */

export const levels = ["off", "ask", "allow"] as const;
export type Level = (typeof levels)[number];

export const actions = ["read", "create", "update", "delete"] as const;
type Action = (typeof actions)[number];

/** Kinds of thing, in the order in which the window shows them. */
export const kinds = ["timer", "time", "others_time", "customer", "project", "activity", "tag", "person"] as const;
type Kind = (typeof kinds)[number];

export type Cell = `${Kind}.${Action}`;
export const cells = kinds.flatMap((kind) => actions.map((action): Cell => `${kind}.${action}`));

/** Cells that no tool of this version uses; the window leaves them out and nothing grants them. */
const unusedCells: ReadonlySet<string> = new Set<Cell>([
  "timer.delete",
  "customer.update",
  "customer.delete",
  "project.update",
  "project.delete",
  "activity.update",
  "activity.delete",
  "tag.update",
  "tag.delete",
  "person.create",
  "person.update",
  "person.delete",
]);
export const isUsedCell = (cell: Cell) => !unusedCells.has(cell);

export const profileNames = ["look", "track", "manage", "everything"] as const;
export type ProfileName = (typeof profileNames)[number];
/** What one client may have: the account's own permissions, a smaller profile, or nothing. */
export const clientLimits = ["same", "everything", "manage", "track", "look", "nothing"] as const;
export type ClientLimit = (typeof clientLimits)[number];

type Profile = Partial<Record<Cell, Level>>;

const look: Profile = {
  "timer.read": "allow",
  "time.read": "allow",
  "customer.read": "allow",
  "project.read": "allow",
  "activity.read": "allow",
  "tag.read": "allow",
};
const track: Profile = {
  ...look,
  "timer.create": "allow",
  "timer.update": "allow",
  "time.create": "allow",
  "time.update": "allow",
  "time.delete": "ask",
  "tag.create": "allow",
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
  "person.read": "allow",
};
const everything: Profile = Object.fromEntries(cells.filter(isUsedCell).map((cell) => [cell, "allow"]));

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
  if (limit === "nothing" || cell in refused || !isUsedCell(cell)) return "off";
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
}

export const toolRules = {
  get_status: { kind: "read", needs: ["timer.read"] },
  clock_in: { kind: "write", needs: ["timer.create"] },
  clock_out: { kind: "write", needs: ["timer.update"] },
  take_break: { kind: "write", needs: ["timer.update"] },
  list_time: { kind: "read", needs: ["time.read", "others_time.read"] },
  log_time: { kind: "write", needs: ["time.create", "others_time.create"] },
  update_time: { kind: "write", needs: ["time.update", "others_time.update"] },
  delete_time: { kind: "destructive", needs: ["time.delete", "others_time.delete"] },
  find_work: { kind: "read", needs: ["customer.read", "project.read", "activity.read", "tag.read", "person.read"] },
  get_account: { kind: "read", needs: ["timer.read", "time.read"] },
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
  return rule.needs.some((cell) => effectiveLevel(permissions, limit, cell, refused) !== "off") ? "on" : "no_cell";
}
