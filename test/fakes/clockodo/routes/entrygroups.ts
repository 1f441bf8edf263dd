import { bodyProblem, bookingProblem, checks, lockedDay, mayOthers, overlapping, revenueOf, secondsOf } from "../entry";
import { type Answered, type Asked, type FakeEntry, ok, problem, wrong } from "../model";
import { may } from "./checks";
import { asked } from "./entries";

const twoDigits = (value: number) => String(value).padStart(2, "0");
/** Days of the person, by the zone's offset now: enough for a fake. */
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

function weekOf(at: number): string {
  const day = new Date(at);
  const thursday = new Date(at + (4 - (day.getUTCDay() || 7)) * 86_400_000);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}${twoDigits(Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7))}`;
}

/** What a group is one of: ids come as text, years as numbers, months as YYYYMM (§2.3). */
const groupings: Record<string, (entry: FakeEntry) => string | number> = {
  customers_id: (entry) => String(entry.customers_id),
  projects_id: (entry) => (entry.projects_id === null ? 0 : String(entry.projects_id)),
  subprojects_id: (entry) => (entry.subprojects_id === null ? 0 : String(entry.subprojects_id)),
  services_id: (entry) => (entry.services_id === null ? 0 : String(entry.services_id)),
  lumpsum_services_id: (entry) => (entry.lumpsum_services_id === null ? 0 : String(entry.lumpsum_services_id)),
  users_id: (entry) => String(entry.users_id),
  texts_id: (entry) => (entry.text ? String(88_000 + entry.id) : 0),
  billable: (entry) => String(entry.billable),
  is_lumpsum: (entry) => (entry.type === 1 ? "0" : "1"),
  year: (entry) => new Date(entry.since).getUTCFullYear(),
  month: (entry) => dayOf(entry.since).slice(0, 7).replace("-", ""),
  week: (entry) => weekOf(entry.since),
  day: (entry) => dayOf(entry.since),
};

function nameOf({ state }: Asked, by: string, group: string | number): string {
  const lists: Record<string, { id: number; name: string }[]> = {
    customers_id: state.customers,
    projects_id: state.projects,
    subprojects_id: state.subprojects,
    services_id: state.services,
    lumpsum_services_id: state.lumpSumServices,
    users_id: state.users,
  };
  return lists[by]?.find(({ id }) => String(id) === String(group))?.name ?? (group === 0 ? "" : String(group));
}

const noneOfBudgets = {
  hourly_rate_is_equal_and_has_no_lumpsums: false,
  has_budget_revenues_billed: false,
  has_budget_revenues_not_billed: false,
  has_non_budget_revenues_billed: false,
  has_non_budget_revenues_not_billed: true,
};

function grouped(of: Asked, rows: FakeEntry[], [by = "", ...deeper]: string[]): unknown[] {
  const keyOf = groupings[by] ?? (() => 0);
  // Without a project there is one group for each customer, so `0` comes several times.
  const split = (entry: FakeEntry) => `${keyOf(entry)}|${keyOf(entry) === 0 ? entry.customers_id : ""}`;
  const groups = new Map<string, FakeEntry[]>();
  for (const row of rows) groups.set(split(row), [...(groups.get(split(row)) ?? []), row]);
  const secondsIn = (entries: FakeEntry[]) => entries.reduce((sum, entry) => sum + secondsOf(entry), 0);
  return [...groups.values()]
    .sort((a, b) => secondsIn(b) - secondsIn(a))
    .map((entries) => {
      const group = keyOf(entries[0] as FakeEntry);
      const revenue = entries.reduce((sum, entry) => sum + revenueOf(of, entry), 0);
      return {
        grouped_by: by,
        group,
        name: nameOf(of, by, group),
        duration: secondsIn(entries),
        ...(may(of.user, "see_revenues") && { revenue, hourly_rate: null, budget_used: false, ...noneOfBudgets }),
        restrictions: [],
        ...(deeper.length > 0 ? { sub_groups: grouped(of, entries, deeper) } : { sub_groups: null }),
      };
    });
}

/** Why not all of these may be changed; one that may not stops them all. */
const closed = (of: Asked, found: FakeEntry[]): Answered | null =>
  found.map((each) => lockedDay(of, each.since)).find(Boolean) ??
  (of.user.role !== "owner" && found.some(({ billable }) => billable === 2)
    ? problem(of.state, 403, "General", "Billed entries cannot be changed.")
    : null);

/** A key belongs to exactly one request; a later one with it acts. */
function confirmed(of: Asked, found: FakeEntry[], span: unknown[], given: unknown, act: () => void): Answered {
  const { state } = of;
  const refused = closed(of, found);
  if (refused) return refused;
  state.rows.confirmKeys ??= [];
  const keys = state.rows.confirmKeys;
  const affected = state.settings.keyOfEntries ? found.map(({ id }) => id).join() : JSON.stringify(span);
  if (given === undefined || given === null) {
    const key = `key${state.nextId++}`;
    keys.push({ key, affected, method: of.method });
    return ok({ confirm_key: key, affected_entries: found.length });
  }
  const held = keys.find((each) => each.key === given && each.affected === affected && each.method === of.method);
  if (!held) return wrong("The confirm key is wrong", "confirm_key");
  keys.splice(keys.indexOf(held), 1);
  act();
  const name = of.method === "DELETE" && state.settings.deletedEntries ? "deleted_entries" : "edited_entries";
  return ok({ success: true, [name]: found.length });
}

const filters = [
  "users_id",
  "customers_id",
  "projects_id",
  "subprojects_id",
  "services_id",
  "lumpsum_services_id",
  "billable",
  "text",
  "texts_id",
  "teams_id",
  "budget_type",
];

/** `/v2/entrygroups` (§2.3) */
export function entrygroups(of: Asked): Answered {
  const { method, query, body, state } = of;
  const extra = [
    "time_since",
    "time_until",
    "grouping[]",
    "round_to_minutes",
    "prepend_customer_to_project_name",
    "calc_also_revenues_for_projects_with_hard_budget",
    "confirm_key",
    ...filters.map((name) => `filter[${name}]`),
  ];
  if (method === "GET" || method === "DELETE") {
    of.known(...extra);
    // Here what is not known is refused (§1.7).
    const unknown = [...query.keys()].find((name) => !extra.includes(name));
    if (unknown === "grouping") return wrong("Array expected.", "grouping");
    if (unknown) return wrong("Unknown parameter", unknown);
    const found = asked(of, {
      since: query.get("time_since"),
      until: query.get("time_until"),
      filter: (name) => query.get(`filter[${name}]`),
    });
    if (!Array.isArray(found)) return found;
    if (method === "DELETE")
      return confirmed(
        of,
        found,
        [query.get("time_since"), query.get("time_until")],
        query.get("confirm_key") ?? undefined,
        () => {
          state.entries = state.entries.filter((each) => !found.includes(each));
        },
      );
    const by = query.getAll("grouping[]");
    if (by.length === 0) return wrong("Missing data: grouping", "grouping");
    if (by.some((name) => !groupings[name])) return wrong("Unknown group option", "grouping");
    return {
      ...ok({ groups: grouped(of, found, by) }),
      ...(by.length > 1 && { delayMs: state.settings.slowGroupsMs }),
    };
  }
  if (method !== "PUT") return problem(state, 405, "General", "Method not allowed");
  const { time_since, time_until, filter, confirm_key, ...values } = body;
  const { time_since: _s, time_until: _u, duration: _d, lumpsum: _l, lumpsum_services_amount: _a, ...allowed } = checks;
  const bad = bodyProblem(values, allowed, []);
  if (bad) return bad;
  const wanted = (filter ?? {}) as Record<string, unknown>;
  const found = asked(of, {
    since: time_since,
    until: time_until,
    filter: (name) => (wanted[name] == null ? null : String(wanted[name])),
  });
  if (!Array.isArray(found)) return found;
  const mine = found.every((each) => each.users_id === of.user.id) || mayOthers(of);
  if (!mine) return problem(state, 403, "General", "You may not do this for other users.");
  const { text } = values;
  const news = { ...values, ...(text !== undefined && { text: (text as string) || null }), changed: of.now };
  const after = found.map((each): FakeEntry => ({ ...each, ...news }));
  const booked = ["customers_id", "projects_id", "subprojects_id", "services_id"].some((name) => name in values);
  const refused =
    (booked && after.map((each) => bookingProblem(of, each)).find(Boolean)) ||
    ("users_id" in values &&
    !state.company.allow_entry_overlaps &&
    after.some((each) => overlapping(of, each).length > 0)
      ? wrong("The entry overlaps with another entry", "users_id")
      : null);
  if (refused) return refused;
  return confirmed(of, found, [time_since, time_until, filter], confirm_key, () => {
    for (const each of found) {
      Object.assign(each, news);
      state.distort?.(each);
    }
  });
}
