import {
  type Answered,
  type Asked,
  type FakeActivity,
  type FakeCustomer,
  type FakeProject,
  type FakeState,
  type FakeUser,
  fail,
  ok,
} from "../model";
import { may, seesProject } from "../rights";
import { activityRow, byId, customerRow, projectRow } from "../shapes";
import { civilDay } from "../zones";

/** Lists of customers, projects and activities (kimai-api.md §3.10): open to all, narrowed by teams, never in pages. */

/** visible: 1 visible (default), 2 hidden, 3 both; null for a value that Kimai refuses. */
function visibility(query: URLSearchParams): ((visible: boolean) => boolean) | null {
  const value = query.get("visible") ?? "1";
  if (value === "3") return () => true;
  if (value === "2") return (visible) => !visible;
  return value === "1" ? (visible) => visible : null;
}

const matches = (query: URLSearchParams, name: string) =>
  name.toLowerCase().includes((query.get("term") ?? "").toLowerCase());

type Keys<T> = Record<string, (item: T) => string | number>;
/** By name unless told otherwise; null for a value that Kimai refuses. */
function sorted<T extends { id: number; name: string }>(list: T[], query: URLSearchParams, keys: Keys<T>): T[] | null {
  const all: Keys<T> = { id: ({ id }) => id, name: ({ name }) => name, ...keys };
  const key = all[query.get("orderBy") ?? "name"];
  const order = query.get("order") ?? "ASC";
  if (!key || !["ASC", "DESC"].includes(order)) return null;
  const sign = order === "ASC" ? 1 : -1;
  const compare = (a: string | number, b: string | number) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return [...list].sort((a, b) => sign * compare(key(a), key(b)));
}

const wantedIds = (query: URLSearchParams, one: string, many: string): number[] | null => {
  const texts = [...query.getAll(one), ...query.getAll(many)];
  return texts.every((text) => /^\d+$/.test(text)) ? texts.map(Number) : null;
};

export const seesCustomer = (state: FakeState, who: FakeUser, customer: FakeCustomer | undefined): boolean =>
  customer !== undefined && seesProject(state, who, customer.teams ?? []);
export const seesWholeProject = (state: FakeState, who: FakeUser, project: FakeProject | undefined): boolean =>
  project !== undefined &&
  seesProject(state, who, project.teams) &&
  seesCustomer(state, who, byId(state.customers, project.customer));
export const seesActivity = (state: FakeState, who: FakeUser, activity: FakeActivity): boolean =>
  seesProject(state, who, activity.teams ?? []) &&
  (activity.project === null || seesWholeProject(state, who, byId(state.projects, activity.project)));

export function listCustomers({ state, user, query }: Asked): Answered {
  const shown = visibility(query);
  const full = query.get("full");
  const found = sorted(state.customers, query, {});
  if (!shown || !found || (full !== null && !["0", "1"].includes(full))) return fail(400);
  // Without the right the answer is short without a word (§1.1).
  const details = full === "1" && may(state, user, "details_customer");
  return ok(
    found
      .filter((each) => shown(each.visible) && matches(query, each.name) && seesCustomer(state, user, each))
      .map((each) => customerRow(state, user, each, details)),
  );
}

const dayOf = (text: string | null) =>
  text !== null && /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/.test(text) ? text.slice(0, 10) : null;

export function listProjects({ state, user, query, now }: Asked): Answered {
  const shown = visibility(query);
  const customers = wantedIds(query, "customer", "customers[]");
  const ignore = query.get("ignoreDates");
  const globals = query.get("globalActivities");
  const days = ["start", "end"].map((side) => [query.has(side), dayOf(query.get(side))] as const);
  const found = sorted(state.projects, query, { customer: (each) => byId(state.customers, each.customer)?.name ?? "" });
  const bad =
    (ignore !== null && ignore !== "1") ||
    (globals !== null && !["0", "1"].includes(globals)) ||
    days.some(([given, day]) => given && day === null);
  if (!shown || !found || customers === null || bad) return fail(400);
  const today = civilDay(now, user.zone);
  const given = days.some(([asked]) => asked);
  const [from, to] = given ? [days[0]?.[1] ?? null, days[1]?.[1] ?? null] : [today, today];
  const inDates = ({ start, end }: FakeProject) =>
    (to === null || start === null || start <= to) && (from === null || end === null || end >= from);
  return ok(
    found
      .filter(
        (each) =>
          // A hidden customer hides its projects with it.
          shown(each.visible && (byId(state.customers, each.customer)?.visible ?? false)) &&
          seesWholeProject(state, user, each) &&
          (ignore === "1" || inDates(each)) &&
          (globals === null || each.globalActivities === (globals === "1")) &&
          (customers.length === 0 || customers.includes(each.customer)) &&
          matches(query, each.name),
      )
      .map((each) => projectRow(state, user, each, true)),
  );
}

export function listActivities({ state, user, query }: Asked): Answered {
  const shown = visibility(query);
  const projects = wantedIds(query, "project", "projects[]");
  const globals = query.get("globals");
  const found = sorted(state.activities, query, {
    project: (each) => (each.project === null ? "" : (byId(state.projects, each.project)?.name ?? "")),
  });
  if (!shown || !found || projects === null) return fail(400);
  if (globals !== null && !["0", "1", "true", "false"].includes(globals)) return fail(400);
  const onlyGlobal = globals === "1" || globals === "true";
  const rows = found.filter((each) => {
    if (!seesActivity(state, user, each)) return false;
    if (onlyGlobal && each.project !== null) return false;
    if (globals !== null && !onlyGlobal && each.project === null) return false;
    if (projects.length > 0 && each.project !== null && !projects.includes(each.project)) return false;
    return shown(each.visible) && matches(query, each.name);
  });
  return ok(rows.map((each) => activityRow(state, user, each, true)));
}
