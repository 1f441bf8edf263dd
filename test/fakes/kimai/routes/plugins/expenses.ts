import { type Answered, type Asked, fail, ok } from "../../model";
import { type FakeExpense, mayFor, mayPlug } from "../../plugins";
import { visiblePeople } from "../../rights";
import { byId } from "../../shapes";
import { extraFields, formFailure } from "../../timeform";
import { bodyTime, queryTime, wireTime } from "../../zones";
import { paged } from "./paged";

/** Expenses of the paid plugin [code]: fields as the official PHP client names them (kimai-api.md §3.13). */
function row({ state }: Asked, expense: FakeExpense) {
  return {
    id: expense.id,
    user: expense.user,
    project: expense.project,
    activity: expense.activity,
    category: byId(state.plugged.categories, expense.category),
    begin: wireTime(expense.begin, byId(state.users, expense.user)?.zone ?? "UTC"),
    description: expense.description,
    cost: expense.cost,
    multiplier: expense.multiplier,
    total: Math.round(expense.cost * expense.multiplier * 100) / 100,
    exported: expense.exported,
    refundable: expense.refundable,
    metaFields: Object.entries(expense.meta).map(([name, value]) => ({ name, value })),
  };
}

function list(asked: Asked): Answered {
  const { state, user, query } = asked;
  if (!mayPlug(state, user, "view_own_expense")) return fail(403);
  const seen = mayPlug(state, user, "view_other_expense") ? visiblePeople(state, user) : new Set([user.id]);
  const users = query.getAll("users[]").map(Number);
  if (users.some((id) => !seen.has(id))) return fail(403);
  const within = (name: string, of: (each: FakeExpense) => number | null | undefined) => {
    const wanted = query.getAll(`${name}[]`);
    return (each: FakeExpense) => wanted.length === 0 || wanted.includes(String(of(each)));
  };
  const flag = (name: "refundable" | "exported") => {
    const value = query.get(name);
    return (each: FakeExpense) => value === null || each[name] === (value === "1");
  };
  const times = ["begin", "end"].map((name) => {
    const text = query.get(name);
    return text === null ? undefined : queryTime(text, user.zone);
  });
  if (times.includes(null)) return fail(400);
  const [from, to] = times;
  const term = (query.get("term") ?? "").toLowerCase();
  const tests = [
    within("customers", (each) => byId(state.projects, each.project)?.customer),
    within("projects", (each) => each.project),
    within("activities", (each) => each.activity),
    flag("refundable"),
    flag("exported"),
    (each: FakeExpense) => from == null || each.begin >= from,
    (each: FakeExpense) => to == null || each.begin <= to,
    (each: FakeExpense) => (each.description ?? "").toLowerCase().includes(term),
    (each: FakeExpense) => (users.length > 0 ? users.includes(each.user) : seen.has(each.user)),
  ];
  const found = state.plugged.expenses.filter((each) => tests.every((test) => test(each)));
  found.sort((a, b) => b.begin - a.begin || b.id - a.id);
  return paged(query, found, (each) => row(asked, each));
}

function formFields({ state, user }: Asked): string[] {
  return [
    "begin",
    ...(mayPlug(state, user, "edit_other_expense") ? ["user"] : []),
    "project",
    "activity",
    "expenseCategory",
    "description",
    ...(mayPlug(state, user, "rate_expense") ? ["cost"] : []),
    "multiplier",
    "billableMode",
    ...(mayPlug(state, user, "edit_export") ? ["exported"] : []),
  ];
}

/** A field that must be there, and how its value gets in; returns what is wrong with it. */
function apply(asked: Asked, expense: FakeExpense, isNew: boolean): Answered | null {
  const { state, user } = asked;
  const fields = formFields(asked);
  const body = (asked.body ?? {}) as Record<string, unknown>;
  if (Object.keys(body).some((field) => !fields.includes(field))) return formFailure(fields, {}, [extraFields]);
  const errors: Record<string, string[]> = {};
  const bad = (field: string, text: string) => {
    errors[field] = [text];
  };
  const given = (field: string) => field in body || isNew;
  if (given("begin")) {
    const ms = bodyTime(body.begin, user.zone);
    if (ms === null) bad("begin", "Please enter a valid date and time.");
    else expense.begin = ms;
  }
  if (given("project")) {
    if (!byId(state.projects, Number(body.project))) bad("project", "The selected choice is invalid.");
    else expense.project = Number(body.project);
  }
  if (given("expenseCategory")) {
    const category = byId(state.plugged.categories, Number(body.expenseCategory));
    if (!category) bad("expenseCategory", "The selected choice is invalid.");
    else {
      expense.category = category.id;
      if (isNew) expense.cost = category.cost ?? 0;
    }
  }
  if (given("multiplier")) {
    if (typeof body.multiplier !== "number") bad("multiplier", "This value should not be blank.");
    else expense.multiplier = body.multiplier;
  }
  if (given("billableMode")) {
    if (!["yes", "no", "auto"].includes(String(body.billableMode)))
      bad("billableMode", "The selected choice is invalid.");
    else expense.refundable = body.billableMode !== "no";
  }
  if ("activity" in body) expense.activity = body.activity === null ? null : Number(body.activity);
  if ("description" in body) expense.description = body.description === null ? null : String(body.description);
  if ("cost" in body) expense.cost = Number(body.cost);
  if ("exported" in body) expense.exported = body.exported === true;
  if ("user" in body) {
    if (!mayFor(state, user, Number(body.user), "edit", "expense")) bad("user", "The selected choice is invalid.");
    else expense.user = Number(body.user);
  }
  return Object.keys(errors).length > 0 ? formFailure(fields, errors) : null;
}

function create(asked: Asked): Answered {
  const { state, user } = asked;
  if (!mayPlug(state, user, "edit_own_expense")) return fail(403);
  const expense: FakeExpense = {
    id: 0,
    user: user.id,
    project: 0,
    activity: null,
    category: 0,
    begin: 0,
    description: null,
    cost: 0,
    multiplier: 1,
    exported: false,
    refundable: true,
    meta: {},
  };
  const failure = apply(asked, expense, true);
  if (failure) return failure;
  expense.id = state.plugged.nextId.expense++;
  state.plugged.expenses.push(expense);
  return ok(row(asked, expense));
}

function single(asked: Asked, method: string, expense: FakeExpense, verb: string | undefined): Answered {
  const { state, user } = asked;
  const may = (what: "view" | "edit") => mayFor(state, user, expense.user, what, "expense");
  if (!may("view")) return fail(403);
  if (verb === undefined && method === "GET") return ok(row(asked, expense));
  if (!may("edit") || expense.exported) return fail(403);
  if (verb === undefined && method === "DELETE") {
    state.plugged.expenses = state.plugged.expenses.filter((each) => each !== expense);
    return { status: 204 };
  }
  if (method !== "PATCH") return fail(405);
  if (verb === "duplicate") {
    const copy = { ...expense, id: state.plugged.nextId.expense++, meta: { ...expense.meta }, exported: false };
    state.plugged.expenses.push(copy);
    return ok(row(asked, copy));
  }
  if (verb === "meta") {
    const body = (asked.body ?? {}) as { name?: string; value?: unknown };
    if (!body.name || !state.settings.metaFields.includes(body.name)) return fail(404);
    expense.meta[body.name] = String(body.value ?? "");
    return ok(row(asked, expense));
  }
  if (verb !== undefined) return fail(404);
  const changed = { ...expense };
  const failure = apply(asked, changed, false);
  if (failure) return failure;
  Object.assign(expense, changed);
  return ok(row(asked, expense));
}

/** @param path what follows `/api/expenses/` */
export function expenses(asked: Asked, method: string, path: string[]): Answered {
  const [first, verb, more] = path;
  if (first === undefined) return method === "GET" ? list(asked) : method === "POST" ? create(asked) : fail(405);
  if (first === "categories") {
    if (method !== "GET") return fail(405);
    if (!mayPlug(asked.state, asked.user, "manage_expense_category")) return fail(403);
    return ok(asked.state.plugged.categories.map(({ id, name }) => ({ id, name, color: null })));
  }
  const found = byId(asked.state.plugged.expenses, Number(first));
  return found && more === undefined ? single(asked, method, found, verb) : fail(404);
}
