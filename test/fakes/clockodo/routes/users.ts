import { type Answered, type Asked, type FakeUser, ok, paged, problem } from "../model";
import { managesAbsences, viewsAbsences } from "./absence-rules";
import { effectiveAccess } from "./access";
import { may } from "./checks";
import { groupsOf } from "./groups";
import { manageUsers, writePeople } from "./people";

/** What one sees of another: personnel fields only with rights (§2.8). */
export function userRow(asked: Asked, user: FakeUser) {
  const full = may(asked.user, manageUsers) || asked.user.id === user.id;
  const { key: _, elevated, ...all } = user;
  const { id, name, active, language, timezone, weekstart_monday, teams_id } = user;
  const groups = groupsOf(asked.state).filter((each) => each.users_ids.includes(id));
  return {
    id,
    name,
    active,
    initials: name
      .split(" ")
      .map((part) => part[0])
      .join(""),
    language,
    timezone,
    timeformat_12h: false,
    weekstart_monday,
    weekend_friday: false,
    teams_id,
    nonbusiness_groups_id: null,
    ...(full && {
      boss: null,
      absence_managers_id: [],
      wage_type: 1,
      creator: 40,
      bill_service_id: null,
      edit_lock: null,
      work_time_edit_lock_days: null,
      can_generally_see_absences: may(user, "see_absences"),
      can_generally_manage_absences: user.role === "owner",
      can_add_customers: may(user, "manage_customers_and_projects"),
      ...all,
      support_pin: "1234",
      access_groups_ids: groups.map((each) => each.id),
    }),
  };
}

/** Settings of a company that nothing here depends on. */
const unused = {
  allow_entries_text_multiline: true,
  force_linked_entry_times: true,
  module_work_time: true,
  module_project_times: true,
  module_entries_texts: true,
  nonbusiness_group_default: 2,
  onboarding_complete: true,
  worktime_regulation_default: null,
  worktime_evaluate_regulations_since: null,
  worktime_force_breaks: 0,
  absence_reduces_target_hours: true,
  compensate_day_default: 0,
  compensate_month_default: 0,
};

/** Which people a scope has (§4). */
const scopes: Record<string, (asked: Asked, id: number) => boolean> = {
  viewAbsences: viewsAbsences,
  manageAbsences: managesAbsences,
  viewUserReports: ({ user }, id) => user.role === "owner" || user.id === id,
  viewUserReportsDetailed: ({ user }, id) => user.role === "owner" || user.id === id,
  viewPresences: () => true,
};

/** `/v3/users`, `/v4/users/me`, and the deprecated aggregate, the only place that tells the company's settings. */
export function users(asked: Asked, [id, part]: string[]): Answered {
  const { state, user, method, version, path } = asked;
  if (path[0] === "aggregates") {
    if (!state.settings.aggregates) return problem(state, 410, "deprecated", "This endpoint is no longer available.");
    const { target_hours_default, ...company } = state.company;
    const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const hours = Object.fromEntries(days.map((day, index) => [day, target_hours_default[index]]));
    const { module_user_reports, module_target_hours } = company;
    return ok({
      user: { ...userRow(asked, user), nonbusinessgroups_id: null },
      company: {
        ...unused,
        module_targethours: module_target_hours,
        module_userreports: module_user_reports,
        ...company,
        target_hours_default: hours,
      },
      worktime_regulation: null,
    });
  }
  if (version === "v4") {
    if (id !== "me" || method !== "GET") return problem(state, 404, "RouteNotFound");
    return ok({ data: userRow(asked, user) });
  }
  // Of version 2 only the rights of a person are alive.
  if (version === "v2")
    return part === "access"
      ? effectiveAccess(asked, Number(id), path[3])
      : problem(state, 410, "deprecated", "This endpoint is no longer available.");
  if (part !== undefined) return problem(state, 404, "RouteNotFound", "Route not found");
  if (method !== "GET") return writePeople(asked, id);
  if (id !== undefined) {
    asked.known("scope");
    const found = state.users.find((each) => each.id === Number(id));
    return found ? ok({ data: userRow(asked, found) }) : problem(state, 404, "ResourceNotFound");
  }
  asked.known("scope", "sort[]");
  const scope = scopes[asked.query.get("scope") ?? ""];
  // Workers see the people of their own team.
  const seen = state.users.filter(
    (each) =>
      (may(user, manageUsers) || each.teams_id === user.teams_id) && (scope === undefined || scope(asked, each.id)),
  );
  return paged(
    asked,
    "data",
    seen.map((each) => userRow(asked, each)),
    1000,
  );
}
