import type { FakeActivity, FakeCustomer, FakeProject, FakeState, FakeTag, FakeTimesheet, FakeUser } from "./model";
import { may } from "./rights";
import { wireTime } from "./zones";

/** Rows as Kimai 2.66 writes them; what rights hide is absent, not null (kimai-api.md §3.11). */
const colour = { "color-safe": "#3F51B5" };

/** Index by id; rebuilt when a list grows, so that rows of ten thousand entries stay cheap. */
const indexes = new WeakMap<object[], { size: number; map: Map<number, object> }>();
export function byId<T extends { id: number }>(list: T[], id: number): T | undefined {
  let index = indexes.get(list);
  if (!index || index.size !== list.length) {
    index = { size: list.length, map: new Map(list.map((each) => [each.id, each])) };
    indexes.set(list, index);
  }
  return index.map.get(id) as T | undefined;
}

export const userRow = (user: FakeUser) => ({
  apiToken: user.token !== "",
  locale: "en",
  timezone: user.zone,
  language: "en",
  initials: user.username.slice(0, 2).toUpperCase(),
  ...colour,
  id: user.id,
  alias: user.alias,
  title: null,
  avatar: null,
  username: user.username,
  email: user.email,
  accountNumber: null,
  enabled: user.enabled,
  systemAccount: false,
  color: null,
});

const teamRow = (state: FakeState, id: number) => ({
  ...colour,
  id,
  name: byId(state.teams, id)?.name ?? "",
  color: null,
});

export const meRow = (state: FakeState, user: FakeUser) => ({
  ...userRow(user),
  apiToken: true,
  preferences: user.preferences,
  teams: user.teams.map((team) => teamRow(state, team.id)),
  memberships: user.teams.map((team) => ({ team: teamRow(state, team.id), teamlead: team.lead })),
  roles: user.role === "USER" ? [] : [`ROLE_${user.role}`],
  supervisor: null,
});

export const teamsRow = (state: FakeState) => state.teams.map((team) => teamRow(state, team.id));
export const teamDetail = (state: FakeState, id: number) => ({
  ...teamRow(state, id),
  members: state.users.flatMap((user) =>
    user.teams.filter((team) => team.id === id).map((team) => ({ user: userRow(user), teamlead: team.lead })),
  ),
  customers: [],
  projects: [],
  activities: [],
});

/** Budgets come only to those who may see them. */
const budgets = (state: FakeState, who: FakeUser) =>
  may(state, who, "all_data") ? { budget: 0, timeBudget: 0, budgetType: null } : {};

export const customerRow = (state: FakeState, who: FakeUser, customer: FakeCustomer) => ({
  ...customerNested(customer),
  teams: [],
  ...budgets(state, who),
});
/** Single customers and those just made have more to say. */
export const customerEntity = (state: FakeState, who: FakeUser, customer: FakeCustomer) => ({
  ...customerRow(state, who, customer),
  ...Object.fromEntries(
    "vatId contact address email addressLine1 addressLine2 addressLine3 postCode city invoiceEmail buyerReference"
      .split(" ")
      .map((name) => [name, null]),
  ),
});
const customerNested = (customer: FakeCustomer) => ({
  ...colour,
  id: customer.id,
  name: customer.name,
  number: customer.number,
  comment: null,
  visible: customer.visible,
  billable: true,
  company: null,
  country: "DE",
  language: "en",
  currency: "EUR",
  phone: null,
  fax: null,
  mobile: null,
  homepage: null,
  timezone: "Europe/Berlin",
  metaFields: [],
  color: null,
});

const projectBase = (project: FakeProject) => ({
  ...colour,
  id: project.id,
  name: project.name,
  orderNumber: null,
  orderDate: null,
  start: project.start,
  end: project.end,
  comment: null,
  visible: project.visible,
  billable: true,
  metaFields: [],
  globalActivities: project.globalActivities,
  number: project.number,
  color: null,
});
export const projectRow = (state: FakeState, who: FakeUser, project: FakeProject) => ({
  parentTitle: byId(state.customers, project.customer)?.name ?? "",
  customer: project.customer,
  ...projectBase(project),
  teams: project.teams.map((team) => teamRow(state, team)),
  ...budgets(state, who),
});

const activityBase = (activity: FakeActivity) => ({
  ...colour,
  id: activity.id,
  name: activity.name,
  comment: null,
  visible: activity.visible,
  billable: true,
  metaFields: [],
  number: activity.number,
  color: null,
});
export const activityRow = (state: FakeState, who: FakeUser, activity: FakeActivity) => ({
  parentTitle: activity.project === null ? null : (byId(state.projects, activity.project)?.name ?? ""),
  project: activity.project,
  ...activityBase(activity),
  teams: [],
  ...budgets(state, who),
});

export const tagRow = (tag: FakeTag) => ({ ...colour, id: tag.id, name: tag.name, visible: tag.visible, color: null });

function sheetBase(state: FakeState, who: FakeUser, sheet: FakeTimesheet) {
  const net = sheet.end === null ? 0 : Math.max(0, (sheet.end - sheet.begin) / 1000 - sheet.breakSeconds);
  const hourly = sheet.hourlyRate ?? 60;
  const rate = sheet.end === null ? 0 : (sheet.fixedRate ?? Math.round(((hourly * net) / 3600) * 10_000) / 10_000);
  return {
    tags: sheet.tags,
    id: sheet.id,
    begin: wireTime(sheet.begin, sheet.zone),
    end: sheet.end === null ? null : wireTime(sheet.end, sheet.zone),
    duration: net,
    break: sheet.breakSeconds,
    description: sheet.description,
    ...(may(state, who, "view_rate") ? { rate, internalRate: rate } : {}),
    exported: sheet.exported,
    billable: sheet.billable,
    metaFields: Object.entries(sheet.meta).map(([name, value]) => ({ name, value })),
  };
}

const ids = (sheet: FakeTimesheet) => ({ activity: sheet.activity, project: sheet.project, user: sheet.user });

export const sheetRow = (state: FakeState, who: FakeUser, sheet: FakeTimesheet) => ({
  ...ids(sheet),
  ...sheetBase(state, who, sheet),
});

const rates = (state: FakeState, who: FakeUser, sheet: FakeTimesheet) =>
  may(state, who, "view_rate") ? { fixedRate: sheet.fixedRate, hourlyRate: sheet.hourlyRate ?? 60 } : {};

/** What single reads and writes answer. */
export const sheetEntity = (state: FakeState, who: FakeUser, sheet: FakeTimesheet) => ({
  ...sheetRow(state, who, sheet),
  ...rates(state, who, sheet),
});

export function sheetExpanded(state: FakeState, who: FakeUser, sheet: FakeTimesheet) {
  const project = byId(state.projects, sheet.project);
  const customer = project && byId(state.customers, project.customer);
  const activity = byId(state.activities, sheet.activity);
  const user = byId(state.users, sheet.user);
  const own = activity && activity.project !== null ? byId(state.projects, activity.project) : undefined;
  const ownCustomer = own && byId(state.customers, own.customer);
  return {
    ...sheetBase(state, who, sheet),
    user: user && userRow(user),
    activity: activity && {
      ...activityBase(activity),
      project: own ? { ...projectBase(own), customer: ownCustomer && customerNested(ownCustomer) } : null,
    },
    project: project && { ...projectBase(project), customer: customer && customerNested(customer) },
  };
}
