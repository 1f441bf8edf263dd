import { type Answered, type Asked, ok, problem } from "../model";
import { forbidden, ids, id as isId, may, orNull, within } from "./checks";

interface FakeRate extends Record<string, unknown> {
  id: number;
  parent_rate_id: number | null;
  customer_ids: number[];
  project_ids: number[];
  service_ids: number[];
  user_ids: number[];
  hourly_rate: number;
  test_data: boolean;
  position: number;
}

const amount = within(0, 99_999_999.99);
const few = (value: unknown) => ids(value) && (value as unknown[]).length <= 50;
const fields: Record<string, (value: unknown) => boolean> = {
  parent_rate_id: orNull(isId),
  hourly_rate: amount,
  customer_ids: few,
  project_ids: few,
  service_ids: few,
  user_ids: few,
};
const lists = ["customer_ids", "project_ids", "service_ids", "user_ids"] as const;

function wrongBody(asked: Asked, after: FakeRate, others: FakeRate[]): Answered | null {
  const { state, body } = asked;
  for (const [name, value] of Object.entries(body))
    if (!fields[name]?.(value)) return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  if (after.customer_ids.length > 0 && after.project_ids.length > 0)
    return problem(state, 422, "EitherCustomersOrProjects", "Either customers or projects.", "project_ids");
  if (lists.every((name) => after[name].length === 0))
    return problem(state, 422, "Empty", "A rate needs at least one criterion.", "customer_ids");
  const key = (rate: FakeRate) => JSON.stringify([rate.parent_rate_id, ...lists.map((name) => [...rate[name]].sort())]);
  return others.some((each) => each.id !== after.id && key(each) === key(after))
    ? problem(state, 422, "RateAlreadyExists", "There is a rate like this already.")
    : null;
}

/** `/v4/rates`: one flat list, linked by `parent_rate_id`; the default of the company has no id (§2.7). */
export function rates(asked: Asked, [id, action]: string[]): Answered {
  const { state, method, body, user } = asked;
  state.rows.rates ??= [];
  const rows = state.rows.rates as FakeRate[];
  state.rows.defaultRate ??= [{ hourly_rate: 90 }];
  const [fallback] = state.rows.defaultRate as [{ hourly_rate: number }];
  const owner = may(user, "manage_customers_and_projects");
  if (!owner) return forbidden(asked);
  if (id === undefined && method === "GET") {
    const root = { id: null, parent_rate_id: null, customer_ids: [], project_ids: [], service_ids: [], user_ids: [] };
    const whole = { ...root, hourly_rate: fallback.hourly_rate, test_data: false, position: 0 };
    return ok({ data: [whole, ...rows.toSorted((a, b) => a.position - b.position)] });
  }
  if (id === "default" && method === "PUT") {
    if (!amount(body.hourly_rate)) return problem(state, 422, "UnexpectedValue", "", "hourly_rate");
    fallback.hourly_rate = Number(body.hourly_rate);
    return ok({ data: { hourly_rate: fallback.hourly_rate } });
  }
  if (action === "sort" && method === "PUT") {
    const own = rows.filter((each) => (each.parent_rate_id ?? 0) === Number(id));
    const wanted = body.ids as number[];
    if (!ids(wanted) || wanted.length !== own.length || !own.every((each) => wanted.includes(each.id)))
      return problem(state, 422, "UnexpectedValue", "All rates of this level are needed.", "ids");
    for (const each of own) each.position = wanted.indexOf(each.id);
    return ok({ data: { success: true } });
  }
  if (id === undefined && method === "POST") {
    for (const name of ["parent_rate_id", "hourly_rate"])
      if (!(name in body)) return problem(state, 422, "Empty", `The field ${name} is required.`, name);
    const parent = body.parent_rate_id as number | null;
    const position = rows.filter((each) => each.parent_rate_id === parent).length;
    const empty = { customer_ids: [], project_ids: [], service_ids: [], user_ids: [], hourly_rate: 0 };
    const made = {
      ...empty,
      parent_rate_id: null,
      ...body,
      id: state.nextId++,
      test_data: false,
      position,
    } as FakeRate;
    const wrong = wrongBody(asked, made, rows);
    if (wrong) return wrong;
    rows.push(made);
    return ok({ data: made });
  }
  const row = rows.find((each) => each.id === Number(id));
  if (!row) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET") return ok({ data: row });
  if (method === "DELETE") {
    state.rows.rates = rows.filter((each) => each !== row && each.parent_rate_id !== row.id);
    return ok({ success: true });
  }
  const after = { ...row, ...body } as FakeRate;
  const wrong = wrongBody(asked, after, rows);
  if (wrong) return wrong;
  Object.assign(row, after);
  return ok({ data: row });
}
