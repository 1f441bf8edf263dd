import { type Answered, type Asked, type FakeUser, filterOf, ok, paged, problem } from "../model";

/** What one sees of another: personnel fields only with rights (§2.8). */
export function userRow(asked: Asked, user: FakeUser) {
  const full = asked.user.role === "owner" || asked.user.id === user.id;
  const { id, name, active, language, timezone, weekstart_monday, teams_id, number, email, role } = user;
  const { default_target_hours, default_holidays_count, start_date, edit_lock_dyn } = user;
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
      number,
      email,
      role,
      support_pin: "1234",
      default_target_hours,
      default_holidays_count,
      start_date,
      edit_lock: user.edit_lock ?? null,
      edit_lock_dyn,
      work_time_edit_lock_days: null,
      access_groups_ids: [3],
    }),
  };
}

/** `/v3/users`, `/v4/users/me`, and the deprecated aggregate, the only place that tells the company's settings. */
export function users(asked: Asked, [id, part]: string[]): Answered {
  const { state, user, method, version, path } = asked;
  if (path[0] === "aggregates") {
    if (!state.settings.aggregates) return problem(state, 410, "deprecated", "This endpoint is no longer available.");
    const { target_hours_default, ...company } = state.company;
    const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const hours = Object.fromEntries(days.map((day, index) => [day, target_hours_default[index]]));
    return ok({
      user: userRow(asked, user),
      company: { ...company, target_hours_default: hours },
      worktime_regulation: null,
    });
  }
  if (version === "v4") {
    if (id !== "me" || method !== "GET") return problem(state, 404, "RouteNotFound");
    return ok({ data: userRow(asked, user) });
  }
  if (method !== "GET" || part !== undefined) return problem(state, 405, "General", "Method not allowed");
  if (id !== undefined) {
    const found = state.users.find((each) => each.id === Number(id));
    return found ? ok({ data: userRow(asked, found) }) : problem(state, 404, "ResourceNotFound");
  }
  const active = filterOf(asked, "active");
  const text = filterOf(asked, "fulltext")?.[0]?.toLowerCase();
  const team = filterOf(asked, "teams_id");
  asked.known("scope", "sort[]");
  // Workers see the people of their own team.
  const seen = state.users.filter(
    (each) =>
      (user.role === "owner" || each.teams_id === user.teams_id) &&
      (active === null || each.active === ["true", "1"].includes(active[0] ?? "")) &&
      (!text || each.name.toLowerCase().includes(text)) &&
      (team === null || team.includes(String(each.teams_id))),
  );
  return paged(
    asked,
    "data",
    seen.map((each) => userRow(asked, each)),
    1000,
  );
}
