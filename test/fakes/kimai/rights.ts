import type { FakeState, FakeTimesheet, FakeUser, Role } from "./model";

/** Kimai's default rights (kimai-api.md §3.9), as far as the routes of the fake ask for them. */
const user = [
  "view_own_timesheet",
  "create_own_timesheet",
  "edit_own_timesheet",
  "delete_own_timesheet",
  "create_tag",
  "edit_own_profile",
  "api-token_own_profile",
];
const teamlead = [
  ...user,
  "view_other_timesheet",
  "create_other_timesheet",
  "edit_other_timesheet",
  "delete_other_timesheet",
  "edit_billable",
  "edit_export",
  "view_rate",
  "view_work",
  "comments_work",
  "manage_tag",
  "delete_tag",
  "view_invoice",
];
const admin = [
  ...teamlead,
  "all_data",
  "edit_rate",
  "edit_exported_timesheet",
  "lockdown_override",
  "view_team",
  "create_team",
  "edit_team",
  "delete_team",
  "edit_invoice",
  "create_customer",
  "create_project",
  "create_activity",
  "edit_work",
  "delete_work",
  "details_customer",
  "budget_work",
];
const defaults: Record<Role, readonly string[]> = {
  USER: user,
  TEAMLEAD: teamlead,
  ADMIN: admin,
  SUPER_ADMIN: [
    ...admin,
    "view_user",
    "create_user",
    "view_other_profile",
    "edit_other_profile",
    "roles_other_profile",
    "supervisor_other_profile",
    "api-token_other_profile",
  ],
};

export function may(state: FakeState, who: FakeUser, right: string): boolean {
  if (state.revoked[who.role]?.includes(right)) return false;
  return defaults[who.role].includes(right) || (state.granted[who.role]?.includes(right) ?? false);
}

/** Whose records a caller may see: everybody for administrators, the teams that a lead leads, else only their own. */
export function visiblePeople(state: FakeState, who: FakeUser): Set<number> {
  if (!may(state, who, "view_other_timesheet")) return new Set([who.id]);
  if (may(state, who, "all_data")) return new Set(state.users.map((each) => each.id));
  const led = new Set(who.teams.filter((team) => team.lead).map((team) => team.id));
  const members = state.users.filter((each) => each.teams.some((team) => led.has(team.id)));
  return new Set([who.id, ...members.map((each) => each.id)]);
}

type Verb = "view" | "edit" | "delete";

export function mayTouch(state: FakeState, who: FakeUser, sheet: FakeTimesheet, verb: Verb): boolean {
  const own = sheet.user === who.id;
  if (!own && !visiblePeople(state, who).has(sheet.user)) return false;
  if (!may(state, who, `${verb}_${own ? "own" : "other"}_timesheet`)) return false;
  if (verb === "view") return true;
  if (sheet.exported && !may(state, who, "edit_exported_timesheet")) return false;
  return !isLocked(state, who, sheet.begin);
}

export function isLocked(state: FakeState, who: FakeUser, begin: number): boolean {
  const { lockedBefore } = state.settings;
  return lockedBefore !== null && begin < lockedBefore && !may(state, who, "lockdown_override");
}

/** Projects of teams are seen by their members only; what belongs to them follows. */
export function seesProject(state: FakeState, who: FakeUser, teams: number[]): boolean {
  return teams.length === 0 || may(state, who, "all_data") || who.teams.some((team) => teams.includes(team.id));
}

/** The fields of the time form for this caller (§3.6, §3.7), in Kimai's order. */
export function formFields(state: FakeState, who: FakeUser, method: "POST" | "PATCH"): string[] {
  const { trackingMode, breakTime } = state.settings;
  const free = trackingMode === "default" || may(state, who, "view_other_timesheet");
  return [
    ...(free ? ["begin", "end"] : []),
    ...(breakTime && free ? ["break"] : []),
    "project",
    "activity",
    "description",
    ...(may(state, who, "edit_rate") ? ["fixedRate", "hourlyRate"] : []),
    ...(method === "PATCH" || may(state, who, "create_other_timesheet") ? ["user"] : []),
    "tags",
    ...(may(state, who, "edit_export") ? ["exported"] : []),
    ...(may(state, who, "edit_billable") ? ["billable"] : []),
  ];
}
