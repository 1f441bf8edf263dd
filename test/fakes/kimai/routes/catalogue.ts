import { type Answered, type Asked, type FakeActivity, type FakeProject, fail, ok } from "../model";
import { may, seesProject } from "../rights";
import { activityRow, byId, customerEntity, customerRow, projectRow, tagRow } from "../shapes";
import { extraFields, formFailure } from "../timeform";
import { civilDay } from "../zones";

/** visible: 1 visible (default), 2 hidden, 3 both; null for a value that Kimai refuses. */
function visibility(query: URLSearchParams): ((visible: boolean) => boolean) | null {
  const value = query.get("visible") ?? "1";
  if (value === "3") return () => true;
  if (value === "2") return (visible) => !visible;
  return value === "1" ? (visible) => visible : null;
}

const matches = (query: URLSearchParams, name: string) =>
  name.toLowerCase().includes((query.get("term") ?? "").toLowerCase());
const byName = <T extends { name: string }>(list: T[]) => [...list].sort((a, b) => a.name.localeCompare(b.name));

type Check = (value: unknown) => string | undefined;
const name: Check = (value) => {
  if (typeof value !== "string" || value.trim() === "") return "This value should not be blank.";
  return value.length < 2 ? "This value is too short. It should have 2 characters or more." : undefined;
};

/** Checks a simple form: unknown fields, then each field's own rule. */
function refused(body: Record<string, unknown>, fields: string[], checks: Record<string, Check>): Answered | null {
  const errors: Record<string, string[]> = {};
  for (const [field, check] of Object.entries(checks)) {
    const problem = check(body[field]);
    if (problem) errors[field] = [problem];
  }
  const extra = Object.keys(body).some((field) => !fields.includes(field));
  if (!extra && Object.keys(errors).length === 0) return null;
  return formFailure(fields, errors, extra ? [extraFields] : []);
}

/** Fields of the forms for administrators, as Kimai lists them. */
const customerFields =
  "name number comment company vatId contact addressLine1 addressLine2 addressLine3 postCode city country language currency phone fax mobile email homepage timezone invoiceText invoiceTemplate invoiceEmail buyerReference teams color budget timeBudget budgetType visible billable".split(
    " ",
  );
const projectFields =
  "name number comment invoiceText orderNumber orderDate start end customer teams color budget timeBudget budgetType globalActivities visible billable".split(
    " ",
  );
const activityFields =
  "name number comment invoiceText project teams color budget timeBudget budgetType visible billable".split(" ");

export function customers(asked: Asked, method: string, path: string[]): Answered {
  const { state, user, query } = asked;
  if (path.length > 1) return fail(404);
  const [id] = path;
  if (id !== undefined) {
    if (method !== "GET") return fail(405);
    const found = byId(state.customers, Number(id));
    if (!found) return fail(404);
    return may(state, user, "view_work") ? ok(customerEntity(state, user, found)) : fail(403);
  }
  if (method === "POST") {
    if (!may(state, user, "create_customer")) return fail(403);
    const body = (asked.body ?? {}) as Record<string, unknown>;
    const problem = refused(body, customerFields, { name });
    if (problem) return problem;
    const made = {
      id: state.nextId.customer++,
      name: String(body.name),
      visible: body.visible !== false,
      number: null,
    };
    state.customers.push(made);
    return ok(customerEntity(state, user, made));
  }
  const shown = visibility(query);
  if (!shown) return fail(400);
  const found = byName(state.customers).filter((each) => shown(each.visible) && matches(query, each.name));
  return ok(found.map((each) => customerRow(state, user, each)));
}

function inDates(project: FakeProject, day: string): boolean {
  return (project.start === null || project.start <= day) && (project.end === null || project.end >= day);
}

export function projects(asked: Asked, method: string, path: string[]): Answered {
  const { state, user, query } = asked;
  if (path.length > 1) return fail(404);
  const [id] = path;
  if (id !== undefined) {
    if (method !== "GET") return fail(405);
    const found = byId(state.projects, Number(id));
    if (!found) return fail(404);
    return may(state, user, "view_work") ? ok(projectRow(state, user, found)) : fail(403);
  }
  if (method === "POST") {
    if (!may(state, user, "create_project")) return fail(403);
    const body = (asked.body ?? {}) as Record<string, unknown>;
    const customer: Check = (value) =>
      byId(state.customers, Number(value)) ? undefined : "This value should not be null.";
    const problem = refused(body, projectFields, { name, customer });
    if (problem) return problem;
    const made: FakeProject = {
      id: state.nextId.project++,
      customer: Number(body.customer),
      name: String(body.name),
      visible: body.visible !== false,
      number: null,
      globalActivities: body.globalActivities !== false,
      start: typeof body.start === "string" ? body.start.slice(0, 10) : null,
      end: typeof body.end === "string" ? body.end.slice(0, 10) : null,
      teams: [],
    };
    state.projects.push(made);
    return ok(projectRow(state, user, made));
  }
  const shown = visibility(query);
  const ignore = query.get("ignoreDates");
  if (!shown || (ignore !== null && ignore !== "1")) return fail(400);
  const anyDate = ignore === "1" || query.has("start") || query.has("end");
  const day = civilDay(asked.now, user.zone);
  const customer = query.get("customer");
  const found = byName(state.projects).filter(
    (each) =>
      // A hidden customer hides its projects with it.
      shown(each.visible && (byId(state.customers, each.customer)?.visible ?? false)) &&
      seesProject(state, user, each.teams) &&
      (anyDate || inDates(each, day)) &&
      (customer === null || each.customer === Number(customer)) &&
      matches(query, each.name),
  );
  return ok(found.map((each) => projectRow(state, user, each)));
}

export function activities(asked: Asked, method: string, path: string[]): Answered {
  const { state, user, query } = asked;
  if (path.length > 1) return fail(404);
  const [id] = path;
  if (id !== undefined) {
    if (method !== "GET") return fail(405);
    const found = byId(state.activities, Number(id));
    if (!found) return fail(404);
    return may(state, user, "view_work") ? ok(activityRow(state, user, found)) : fail(403);
  }
  if (method === "POST") {
    if (!may(state, user, "create_activity")) return fail(403);
    const body = (asked.body ?? {}) as Record<string, unknown>;
    const problem = refused(body, activityFields, { name });
    if (problem) return problem;
    const made: FakeActivity = {
      id: state.nextId.activity++,
      project: body.project === undefined || body.project === null ? null : Number(body.project),
      name: String(body.name),
      visible: body.visible !== false,
      number: null,
    };
    state.activities.push(made);
    return ok(activityRow(state, user, made));
  }
  const shown = visibility(query);
  if (!shown) return fail(400);
  const wanted = [...query.getAll("project"), ...query.getAll("projects[]")].map(Number);
  const globals = query.get("globals");
  const found = byName(state.activities).filter((each) => {
    const own = each.project === null ? undefined : byId(state.projects, each.project);
    if (own && !seesProject(state, user, own.teams)) return false;
    if (globals === "1" && each.project !== null) return false;
    if (globals === "0" && each.project === null) return false;
    if (wanted.length > 0 && each.project !== null && !wanted.includes(each.project)) return false;
    return shown(each.visible) && matches(query, each.name);
  });
  return ok(found.map((each) => activityRow(state, user, each)));
}

const tagFields = ["name", "color", "visible"];

export function tags(asked: Asked, method: string, path: string[]): Answered {
  const { state, user, query } = asked;
  const [first] = path;
  if (first === "find") {
    if (method !== "GET") return fail(405);
    const part = query.get("name");
    if (part === null) return ok([]);
    return ok(
      byName(state.tags)
        .filter((tag) => tag.name.toLowerCase().includes(part.toLowerCase()))
        .map(tagRow),
    );
  }
  if (first !== undefined) {
    if (method !== "DELETE") return fail(405);
    if (!may(state, user, "manage_tag")) return fail(403);
    if (!byId(state.tags, Number(first))) return fail(404);
    state.tags = state.tags.filter((tag) => tag.id !== Number(first));
    return { status: 204 };
  }
  if (method === "GET") return ok(byName(state.tags).map((tag) => tag.name));
  if (method !== "POST") return fail(405);
  if (!may(state, user, "create_tag") && !may(state, user, "manage_tag")) return fail(403);
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const problem = refused(body, tagFields, {
    name: (value) => {
      if (String(value ?? "").includes(",")) return "Tag name cannot contain comma";
      const taken = state.tags.some((tag) => tag.name.toLowerCase() === String(value).toLowerCase());
      return name(value) ?? (taken ? "This value is already used." : undefined);
    },
  });
  if (problem) return problem;
  const made = { id: state.nextId.tag++, name: String(body.name), visible: body.visible === true };
  state.tags.push(made);
  return ok(tagRow(made));
}
