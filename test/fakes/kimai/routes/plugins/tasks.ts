import { type Answered, type Asked, type FakeTimesheet, fail, ok } from "../../model";
import { type FakeTask, mayPlug } from "../../plugins";
import { byId, sheetExpanded } from "../../shapes";
import { blankSheet, extraFields, formFailure } from "../../timeform";
import { bodyTime, wireTime } from "../../zones";
import { paged } from "./paged";

/** Tasks of the paid plugin [code]: names from the official PHP client; how states follow on one another is [docs]. */
function row({ state, user }: Asked, task: FakeTask) {
  const project = byId(state.projects, task.project);
  const customer = project && byId(state.customers, project.customer);
  const person = task.user === null ? undefined : byId(state.users, task.user);
  const active = state.timesheets.filter((sheet) => task.sheets.includes(sheet.id) && sheet.end === null);
  return {
    id: task.id,
    title: task.title,
    status: task.status,
    todo: task.todo,
    description: task.description,
    project: project && { id: project.id, name: project.name, customer },
    activity: byId(state.activities, task.activity),
    user: person && { id: person.id, username: person.username, alias: person.alias },
    team: task.team === null ? null : byId(state.teams, task.team),
    end: task.end === null ? null : wireTime(bodyTime(`${task.end}T00:00:00`, user.zone) ?? 0, user.zone),
    estimation: task.estimation,
    tags: task.tags,
    activeTimesheets: active.map((sheet) => sheetExpanded(state, user, sheet)),
    metaFields: Object.entries(task.meta).map(([name, value]) => ({ name, value })),
  };
}

function list(asked: Asked): Answered {
  const { state, query } = asked;
  const status = query.getAll("status[]");
  const shown = status.length > 0 ? status : ["pending", "progress"];
  if (shown.some((each) => !["pending", "progress", "closed"].includes(each))) return fail(400);
  const within = (name: string, of: (each: FakeTask) => number | null | undefined) => {
    const wanted = query.getAll(`${name}[]`);
    return (each: FakeTask) => wanted.length === 0 || wanted.includes(String(of(each)));
  };
  const term = (query.get("searchTerm") ?? query.get("term") ?? "").toLowerCase();
  const tests = [
    within("customers", (each) => byId(state.projects, each.project)?.customer),
    within("projects", (each) => each.project),
    within("activities", (each) => each.activity),
    within("users", (each) => each.user),
    within("teams", (each) => each.team),
    (each: FakeTask) => shown.includes(each.status),
    (each: FakeTask) => each.title.toLowerCase().includes(term),
  ];
  return paged(
    query,
    state.plugged.tasks.filter((each) => tests.every((test) => test(each))),
    (each) => row(asked, each),
  );
}

const fields = ["title", "todo", "end", "estimation", "project", "activity", "description", "tags", "user", "team"];

function apply(asked: Asked, task: FakeTask, isNew: boolean): Answered | null {
  const { state, user } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  if (Object.keys(body).some((field) => !fields.includes(field))) return formFailure(fields, {}, [extraFields]);
  const errors: Record<string, string[]> = {};
  const text = (field: "todo" | "description") => {
    if (field in body) task[field] = body[field] === null ? null : String(body[field]);
  };
  text("todo");
  text("description");
  if ("title" in body || isNew) {
    task.title = String(body.title ?? "");
    if (task.title.trim() === "") errors.title = ["This value should not be blank."];
  }
  for (const [field, rows] of [
    ["project", state.projects],
    ["activity", state.activities],
  ] as const)
    if (field in body || isNew) {
      if (!byId<{ id: number }>([...rows], Number(body[field]))) errors[field] = ["The selected choice is invalid."];
      else task[field] = Number(body[field]);
    }
  for (const [field, rows] of [
    ["user", state.users],
    ["team", state.teams],
  ] as const)
    if (field in body) {
      const id = body[field] === null ? null : Number(body[field]);
      if (id !== null && !rows.some((each) => each.id === id)) errors[field] = ["The selected choice is invalid."];
      else task[field] = id;
    }
  if ("estimation" in body) {
    if (body.estimation !== null && !Number.isInteger(body.estimation))
      errors.estimation = ["This value is not valid."];
    else task.estimation = body.estimation as number | null;
  }
  if ("tags" in body) {
    if (!Array.isArray(body.tags)) errors.tags = ["This value is not valid."];
    else task.tags = body.tags.map(String);
  }
  if ("end" in body) {
    const ms = body.end === null ? null : bodyTime(body.end, user.zone);
    if (body.end !== null && ms === null) errors.end = ["Please enter a valid date and time."];
    else task.end = body.end === null ? null : String(body.end).slice(0, 10);
  }
  return Object.keys(errors).length > 0 ? formFailure(fields, errors) : null;
}

function create(asked: Asked): Answered {
  const { state, user } = asked;
  if (!mayPlug(state, user, "edit_task")) return fail(403);
  const task: FakeTask = {
    id: 0,
    title: "",
    status: "pending",
    todo: null,
    description: null,
    project: 0,
    activity: 0,
    user: null,
    team: null,
    end: null,
    estimation: null,
    tags: [],
    sheets: [],
    meta: {},
  };
  const failure = apply(asked, task, true);
  if (failure) return failure;
  task.id = state.plugged.nextId.task++;
  state.plugged.tasks.push(task);
  return ok(row(asked, task));
}

function book(asked: Asked, task: FakeTask, begin: number, end: number | null): FakeTimesheet {
  const { state } = asked;
  const sheet = { ...blankSheet(asked), project: task.project, activity: task.activity, begin, end };
  sheet.id = state.nextId.timesheet++;
  sheet.description = task.title;
  state.timesheets.push(sheet);
  task.sheets.push(sheet.id);
  return sheet;
}

/** What a person does with a task; each answers the task, logging answers the entry. */
function act(asked: Asked, task: FakeTask, verb: string): Answered {
  const { state, user, now } = asked;
  const mine = task.user === user.id;
  switch (verb) {
    case "assign":
      if (task.user !== null) return fail(403);
      task.user = user.id;
      break;
    case "unassign":
      if (!mine) return fail(403);
      task.user = null;
      break;
    case "start":
      if (!mine || task.status === "closed") return fail(403);
      task.status = "progress";
      book(asked, task, now, null);
      break;
    case "stop": {
      if (!mine) return fail(403);
      const running = state.timesheets.filter((sheet) => task.sheets.includes(sheet.id) && sheet.end === null);
      for (const sheet of running) sheet.end = Math.max(now, sheet.begin);
      task.status = "pending";
      break;
    }
    case "close":
      if (!mine) return fail(403);
      task.status = "closed";
      break;
    case "reopen":
      task.status = "pending";
      break;
    case "log": {
      const body = (asked.body ?? {}) as { begin?: unknown; end?: unknown };
      const begin = bodyTime(body.begin, user.zone);
      const end = bodyTime(body.end, user.zone);
      if (begin === null || end === null || end < begin)
        return formFailure(["begin", "end"], { begin: ["Please enter a valid date and time."] });
      return ok(sheetExpanded(state, user, book(asked, task, begin, end)));
    }
    case "meta": {
      const body = (asked.body ?? {}) as { name?: string; value?: unknown };
      if (!body.name || !state.settings.metaFields.includes(body.name)) return fail(404);
      task.meta[body.name] = String(body.value ?? "");
      break;
    }
    default:
      return fail(404);
  }
  return ok(row(asked, task));
}

/** @param path what follows `/api/tasks/` */
export function tasks(asked: Asked, method: string, path: string[]): Answered {
  const { state, user } = asked;
  const [first, verb, more] = path;
  if (!mayPlug(state, user, "view_task")) return fail(403);
  if (first === undefined) return method === "GET" ? list(asked) : method === "POST" ? create(asked) : fail(405);
  const task = byId(state.plugged.tasks, Number(first));
  if (!task || more !== undefined) return fail(404);
  if (verb === "timesheets") {
    if (method !== "GET") return fail(405);
    return ok(
      state.timesheets.filter((each) => task.sheets.includes(each.id)).map((each) => sheetExpanded(state, user, each)),
    );
  }
  if (verb !== undefined) return method === "PATCH" ? act(asked, task, verb) : fail(405);
  if (method === "GET") return ok(row(asked, task));
  if (!mayPlug(state, user, "edit_task")) return fail(403);
  if (method === "DELETE") {
    state.plugged.tasks = state.plugged.tasks.filter((each) => each !== task);
    return { status: 204 };
  }
  if (method !== "PATCH") return fail(405);
  const changed = { ...task };
  const failure = apply(asked, changed, false);
  if (failure) return failure;
  Object.assign(task, changed);
  return ok(row(asked, task));
}
