import { type Answered, type Asked, type FakeState, problem } from "../model";
import { viewsAbsences } from "./absence-rules";
import { day, id as isId, orNull, text, within } from "./checks";
import { type FakeRow, type Resource, resourceRoute, rowsIn } from "./resource";

/** `/v2/holidaysQuota`, `/v3/holidaysCarry`, `/v3/overtimeCarry`, `/v3/overtimeReductions` (§2.10). */

const year = within(2000, 2037);
const note = orNull(text(1000));
const right = "manage_users_and_teams";
const sees = (asked: Asked, row: FakeRow) => viewsAbsences(asked, Number(row.users_id));
const halves = (value: unknown) => within(-9999, 9999)(value) && Number.isInteger(Number(value) * 2);
/** Notes are for those with rights. */
const show = ({ user }: Asked, { note: kept, ...row }: FakeRow) =>
  user.role === "owner" ? { ...row, note: kept } : row;
const userOf = (state: FakeState, row: FakeRow) => state.users.find((each) => each.id === row.users_id);

function onePerYear({ state }: Asked, after: FakeRow, others: FakeRow[]): Answered | null {
  if (!userOf(state, after)) return problem(state, 422, "ResourceNotFound", "No such person.", "users_id");
  return others.some((each) => each.users_id === after.users_id && each.year === after.year)
    ? problem(state, 422, "DuplicateEntryForUserAndYear", "There is one for this year already.", "year")
    : null;
}

const quota: Resource = {
  rows: rowsIn("holidaysQuota"),
  fields: { users_id: isId, year_since: year, year_until: orNull(year), count: within(0, 365), note },
  needed: ["users_id", "year_since", "count"],
  fixed: ["users_id"],
  fresh: () => ({ year_until: null, note: null }),
  filters: ["users_id", "year"],
  fits: (row, name, wanted) =>
    name === "year"
      ? wanted.some(
          (each) =>
            Number(row.year_since) <= Number(each) &&
            (row.year_until === null || Number(row.year_until) >= Number(each)),
        )
      : wanted.includes(String(row[name])),
  sees,
  right,
  show,
  wrong({ state }, after, others) {
    const user = userOf(state, after);
    if (!user) return problem(state, 422, "ResourceNotFound", "No such person.", "users_id");
    if (user.default_holidays_count)
      return problem(state, 422, "IsDefaultHolidaysCount", "The company's default counts for this person.", "users_id");
    if (after.year_until !== null && Number(after.year_until) < Number(after.year_since))
      return problem(state, 422, "EndBeforeStart", "It ends before it begins.", "year_until");
    const open = others.some((each) => each.users_id === after.users_id && each.year_until === null);
    return after.year_until === null && open
      ? problem(state, 422, "OneOpenEndedQuota", "There is one without an end already.", "year_until")
      : null;
  },
};

const carry: Resource = {
  rows: rowsIn("holidaysCarry"),
  fields: { users_id: isId, year, count: halves, note },
  needed: ["users_id", "year", "count"],
  fixed: ["users_id"],
  fresh: () => ({ note: null }),
  filters: ["users_id", "year"],
  sees,
  right,
  show,
  wrong: onePerYear,
};

const overtime: Resource = {
  ...carry,
  rows: rowsIn("overtimeCarry"),
  fields: { users_id: isId, year, hours: within(-999, 999), note },
  needed: ["users_id", "year", "hours"],
  show: undefined,
};

const reductions: Resource = {
  rows: rowsIn("overtimeReductions"),
  fields: { users_id: isId, date: day, hours: within(-999, 999), note },
  needed: ["users_id", "date", "hours"],
  fixed: ["users_id"],
  fresh: ({ user, now }) => ({
    note: null,
    added_at: new Date(now).toISOString().slice(0, 10),
    added_by_users_id: user.id,
  }),
  filters: ["users_id"],
  sees,
  right,
};

export const holidaysQuota = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, quota);
export const holidaysCarry = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, carry);
export const overtimeCarry = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, overtime);
export const overtimeReductions = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, reductions);
