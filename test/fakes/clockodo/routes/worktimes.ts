import { type Answered, type Asked, isStamp, ok, problem, stamp, wrong } from "../model";
import { daysFrom } from "./absence-rules";
import { day as isDay, may } from "./checks";
import { type FakeRow, rowsOf, wantedOf } from "./resource";

interface Interval {
  time_since: string;
  time_until: string | null;
}
interface Change extends Interval {
  type: 1 | 2;
}

/** Rows of a page of work times; how many is not a documented parameter (§1.6). */
const perPage = 31;
const right = "manage_work_time";

const dayRow = (asked: Asked, user: number, date: string) =>
  rowsOf(asked, "workTimes").find((row) => row.users_id === user && row.date === date);

/** Adds and takes away, as the days then are. */
function apply(asked: Asked, user: number, date: string, changes: Change[]): void {
  const before = (dayRow(asked, user, date)?.intervals as Interval[] | undefined) ?? [];
  let intervals = before;
  for (const { type, time_since: since, time_until: until } of changes)
    intervals =
      type === 1
        ? [...intervals, { time_since: since, time_until: until }]
        : intervals.flatMap((each) => {
            if (until === null || each.time_until === null || each.time_since >= until || each.time_until <= since)
              return [each];
            return [
              { time_since: each.time_since, time_until: since },
              { time_since: until, time_until: each.time_until },
            ].filter((one) => one.time_since < one.time_until);
          });
  const sorted = intervals.toSorted((a, b) => a.time_since.localeCompare(b.time_since));
  const row = dayRow(asked, user, date);
  if (row) row.intervals = sorted;
  else rowsOf(asked, "workTimes").push({ id: asked.state.nextId++, users_id: user, date, intervals: sorted });
}

function list(asked: Asked): Answered {
  const { query, user } = asked;
  asked.known("date_since", "date_until", "users_id");
  const [since, until] = [query.get("date_since"), query.get("date_until")];
  const owner = Number(query.get("users_id"));
  if (!isDay(since)) return wrong("Wrong format", "date_since");
  if (!isDay(until)) return wrong("Wrong format", "date_until");
  if (!owner) return wrong("Missing data: users_id", "users_id");
  if (owner !== user.id && !may(user, right)) return problem(asked.state, 403, "Forbidden", "Not yours to see.");
  const rows = [...daysFrom(since ?? "", until ?? "")].map((date) => ({
    date,
    users_id: owner,
    offset: dayRow(asked, owner, date)?.offset ?? 0,
    intervals: dayRow(asked, owner, date)?.intervals ?? [],
  }));
  const paging = {
    items_per_page: perPage,
    current_page: 1,
    count_pages: Math.ceil(rows.length / perPage),
    count_items: rows.length,
  };
  return ok({ paging, work_time_days: rows.slice(0, perPage) });
}

/** `/v2/workTimes` and its change requests (§2.14); how these answer can be switched. */
export function workTimes(asked: Asked, [part, id, action]: string[]): Answered {
  const { state, method, user, body, query } = asked;
  const { wrappedRequests } = state.settings;
  if (part === undefined) return method === "GET" ? list(asked) : problem(state, 405, "General", "Method not allowed");
  if (part !== "changeRequests") return problem(state, 404, "RouteNotFound", "Route not found");
  // Only approving has a third version.
  if ((asked.version === "v3") !== (action === "approve"))
    return asked.version === "v3"
      ? problem(state, 404, "RouteNotFound", "Route not found")
      : problem(state, 410, "deprecated", "This endpoint is no longer available.");
  const rows = rowsOf(asked, "changeRequests");
  const manager = may(user, right);
  const seen = (row: FakeRow) => manager || row.users_id === user.id;
  if (id === undefined && method === "GET") {
    asked.known("date_since", "date_until", "scope", "sort[]", "page", "items_per_page");
    const [since, until] = [query.get("date_since"), query.get("date_until")];
    const [users, statuses, teams] = [
      wantedOf(asked, "users_id"),
      wantedOf(asked, "status"),
      wantedOf(asked, "teams_id"),
    ];
    const found = rows.filter(
      (row) =>
        seen(row) &&
        (since === null || String(row.date) >= since) &&
        (until === null || String(row.date) <= until) &&
        (users === null || users.includes(String(row.users_id))) &&
        (teams === null || teams.includes(String(state.users.find((each) => each.id === row.users_id)?.teams_id))) &&
        (statuses === null || statuses.includes(String(row.status))),
    );
    const paging = { items_per_page: 1000, current_page: 1, count_pages: 1, count_items: found.length };
    return ok({ paging, [wrappedRequests ? "data" : "change_requests"]: found });
  }
  if (id === undefined && method === "POST") {
    const changes = body.changes as Change[] | undefined;
    const owner = Number(body.users_id);
    if (!isDay(body.date)) return wrong("Wrong format", "date");
    if (!owner) return wrong("Missing data: users_id", "users_id");
    if (owner !== user.id && !manager) return problem(state, 403, "Forbidden", "Not yours to change.");
    if (!Array.isArray(changes) || changes.length === 0) return wrong("Missing data: changes", "changes");
    for (const each of changes)
      if (![1, 2].includes(each.type) || !isStamp(each.time_since) || !isStamp(each.time_until))
        return wrong("Wrong format", "changes");
    const old = rows.find((row) => row.users_id === owner && row.date === body.date && row.status === 1);
    if (old) rows.splice(rows.indexOf(old), 1);
    const made: FakeRow = {
      id: state.nextId++,
      date: body.date,
      users_id: owner,
      status: 1,
      created_at: stamp(asked.now),
      declined_at: null,
      declined_by: null,
      changes,
    };
    if (manager) apply(asked, owner, String(body.date), changes);
    else rows.push(made);
    const answer = {
      change_request: manager ? null : made,
      replaced_change_request: old ?? null,
      approved_immediately: manager,
    };
    return ok(wrappedRequests ? { data: answer } : answer);
  }
  const row = rows.find((each) => each.id === Number(id) && seen(each));
  if (!row) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "DELETE" && action === undefined) {
    if (row.status === 2) return wrong("Declined change requests cannot be deleted.");
    rows.splice(rows.indexOf(row), 1);
    return ok({ change_request: null });
  }
  if (method !== "POST") return problem(state, 405, "General", "Method not allowed");
  if (!manager) return problem(state, 403, "Forbidden", "Not yours to decide.");
  if (row.status === 2) return wrong("It is declined already.");
  if (action === "decline") {
    Object.assign(row, { status: 2, declined_at: stamp(asked.now), declined_by: user.id });
    return ok(wrappedRequests ? { success: true } : row);
  }
  const changes = row.changes as Change[];
  // Ten hours a day are the most that the rules allow; more has to be approved on purpose.
  const added = changes
    .filter((each) => each.type === 1)
    .reduce((all, each) => all + Date.parse(each.time_until ?? each.time_since) - Date.parse(each.time_since), 0);
  if (added > 10 * 3_600_000 && body.approve_violations !== true)
    return wrong("The change violates the work time regulation.", "approve_violations");
  apply(asked, Number(row.users_id), String(row.date), changes);
  rows.splice(rows.indexOf(row), 1);
  return ok({ success: true });
}
