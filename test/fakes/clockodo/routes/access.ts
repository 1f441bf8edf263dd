import { type Answered, type Asked, type FakeState, ok, problem, wrong } from "../model";
import { forbidden, ids, may, text } from "./checks";
import { type FakeGroup, type FakeRights, groupsOf, noRights } from "./groups";
import { type Resource, resourceRoute } from "./resource";

const manageAccess = "manage_users_access";
const kinds = ["add", "report", "edit"] as const;
type Kind = (typeof kinds)[number];
const isKind = (value: unknown): value is Kind => kinds.some((kind) => kind === value);

const shownRights = ({ add, report, edit }: FakeRights) => ok({ add, report, edit });
const shownServices = ({ services }: FakeRights) => ok({ add: services });

/** Where rights are neither for all nor for none, what each customer has. */
function chosen(state: FakeState, rights: FakeRights, kind: Kind) {
  const now = rights[kind];
  if (typeof now !== "boolean") return now;
  const all = now ? Object.fromEntries(state.customers.map(({ id }) => [id, true as const])) : {};
  rights[kind] = all;
  return all;
}

/** `value`: 0 none, 1 all, 2 custom, which can only be made of all (§2.15). */
function setGeneral({ state, body }: Asked, rights: FakeRights): Answered {
  const { type, value } = body;
  if (!isKind(type) || ![0, 1, 2].includes(value as number)) return wrong("Wrong format", "type");
  if (value === 2 && rights[type] === false) return problem(state, 422, "ForbiddenChangeToCustomAccess", "", "value");
  if (value === 2) chosen(state, rights, type);
  else rights[type] = value === 1;
  return shownRights(rights);
}

function setCustomer({ state, body }: Asked, rights: FakeRights): Answered {
  const { id, type, value } = body;
  if (!isKind(type) || ![0, 1, 2].includes(value as number)) return wrong("Wrong format", "type");
  if (!state.customers.some((each) => each.id === id)) return problem(state, 404, "ResourceNotFound", "", "id");
  const held = rights[type];
  if (value === 2 && held !== true && (typeof held === "boolean" || !held[String(id)]))
    return problem(state, 422, "ForbiddenChangeToCustomAccess", "Custom access needs full access first.", "value");
  const map = chosen(state, rights, type);
  const own = state.projects.filter((each) => each.customers_id === id);
  if (value === 0) delete map[String(id)];
  else
    map[String(id)] =
      value === 1 ? true : { projects: Object.fromEntries(own.map((each) => [each.id, true as const])) };
  return shownRights(rights);
}

function setProject({ state, body }: Asked, rights: FakeRights): Answered {
  const { id, type, value } = body;
  if (!isKind(type) || ![0, 1].includes(value as number)) return wrong("Wrong format", "type");
  const project = state.projects.find((each) => each.id === id);
  if (!project) return problem(state, 404, "ResourceNotFound", "", "id");
  const map = chosen(state, rights, type);
  const key = String(project.customers_id);
  const own = state.projects.filter((each) => each.customers_id === project.customers_id);
  const held = map[key];
  const projects =
    held === true ? Object.fromEntries(own.map((each) => [each.id, true as const])) : { ...held?.projects };
  if (value === 1) projects[String(id)] = true;
  else delete projects[String(id)];
  if (Object.keys(projects).length === 0) delete map[key];
  else map[key] = { projects };
  return shownRights(rights);
}

function setService({ state, body }: Asked, rights: FakeRights, general: boolean): Answered {
  const { id, type, value } = body;
  if (type !== "add" || ![0, 1, ...(general ? [2] : [])].includes(value as number))
    return wrong("Wrong format", "type");
  const all = () => Object.fromEntries(state.services.map((each) => [each.id, true as const]));
  if (general) {
    if (value === 2 && rights.services === false) return problem(state, 422, "ForbiddenChangeToCustomAccess");
    if (value !== 2) rights.services = value === 1;
    else if (rights.services === true) rights.services = all();
    return shownServices(rights);
  }
  if (!state.services.some((each) => each.id === id)) return problem(state, 404, "ResourceNotFound", "", "id");
  const map = rights.services === true ? all() : rights.services === false ? {} : rights.services;
  if (value === 1) map[String(id)] = true;
  else delete map[String(id)];
  rights.services = map;
  return shownServices(rights);
}

/** The five paths that groups and single people have in common. */
function rightsRoute(asked: Asked, rights: FakeRights, [part, general]: string[]): Answered {
  const { method, state } = asked;
  if (method === "GET" && part === "customersProjects") return shownRights(rights);
  if (method === "GET" && part === "services") return shownServices(rights);
  if (method !== "PUT") return problem(state, 405, "General", "Method not allowed");
  if (part === "customers") return general === "general" ? setGeneral(asked, rights) : setCustomer(asked, rights);
  if (part === "projects") return setProject(asked, rights);
  if (part === "services") return setService(asked, rights, general === "general");
  return problem(state, 404, "RouteNotFound");
}

const groupResource: Resource<FakeGroup> = {
  rows: groupsOf,
  fields: { name: text(100), users_ids: ids },
  needed: ["name"],
  fresh: () => ({
    name: "",
    users_ids: [],
    has_elevated_access: false,
    has_master_data_access: false,
    company_default: false,
    rights: noRights(),
  }),
  show: (_asked, { rights: _, ...row }) => row,
  stays: ({ state }, { company_default }) =>
    company_default ? problem(state, 403, "Forbidden", "The group of the company stays.") : null,
};

/** `/v2/accessGroups` */
export function accessGroups(asked: Asked, [id, ...rest]: string[]): Answered {
  if (!may(asked.user, manageAccess)) return forbidden(asked);
  const group = groupsOf(asked.state).find((each) => each.id === Number(id));
  return group && rest.length > 0 ? rightsRoute(asked, group.rights, rest) : resourceRoute(asked, id, groupResource);
}

interface Individual extends Record<string, unknown> {
  id: number;
  rights: FakeRights;
}
function individualOf(state: FakeState, id: number): Individual {
  state.rows.individualAccess ??= [];
  const rows = state.rows.individualAccess as Individual[];
  const held = rows.find((each) => each.id === id);
  if (held) return held;
  const made = { id, rights: noRights() };
  rows.push(made);
  return made;
}

/** `/v2/individualUserAccess/{usersId}/…` */
export function individualUserAccess(asked: Asked, [id, ...rest]: string[]): Answered {
  const { state, method, user } = asked;
  if (!may(user, manageAccess)) return forbidden(asked);
  if (!state.users.some((each) => each.id === Number(id))) return problem(state, 404, "ResourceNotFound", "");
  const own = individualOf(state, Number(id));
  if (rest[0] !== "clear") return rightsRoute(asked, own.rights, rest);
  if (method !== "POST") return problem(state, 405, "General", "Method not allowed");
  own.rights = noRights();
  return ok({ success: true });
}

/** What one may by all groups and one's own rights together. */
function effectiveRights(state: FakeState, userId: number): FakeRights {
  const user = state.users.find((each) => each.id === userId);
  const sources = [
    ...groupsOf(state)
      .filter((each) => each.users_ids.includes(userId))
      .map(({ rights }) => rights),
    individualOf(state, userId).rights,
  ];
  const joined = (kind: keyof FakeRights) => {
    const held = sources.map((each) => each[kind]);
    const elevated = kind !== "add" && kind !== "services" && user?.elevated.includes("manage_work_time");
    if (user?.role === "owner" || elevated || held.includes(true)) return true;
    const maps = held.filter((each) => typeof each === "object");
    return maps.some((map) => Object.keys(map).length > 0) ? Object.assign({}, ...maps) : false;
  };
  return { add: joined("add"), report: joined("report"), edit: joined("edit"), services: joined("services") };
}

/** `/v2/users/{id}/access/customers-projects` and `…/services`: one's own, and everybody's for who manages access. */
export function effectiveAccess(asked: Asked, id: number, part: string | undefined): Answered {
  const { state, user, method } = asked;
  if (method !== "GET") return problem(state, 405, "General", "Method not allowed");
  if (!state.users.some((each) => each.id === id)) return problem(state, 404, "ResourceNotFound", "");
  if (id !== user.id && !may(user, manageAccess)) return forbidden(asked);
  const rights = effectiveRights(state, id);
  if (part === "customers-projects") return shownRights(rights);
  return part === "services" ? shownServices(rights) : problem(state, 404, "RouteNotFound");
}

/** `/v2/subscription` (§2.16) */
export function subscription(asked: Asked): Answered {
  const { state, user } = asked;
  if (user.role !== "owner") return forbidden(asked);
  return ok({
    data: {
      current_until: "2027-03-31",
      current: { plan_id: 4, plan_name: "Pro", number_of_licences: 10, interval: "yearly" },
      upcoming: null,
      cancel_date: null,
      ...state.rows.subscription?.[0],
    },
  });
}
