import {
  type Answered,
  type Asked,
  type FakeProject,
  type FakeSubproject,
  filterOf,
  ok,
  paged,
  problem,
} from "../model";
import { day, flag, forbidden, ids, id as isId, may, orNull, text, within } from "./checks";
import { manageWork, missingServices } from "./customers";
import { type Resource, resourceRoute } from "./resource";

const isBudget = (keys: string[]) => (value: unknown) =>
  value === null ||
  // The amount must be there whenever a budget is sent (§2.6).
  (typeof value === "object" &&
    "amount" in (value ?? {}) &&
    Object.keys(value ?? {}).every((key) => keys.includes(key)));
const fields = {
  name: text(100),
  number: orNull(text(50)),
  active: flag,
  billable_default: flag,
  note: orNull(text(1000)),
  start_date: orNull(day),
  deadline: orNull(day),
  automatic_completion: flag,
  bill_service_id: orNull(text(50)),
  service_assignments: ids,
};
const empty = {
  name: "",
  number: null,
  active: true,
  billable_default: true,
  completed: false,
  note: null,
  start_date: null,
  deadline: null,
  budget: null,
  billed_money: null,
  billed_completely: null,
};

const noInterval = { from_subprojects: false, interval: null };

/** Money and budgets come only with rights (§5). */
function shown(asked: Asked, row: FakeProject | FakeSubproject, total: number | null) {
  const { note, budget, billed_money, billed_completely, service_assignments = [], ...open } = row;
  const full = may(asked.user, manageWork);
  return {
    ...open,
    test_data: false,
    completed_at: row.completed ? "2026-10-01T08:00:00Z" : null,
    service_assignments,
    ...(full && {
      note,
      billed_money,
      billed_completely,
      revenue_factor: 1,
      budget: budget && { ...noInterval, ...budget, ...(total !== null && { subprojects_budget_total: total }) },
    }),
  };
}

function wrongPlan(asked: Asked, before: FakeProject | FakeSubproject | null, after: FakeProject | FakeSubproject) {
  const { state, body } = asked;
  const { budget, start_date: start, deadline } = after;
  if (before?.completed && "budget" in body)
    return problem(state, 422, "IllegalChangeForCompletedProject", "", "budget", { fields: ["budget"] });
  if (start && deadline && start > deadline)
    return problem(
      state,
      422,
      "ProjectDeadlineIsNotBeforeProjectStart",
      "The deadline is before the start.",
      "deadline",
    );
  const subprojects = state.subprojects.filter((each) => each.projects_id === after.id);
  const sum = subprojects.reduce((total, each) => total + (each.budget?.amount ?? 0), 0);
  if (budget && !budget.from_subprojects && !("projects_id" in after)) {
    if (!budget.amount || budget.amount <= 0)
      return problem(state, 422, "UnexpectedValue", "The amount must be more than 0.", "budget.amount");
    if (budget.amount < sum)
      return problem(state, 422, "BudgetTotalBelowSubprojectBudgetSum", "The subprojects have more.", "budget.amount", {
        min: sum,
        max: 99_999_999,
        inclusive: true,
      });
  }
  return missingServices(asked, after.service_assignments);
}

const projectResource: Resource<FakeProject> = {
  rows: (state) => state.projects,
  fields: {
    ...fields,
    customers_id: isId,
    budget: isBudget(["amount", "monetary", "hard", "from_subprojects", "interval", "notification_thresholds"]),
  },
  needed: ["name", "customers_id"],
  fresh: () => ({ ...empty, customers_id: 0 }),
  show(asked, row) {
    const own = asked.state.subprojects.filter((each) => each.projects_id === row.id);
    const total = own.reduce((sum, each) => sum + (each.budget?.amount ?? 0), 0);
    return { ...shown(asked, row, total), count_subprojects: own.length };
  },
  right: manageWork,
  wrong(asked, after, _others, before) {
    if (!asked.state.customers.some(({ id }) => id === after.customers_id))
      return problem(asked.state, 422, "ResourceNotFound", "There is no such customer.", "customers_id");
    return wrongPlan(asked, before, after);
  },
  relations: (state, { id }) => ({
    subprojects: state.subprojects.filter((each) => each.projects_id === id).length,
    entries: state.entries.filter((each) => each.projects_id === id).length,
  }),
  perPage: 5_000,
};

const subprojectResource: Resource<FakeSubproject> = {
  rows: (state) => state.subprojects,
  fields: { ...fields, projects_id: isId, budget: isBudget(["amount", "monetary", "hard", "notification_thresholds"]) },
  needed: ["name", "projects_id"],
  fixed: ["projects_id"],
  fresh: () => ({ ...empty, projects_id: 0 }),
  // An integer, not a flag (§2.6); what it counts is written nowhere.
  show: (asked, row) => ({
    billed_money: null,
    billed_completely: null,
    ...shown(asked, row, null),
    billed: row.billed_completely === null ? null : Number(row.billed_completely),
  }),
  right: manageWork,
  wrong(asked, after, _others, before) {
    if (!asked.state.projects.some(({ id }) => id === after.projects_id))
      return problem(asked.state, 422, "ResourceNotFound", "There is no such project.", "projects_id");
    return wrongPlan(asked, before, after);
  },
  relations: (state, { id }) => ({ entries: state.entries.filter((each) => each.subprojects_id === id).length }),
  perPage: 5_000,
};

function complete<T extends FakeProject | FakeSubproject>(asked: Asked, row: T, resource: Resource<T>): Answered {
  const { state, body } = asked;
  if (typeof body.completed !== "boolean") return problem(state, 422, "Empty", "", "completed");
  const isProject = resource.rows(state) === (state.projects as unknown);
  const own = (entry: { projects_id: number | null; subprojects_id: number | null }) =>
    (isProject ? entry.projects_id : entry.subprojects_id) === row.id;
  if (body.completed) {
    if (isProject && state.subprojects.some((each) => each.projects_id === row.id && !each.completed))
      return problem(state, 422, "AllSubprojectsMustBeCompleted", "Its subprojects must be completed first.");
    if (state.entries.some((entry) => own(entry) && entry.type === 1 && entry.until === null))
      return problem(state, 422, "ProjectCompletionAnyRunningEntries", "A clock runs on it.");
    if (row.budget?.hard && !state.entries.some((entry) => own(entry) && entry.billable > 0))
      return problem(state, 422, "ProjectCompletionNoBillableEntries", "It has no billable entries.");
  }
  row.completed = body.completed;
  return ok({ data: resource.show?.(asked, row) });
}

function setBilled(asked: Asked, row: FakeProject): Answered {
  const { state, body } = asked;
  if (body.billed !== undefined && typeof body.billed !== "boolean")
    return problem(state, 422, "UnexpectedValue", "", "billed");
  if (body.billed !== undefined && row.budget?.monetary)
    return problem(state, 422, "BilledCanOnlyBeSetWithHourBudget", "Only with a budget in hours.", "billed");
  const money = body.billed_money ?? null;
  if (money !== null && !within(0, 99_999_999)(money))
    return problem(state, 422, "UnexpectedValue", "", "billed_money");
  if (money !== null && !row.budget?.hard)
    return problem(state, 422, "BilledMoneyCanOnlyBeSetWithHardBudget", "Only with a hard budget.", "billed_money");
  if (body.billed !== undefined) row.billed_completely = body.billed === true;
  row.billed_money = money === null ? null : Number(money);
  return ok({ data: projectResource.show?.(asked, row) });
}

/** Each interval of a retainer is a subproject of its own. */
function nextInterval(asked: Asked, row: FakeProject): Answered {
  const { state } = asked;
  if (row.budget?.interval == null)
    return problem(state, 422, "IntervalBudgetRequiresRetainerPlan", "The project has no intervals.");
  const number = state.subprojects.filter((each) => each.projects_id === row.id).length + 1;
  const budget = { ...row.budget, from_subprojects: false, interval: null };
  const made: FakeSubproject = {
    ...empty,
    id: state.nextId++,
    projects_id: row.id,
    name: `Interval ${number}`,
    budget,
  };
  state.subprojects.push(made);
  return ok({ data: subprojectResource.show?.(asked, made) });
}

/** Names of projects for which there are reports; no figures (§2.6). */
function reports(asked: Asked): Answered {
  const { state } = asked;
  asked.known("sort[]");
  filterOf(asked, "budget_source");
  const rows = state.projects.map((each) => {
    const customer = state.customers.find(({ id }) => id === each.customers_id);
    return {
      customers_id: each.customers_id,
      customers_name: customer?.name ?? "",
      customers_number: customer?.number ?? null,
      projects_id: each.id,
      projects_name: each.name,
      projects_number: each.number,
    };
  });
  return paged(asked, "data", rows, 5000);
}

/** `/v4/projects`, `/v3/projects/{id}/setBilled`, `/v2/projects/{id}/createNextInterval`. */
export function projects(asked: Asked, [id, action]: string[]): Answered {
  const { state, method, version, user } = asked;
  const route = `${version} ${method} ${action ?? ""}`;
  if (id === "reports") return version === "v2" ? problem(state, 404, "RouteNotFound") : reports(asked);
  if (action === undefined)
    return version === "v4"
      ? resourceRoute(asked, id, projectResource)
      : problem(state, version === "v2" ? 410 : 404, version === "v2" ? "deprecated" : "RouteNotFound");
  const actions: Record<string, (row: FakeProject) => Answered> = {
    "v4 PUT complete": (row) => complete(asked, row, projectResource),
    "v3 PUT setBilled": (row) => setBilled(asked, row),
    "v2 POST createNextInterval": (row) => nextInterval(asked, row),
  };
  const act = actions[route];
  if (!act) return problem(state, 404, "RouteNotFound", "Route not found");
  const row = state.projects.find((each) => each.id === Number(id));
  if (!row) return problem(state, 404, "ResourceNotFound", "Resource not found");
  return may(user, manageWork) ? act(row) : forbidden(asked);
}

export function subprojects(asked: Asked, [id, action]: string[]): Answered {
  const { state, method, user } = asked;
  if (action === undefined) return resourceRoute(asked, id, subprojectResource);
  const row = state.subprojects.find((each) => each.id === Number(id));
  if (action !== "complete" || method !== "PUT") return problem(state, 404, "RouteNotFound", "Route not found");
  if (!row) return problem(state, 404, "ResourceNotFound", "Resource not found");
  return may(user, manageWork) ? complete(asked, row, subprojectResource) : forbidden(asked);
}
