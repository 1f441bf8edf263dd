import { type Answered, type Asked, ok, paged, problem } from "../model";
import { daysFrom, evaluated, groupOf } from "./absence-rules";
import { day, flag, id as isId, orNull, text, within } from "./checks";
import { type FakeRow, type Resource, resourceRoute, rowsIn, rowsOf, wantedOf } from "./resource";

/** Public holidays: groups, their days, who is in which group when, and the days of a person (§2.11). */

const right = "manage_users_and_teams";
const everybody = () => true;

const groups: Resource = {
  rows: rowsIn("nonbusinessGroups"),
  fields: { name: text(100), preset: (value) => /^[a-z]+(_[a-z_-]+)?$/.test(String(value)) },
  needed: ["name"],
  fresh: () => ({ company_default: false }),
  filters: [],
  sees: everybody,
  right,
  show: (_asked, { preset: _, ...row }) => row,
  fixed: ["preset"],
  // One day stands for all that a preset has.
  written(asked, { id, preset }) {
    if (preset === undefined || rowsOf(asked, "nonbusinessDays").some((row) => row.nonbusiness_group_id === id)) return;
    const day = { name: "New Year", type: "DISTINCT_RECURRING", day: 1, month: 1 };
    const flags = { half_day: false, surcharge_special: false };
    rowsOf(asked, "nonbusinessDays").push({ id: asked.state.nextId++, nonbusiness_group_id: id, ...day, ...flags });
  },
  removed(asked, { id }) {
    asked.state.rows.nonbusinessDays = rowsOf(asked, "nonbusinessDays").filter(
      (row) => row.nonbusiness_group_id !== id,
    );
  },
};

const members: Resource = {
  rows: rowsIn("usersNonbusinessGroups"),
  fields: { users_id: isId, nonbusiness_groups_id: orNull(isId), date_since: day, date_until: orNull(day) },
  needed: ["users_id", "nonbusiness_groups_id", "date_since"],
  fixed: ["users_id"],
  fresh: () => ({ date_until: null }),
  filters: ["users_id", "nonbusiness_groups_id"],
  sees: ({ user }, row) => user.role === "owner" || row.users_id === user.id,
  right,
  perPage: 1_000,
};

const thisYear = ({ now }: Asked) => new Date(now).getUTCFullYear();
const inYear = (row: FakeRow, year: number) => {
  const date = evaluated(row, year);
  return date === null ? [] : [{ ...row, evaluated_date: date }];
};

const days: Resource = {
  rows: rowsIn("nonbusinessDays"),
  fields: {
    nonbusiness_group_id: isId,
    type: (value) => ["SPECIAL", "DISTINCT_ONCE", "DISTINCT_RECURRING"].includes(String(value)),
    name: text(100),
    half_day: flag,
    surcharge_special: flag,
    special_id: orNull(isId),
    day: orNull(within(1, 31)),
    month: orNull(within(1, 12)),
    year: orNull(within(2000, 2037)),
  },
  needed: ["nonbusiness_group_id", "type", "name"],
  fresh: () => ({ half_day: false, surcharge_special: false }),
  filters: [],
  sees: everybody,
  right,
  show: (asked, row) => inYear(row, Number(row.year ?? thisYear(asked)))[0] ?? row,
  wrong({ state }, after) {
    if (after.type !== "SPECIAL" && (after.day == null || after.month == null))
      return problem(state, 422, "Empty", "The day is required.", "day");
    if (after.type === "DISTINCT_ONCE" && after.year == null)
      return problem(state, 422, "Empty", "The year is required.", "year");
    return null;
  },
};

export const nonbusinessGroups = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, groups);
export const usersNonbusinessGroups = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, members);

export function nonbusinessDays(asked: Asked, [id]: string[]): Answered {
  const { state, method, query } = asked;
  if (method !== "GET") return resourceRoute(asked, id, days);
  asked.known("year");
  const year = Number(query.get("year") ?? thisYear(asked));
  if (id !== undefined) {
    const row = rowsOf(asked, "nonbusinessDays").find((each) => each.id === Number(id));
    const [found] = row ? inYear(row, year) : [];
    return found ? ok({ data: found }) : problem(state, 404, "ResourceNotFound", "Resource not found");
  }
  const wanted = wantedOf(asked, "nonbusiness_group_id");
  const rows = rowsOf(asked, "nonbusinessDays").filter(
    (row) => wanted === null || wanted.includes(String(row.nonbusiness_group_id)),
  );
  return ok({ data: rows.flatMap((row) => inYear(row, year)) });
}

/** The days of each person that the caller may know; without a group somebody has no row. */
export function usersNonbusinessDays(asked: Asked): Answered {
  const { state, user, query, method } = asked;
  if (method !== "GET") return problem(state, 405, "General", "Method not allowed");
  asked.known("year");
  const year = Number(query.get("year"));
  if (!Number.isInteger(year) || year < 2000 || year > 2037)
    return problem(state, 422, "UnexpectedValue", "The year is wrong.", "year");
  const wanted = wantedOf(asked, "users_id");
  const rows = state.users
    .filter((each) => user.role === "owner" || each.id === user.id)
    .filter((each) => wanted === null || wanted.includes(String(each.id)))
    .flatMap((each) => {
      const found = [...daysFrom(`${year}-01-01`, `${year}-12-31`)].flatMap((date) =>
        rowsOf(asked, "nonbusinessDays")
          .filter((row) => row.nonbusiness_group_id === groupOf(asked, each.id, date))
          .flatMap((row) => inYear(row, year))
          .filter((row) => row.evaluated_date === date),
      );
      const grouped = groupOf(asked, each.id, `${year}-12-31`) !== undefined;
      return grouped ? [{ users_id: each.id, days: found }] : [];
    });
  return paged(asked, "data", rows, 100);
}
