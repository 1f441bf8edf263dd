import { type Answered, type Asked, type FakeState, type FakeUser, problem } from "../model";
import { day, flag, forbidden, ids, id as isId, may, oneOf, orNull, text, within } from "./checks";
import { groupsOf } from "./groups";
import { type Resource, resourceRoute } from "./resource";
import { userRow } from "./users";

export const manageUsers = "manage_users_and_teams";
const lockDays = [1, 2, 3, 5, 8, 15, 31, 46, 91];
const fewIds = (most: number) => (value: unknown) => ids(value) && (value as unknown[]).length <= most;

const resource: Resource<FakeUser> = {
  rows: (state) => state.users,
  fields: {
    email: text(90),
    name: text(100),
    role: oneOf("worker", "owner"),
    active: flag,
    boss: orNull(isId),
    number: orNull(text(50)),
    language: oneOf("en", "de", "fr"),
    teams_id: orNull(isId),
    timeformat_12h: flag,
    timezone: text(60),
    wage_type: oneOf(1, 2),
    weekstart_monday: flag,
    show_favorites: flag,
    mail_to_user: flag,
    start_date: day,
    budget_notifications: flag,
    edit_lock: orNull(day),
    edit_lock_dyn: orNull(oneOf(...lockDays)),
    edit_lock_sync: flag,
    work_time_edit_lock_days: orNull(oneOf(0, ...lockDays)),
    default_holidays_count: flag,
    default_target_hours: flag,
    work_time_regulations_id: orNull(within(0, 1_000_000)),
    default_work_time_regulation: flag,
    exempt_from_flextime: flag,
    absence_managers_id: fewIds(500),
    access_groups_ids: fewIds(30),
    bill_service_id: orNull(text(50)),
  },
  needed: ["email", "name", "role"],
  fresh: ({ state }) => ({
    name: "",
    email: "",
    key: `clockodo_key_${state.nextId}`,
    role: "worker",
    active: true,
    timezone: "Europe/Berlin",
    language: "de",
    weekstart_monday: true,
    teams_id: null,
    number: null,
    default_target_hours: true,
    default_holidays_count: true,
    start_date: null,
    edit_lock_dyn: null,
    elevated: [],
  }),
  show: userRow,
  right: manageUsers,
  wrong(asked, after, _others, before) {
    const { state, user, body } = asked;
    const { email, active, role, teams_id: team } = after;
    if (state.users.some((each) => each.id !== after.id && each.email === email))
      return problem(state, 422, "EmailNotAvailable", "The e-mail address is taken.", "email", {
        resources: ["users"],
      });
    if (before?.active && !active && state.entries.some((each) => each.users_id === after.id && each.until === null))
      return problem(state, 422, "RunningEntriesPreventArchiving", "A clock runs.", "active");
    const led = state.users.some((each) => (each as { boss?: number }).boss === after.id);
    if (before?.active && !active && led)
      return problem(state, 422, "BossCannotBeArchived", "Others report to this person.", "active");
    if (before?.role !== "owner" && role === "owner" && user.role !== "owner")
      return problem(state, 403, "ForbiddenValue", "Only administrators make administrators.", "role");
    if (team !== null && !state.teams.some((each) => each.id === team))
      return problem(state, 422, "ResourcesNotFound", "There is no such team.", "teams_id", { not_found_ids: [team] });
    const missing = ((body.access_groups_ids ?? []) as number[]).filter(
      (group) => !groupsOf(state).some((each) => each.id === group),
    );
    if (missing.length > 0)
      return problem(state, 422, "ResourcesNotFound", "There is no such access group.", "access_groups_ids", {
        not_found_ids: missing,
      });
    const seats = (state.rows.licences?.[0]?.count ?? 100) as number;
    const taken = state.users.filter((each) => each.active && each.id !== after.id).length;
    if (active && !before?.active && taken >= seats)
      return problem(state, 422, "MaxUsersReached", "All licences of the plan are used.");
    return null;
  },
  relations: (state, { id }) => ({
    entries: state.entries.filter((each) => each.users_id === id).length,
    absences: state.absences.filter((each) => each.users_id === id).length,
  }),
  stays,
  written: ({ state, body }, user) => follow(state, user, body),
};

/** A person is in the team and in the access groups that were written, and the other way round. */
function follow(state: FakeState, user: FakeUser, body: Record<string, unknown>): void {
  for (const team of state.teams) {
    team.user_ids = team.user_ids.filter((id) => id !== user.id || team.id === user.teams_id);
    if (team.id === user.teams_id && !team.user_ids.includes(user.id)) team.user_ids.push(user.id);
  }
  if (!Array.isArray(body.access_groups_ids)) return;
  for (const group of groupsOf(state)) {
    group.users_ids = group.users_ids.filter((id) => id !== user.id);
    if (body.access_groups_ids.includes(group.id)) group.users_ids.push(user.id);
  }
}

function stays(asked: Asked, user: FakeUser): Answered | null {
  const { state } = asked;
  if (user.id === asked.user.id)
    return problem(state, 422, "UserCannotDeleteThemselves", "You cannot delete yourself.");
  if (user.role === "owner" && asked.user.role !== "owner") return problem(state, 403, "OnlyOwnerCanDeleteOwner", "");
  if (state.entries.some((each) => each.users_id === user.id && each.until === null))
    return problem(state, 422, "RunningEntriesPreventDeletion", "A clock runs.");
  return null;
}

/** Creating, changing and deleting people (§2.8). */
export const writePeople = (asked: Asked, id: string | undefined): Answered =>
  may(asked.user, manageUsers) ? resourceRoute(asked, id, resource) : forbidden(asked);
