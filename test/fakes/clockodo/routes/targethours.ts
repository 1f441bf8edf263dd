import { type Answered, type Asked, problem } from "../model";
import { weekdays } from "./absence-rules";
import { day, flag, id as isId, orNull, within } from "./checks";
import { type Resource, resourceRoute, rowsIn } from "./resource";

const own = (names: readonly string[], check: (value: unknown) => boolean) =>
  Object.fromEntries(names.map((name) => [name, check]));
const workdays = weekdays.map((name) => `workday_${name}`);
const weekly = [...weekdays, "compensation_daily"];
const monthly = ["monthly_target", ...workdays];

const resource: Resource = {
  rows: rowsIn("targethours"),
  fields: {
    users_id: isId,
    type: (value) => value === "weekly" || value === "monthly",
    date_since: day,
    date_until: orNull(day),
    compensation_monthly: within(0, 744),
    ...own(weekdays, within(0, 24)),
    compensation_daily: within(0, 1440),
    monthly_target: within(0, 744),
    ...own(workdays, flag),
    holiday_fixed_credit: (value) => value === 0 || value === 1,
    surcharge_models_id: orNull(isId),
  },
  needed: ["users_id", "type", "date_since", "date_until", "compensation_monthly"],
  fixed: ["users_id"],
  // Which days are workdays where nobody says is written nowhere; those of most people here.
  fresh: ({ body }) => ({
    surcharge_models_id: null,
    test_data: false,
    ...(body.type === "monthly" && Object.fromEntries(workdays.map((name, index) => [name, index < 5]))),
  }),
  filters: ["users_id"],
  sees: ({ user }, row) => user.role === "owner" || row.users_id === user.id,
  right: "manage_users_and_teams",
  keys: ["targethours", "targethoursRow"],
  show(_asked, { holiday_fixed_credit: credit, ...row }) {
    const names = row.type === "weekly" ? monthly : weekly;
    const hours = Object.fromEntries([...weekly, "monthly_target"].map((name) => [name, 0]));
    const flags = Object.fromEntries(workdays.map((name) => [name, false]));
    const whole = { surcharge_models_id: null, test_data: false, compensation_monthly: 0, ...hours, ...flags, ...row };
    const kept = Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));
    return { ...kept, ...(row.type === "weekly" && { absence_fixed_credit: credit === 1 }) };
  },
  wrong({ state, method, body }, after) {
    for (const name of after.type === "weekly" ? weekly : ["monthly_target"])
      if (after[name] === undefined) return problem(state, 422, "Empty", `The field ${name} is required.`, name);
    for (const name of method === "PUT" ? ["type", "date_since"] : [])
      if (body[name] === undefined) return problem(state, 422, "Empty", `The field ${name} is required.`, name);
    return null;
  },
};

/** `/targethours`: without a version, and with a key of its own for a single row (§2.12). */
export const targethours = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, resource);
