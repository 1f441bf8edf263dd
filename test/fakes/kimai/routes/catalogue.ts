import {
  type Answered,
  type Asked,
  type FakeActivity,
  type FakeCustomer,
  type FakeProject,
  type FakeState,
  fail,
  ok,
} from "../model";
import { may } from "../rights";
import { activityRow, byId, customerEntity, projectRow } from "../shapes";
import { readWork, type WorkKind } from "../workform";
import { attached } from "./attached";
import { listActivities, listCustomers, listProjects, seesActivity, seesCustomer, seesWholeProject } from "./worklists";

type Values = Record<string, string | number | boolean | null>;

/** Kimai's own numbers go on from what is there. */
const nextNumber = (id: number) => String(id + 1).padStart(4, "0");
const textOrNull = (value: unknown) => (value == null ? null : String(value));

/** Puts the values of a form where the fake keeps them: a few are members, the rest stay values. */
const keepCustomer = (item: FakeCustomer, { name, number, visible, ...rest }: Values): FakeCustomer => ({
  ...item,
  name: String(name ?? item.name),
  number: number === undefined ? item.number : textOrNull(number),
  visible: visible === undefined ? item.visible : visible === true,
  values: { ...item.values, ...rest },
});
function keepProject(item: FakeProject, values: Values): FakeProject {
  const { name, number, visible, customer, start, end, globalActivities, ...rest } = values;
  return {
    ...item,
    name: String(name ?? item.name),
    number: number === undefined ? item.number : textOrNull(number),
    visible: visible === undefined ? item.visible : visible === true,
    customer: Number(customer ?? item.customer),
    start: start === undefined ? item.start : textOrNull(start),
    end: end === undefined ? item.end : textOrNull(end),
    globalActivities: globalActivities === undefined ? item.globalActivities : globalActivities === true,
    values: { ...item.values, ...rest },
  };
}
const keepActivity = (item: FakeActivity, { name, number, visible, project, ...rest }: Values): FakeActivity => ({
  ...item,
  name: String(name ?? item.name),
  number: number === undefined ? item.number : textOrNull(number),
  visible: visible === undefined ? item.visible : visible === true,
  project: project === undefined ? item.project : project === null ? null : Number(project),
  values: { ...item.values, ...rest },
});

function dropSheets(state: FakeState, gone: (sheet: FakeState["timesheets"][number]) => boolean): void {
  state.timesheets = state.timesheets.filter((sheet) => !gone(sheet));
}
function dropActivities(state: FakeState, gone: (activity: FakeActivity) => boolean): void {
  const ids = new Set(state.activities.filter(gone).map(({ id }) => id));
  dropSheets(state, (sheet) => ids.has(sheet.activity));
  state.activities = state.activities.filter(({ id }) => !ids.has(id));
}
function dropProjects(state: FakeState, gone: (project: FakeProject) => boolean): void {
  const ids = new Set(state.projects.filter(gone).map(({ id }) => id));
  dropActivities(state, ({ project }) => project !== null && ids.has(project));
  dropSheets(state, (sheet) => ids.has(sheet.project));
  state.projects = state.projects.filter(({ id }) => !ids.has(id));
}

/** What the three kinds do differently. */
interface Kind<T extends { id: number; name: string; meta?: Record<string, string> }> {
  kind: WorkKind;
  items(state: FakeState): T[];
  list(asked: Asked): Answered;
  blank: T;
  keep(item: T, values: Values): T;
  row(asked: Asked, item: T): object;
  sees(asked: Asked, item: T): boolean;
  /** Deletes it with everything below it (§3.10). */
  drop(state: FakeState, id: number): void;
}

const base = { id: 0, name: "", visible: true, number: null };
const customerKind: Kind<FakeCustomer> = {
  kind: "customer",
  items: (state) => state.customers,
  list: listCustomers,
  blank: base,
  keep: keepCustomer,
  row: ({ state, user }, item) => customerEntity(state, user, item),
  sees: ({ state, user }, item) => seesCustomer(state, user, item),
  drop(state, id) {
    dropProjects(state, ({ customer }) => customer === id);
    state.customers = state.customers.filter((each) => each.id !== id);
  },
};
const projectKind: Kind<FakeProject> = {
  kind: "project",
  items: (state) => state.projects,
  list: listProjects,
  blank: { ...base, customer: 0, globalActivities: true, start: null, end: null, teams: [] },
  keep: keepProject,
  row: ({ state, user }, item) => projectRow(state, user, item),
  sees: ({ state, user }, item) => seesWholeProject(state, user, item),
  drop: (state, id) => dropProjects(state, (each) => each.id === id),
};
const activityKind: Kind<FakeActivity> = {
  kind: "activity",
  items: (state) => state.activities,
  list: listActivities,
  blank: { ...base, project: null },
  keep: keepActivity,
  row: ({ state, user }, item) => activityRow(state, user, item),
  sees: ({ state, user }, item) => seesActivity(state, user, item),
  drop: (state, id) => dropActivities(state, (each) => each.id === id),
};

function create<T extends FakeCustomer>(asked: Asked, of: Kind<T>): Answered {
  const { state, user } = asked;
  if (!may(state, user, `create_${of.kind}`)) return fail(403);
  const read = readWork(asked, of.kind, null);
  if ("failure" in read) return read.failure;
  const id = state.nextId[of.kind]++;
  const made = of.keep({ ...of.blank, id, number: nextNumber(id), teams: read.teams ?? [] }, read.values);
  of.items(state).push(made);
  return ok(of.row(asked, made));
}

function change<T extends FakeCustomer>(asked: Asked, of: Kind<T>, item: T): Answered {
  const read = readWork(asked, of.kind, item);
  if ("failure" in read) return read.failure;
  Object.assign(item, of.keep(item, read.values));
  return ok(of.row(asked, item));
}

/** The copy begins where the old one ended, and has its own activities (recorded). */
function duplicate(asked: Asked, from: FakeProject): Answered {
  const { state, user } = asked;
  if (!["edit_work", "create_project", "create_activity"].every((right) => may(state, user, right))) return fail(403);
  const id = state.nextId.project++;
  const copy = { ...structuredClone(from), id, name: `${from.name} [COPY]`, number: nextNumber(id) };
  const dates = from.end === null ? {} : { start: from.end, end: null };
  state.projects.push({ ...copy, ...dates, comments: [] });
  for (const activity of state.activities.filter((each) => each.project === from.id)) {
    const next = state.nextId.activity++;
    state.activities.push({ ...structuredClone(activity), id: next, project: id, number: nextNumber(next) });
  }
  const made = byId(state.projects, id);
  return made ? { ...ok(projectRow(state, user, made)), status: 201 } : fail(500);
}

function route<T extends FakeCustomer>(of: Kind<T>) {
  return (asked: Asked, method: string, path: string[]): Answered => {
    const { state, user } = asked;
    const [first, verb, ...rest] = path;
    if (first === undefined) {
      if (method === "GET") return of.list(asked);
      return method === "POST" ? create(asked, of) : fail(405);
    }
    const item = /^\d+$/.test(first) ? byId(of.items(state), Number(first)) : undefined;
    if (!item) return fail(404);
    const sees = may(state, user, "view_work") && of.sees(asked, item);
    if (verb === "duplicate" && of.kind === "project" && rest.length === 0) {
      if (method !== "POST") return fail(405);
      const project = byId(state.projects, item.id);
      return sees && project ? duplicate(asked, project) : fail(403);
    }
    if (verb !== undefined)
      return attached(asked, method, of.kind, item, [verb, ...rest], sees, () => of.row(asked, item));
    if (method === "GET") return sees ? ok(of.row(asked, item)) : fail(403);
    if (method === "PATCH") return sees && may(state, user, "edit_work") ? change(asked, of, item) : fail(403);
    if (method !== "DELETE") return fail(405);
    if (!sees || !may(state, user, "delete_work")) return fail(403);
    of.drop(state, item.id);
    return { status: 204 };
  };
}

/** What follows `/api/customers/`, `/api/projects/` and `/api/activities/`. */
export const customers = route(customerKind);
export const projects = route(projectKind);
export const activities = route(activityKind);
