import type {
  FakeActivity,
  FakeComment,
  FakeCustomer,
  FakeInvoice,
  FakeProject,
  FakeRate,
  FakeState,
  FakeTag,
  FakeTimesheet,
  FakeUser,
  FakeWork,
} from "./model";
import { may } from "./rights";
import { roundedDuration } from "./rounding";
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

/** Two letters of the name that is shown, as Kimai makes them. */
function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  const letters = parts.length > 1 ? `${parts[0]?.[0]}${parts.at(-1)?.[0]}` : name.slice(0, 2);
  return letters.toUpperCase();
}

export const userRow = (user: FakeUser) => ({
  apiToken: user.token !== "",
  locale: user.locale ?? "en",
  timezone: user.zone,
  language: user.language ?? "en",
  initials: initials(user.alias || user.username),
  "color-safe": user.color ?? colour["color-safe"],
  id: user.id,
  alias: user.alias,
  title: user.title ?? null,
  avatar: user.avatar ?? null,
  username: user.username,
  email: user.email,
  accountNumber: user.accountNumber ?? null,
  enabled: user.enabled,
  systemAccount: user.systemAccount ?? false,
  color: user.color ?? null,
});

const teamRow = (state: FakeState, id: number) => {
  const team = byId(state.teams, id);
  return { "color-safe": team?.color ?? colour["color-safe"], id, name: team?.name ?? "", color: team?.color ?? null };
};

export const meRow = (state: FakeState, user: FakeUser) => {
  const supervisor = user.supervisor ? byId(state.users, user.supervisor) : undefined;
  return {
    ...userRow(user),
    preferences: user.preferences,
    teams: user.teams.map((team) => teamRow(state, team.id)),
    memberships: user.teams.map((team) => ({ team: teamRow(state, team.id), teamlead: team.lead })),
    roles: user.role === "USER" ? [] : [`ROLE_${user.role}`],
    supervisor: supervisor ? userRow(supervisor) : null,
  };
};

export const teamsRow = (state: FakeState) =>
  [...state.teams].sort((a, b) => a.name.localeCompare(b.name)).map((team) => teamRow(state, team.id));

/** What a team was given; projects and activities name what they belong to by id. */
const granted = <T extends { teams?: number[] }>(list: T[], team: number): T[] =>
  list.filter((each) => each.teams?.includes(team));

export const teamDetail = (state: FakeState, id: number) => ({
  ...teamRow(state, id),
  members: state.users.flatMap((user) =>
    user.teams.filter((team) => team.id === id).map((team) => ({ user: userRow(user), teamlead: team.lead })),
  ),
  customers: granted(state.customers, id).map(customerNested),
  projects: granted(state.projects, id).map((each) => ({ ...projectBase(each), customer: each.customer })),
  activities: granted(state.activities, id).map((each) => ({ ...activityBase(each), project: each.project })),
});

type Values = NonNullable<FakeWork["values"]>;

/** Kimai wrote budgets only into single records before 2.66; and only for those who may see them. */
function budgets(state: FakeState, who: FakeUser, { values }: FakeWork, list: boolean) {
  const [major = 0, minor = 0] = state.settings.version.split(".").map(Number);
  const late = list && major * 1000 + minor < 2066;
  return may(state, who, "budget_work") && !late
    ? {
        budget: Number(values?.budget ?? 0),
        timeBudget: Number(values?.timeBudget ?? 0),
        budgetType: values?.budgetType ?? null,
      }
    : {};
}

const pick = (values: Values | undefined, names: string) =>
  Object.fromEntries(names.split(" ").map((name) => [name, values?.[name] ?? null]));
const coloured = ({ values }: FakeWork) => ({
  "color-safe": String(values?.color ?? colour["color-safe"]),
  color: values?.color ?? null,
});
const metaRows = ({ meta }: FakeWork) => Object.entries(meta ?? {}).map(([name, value]) => ({ name, value }));
const workTeams = (state: FakeState, { teams }: FakeWork) => (teams ?? []).map((team) => teamRow(state, team));

/** Customers of lists with `full=1` tell more, and single ones everything. */
const fullCustomer = "vatId addressLine1 addressLine2 addressLine3 postCode city";
const wholeCustomer = `${fullCustomer} contact address email invoiceEmail buyerReference`;

export const customerRow = (state: FakeState, who: FakeUser, customer: FakeCustomer, full = false) => ({
  ...customerNested(customer),
  ...(full ? pick(customer.values, fullCustomer) : {}),
  teams: workTeams(state, customer),
  ...budgets(state, who, customer, true),
});
export const customerEntity = (state: FakeState, who: FakeUser, customer: FakeCustomer) => ({
  ...customerRow(state, who, customer),
  ...pick(customer.values, wholeCustomer),
  ...budgets(state, who, customer, false),
});
const customerNested = (customer: FakeCustomer) => ({
  id: customer.id,
  name: customer.name,
  number: customer.number,
  ...pick(customer.values, "comment company phone fax mobile homepage"),
  visible: customer.visible,
  billable: customer.values?.billable ?? true,
  country: customer.values?.country ?? "DE",
  language: customer.values?.language ?? "en",
  currency: customer.values?.currency ?? "EUR",
  timezone: customer.values?.timezone ?? "Europe/Berlin",
  metaFields: metaRows(customer),
  ...coloured(customer),
});

const projectBase = (project: FakeProject) => ({
  id: project.id,
  name: project.name,
  ...pick(project.values, "orderNumber orderDate comment"),
  start: project.start,
  end: project.end,
  visible: project.visible,
  billable: project.values?.billable ?? true,
  metaFields: metaRows(project),
  globalActivities: project.globalActivities,
  number: project.number,
  ...coloured(project),
});
export const projectRow = (state: FakeState, who: FakeUser, project: FakeProject, list = false) => ({
  parentTitle: byId(state.customers, project.customer)?.name ?? "",
  customer: project.customer,
  ...projectBase(project),
  teams: workTeams(state, project),
  ...budgets(state, who, project, list),
});

const activityBase = (activity: FakeActivity) => ({
  id: activity.id,
  name: activity.name,
  ...pick(activity.values, "comment"),
  visible: activity.visible,
  billable: activity.values?.billable ?? true,
  metaFields: metaRows(activity),
  number: activity.number,
  ...coloured(activity),
});
export const activityRow = (state: FakeState, who: FakeUser, activity: FakeActivity, list = false) => ({
  parentTitle: activity.project === null ? null : (byId(state.projects, activity.project)?.name ?? ""),
  project: activity.project,
  ...activityBase(activity),
  teams: workTeams(state, activity),
  ...budgets(state, who, activity, list),
});

export const rateRow = (state: FakeState, rate: FakeRate) => {
  const user = rate.user === null ? undefined : byId(state.users, rate.user);
  const { id, internalRate, isFixed } = rate;
  return { id, user: user ? userRow(user) : null, rate: rate.rate, internalRate, isFixed };
};

export const commentRow = (state: FakeState, who: FakeUser, comment: FakeComment) => {
  const user = byId(state.users, comment.user);
  return {
    id: comment.id,
    message: comment.message,
    createdBy: user && userRow(user),
    createdAt: wireTime(comment.created, who.zone),
    pinned: comment.pinned,
  };
};

export const tagRow = ({ id, name, visible, color = null }: FakeTag) => ({
  "color-safe": color ?? colour["color-safe"],
  id,
  name,
  visible,
  color,
});

function sheetBase(state: FakeState, who: FakeUser, sheet: FakeTimesheet) {
  const exact = sheet.end === null ? 0 : Math.max(0, (sheet.end - sheet.begin) / 1000 - sheet.breakSeconds);
  const net = roundedDuration(state.settings.rounding, exact);
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

export function invoiceRow(state: FakeState, invoice: FakeInvoice) {
  const customer = byId(state.customers, invoice.customer);
  const user = byId(state.users, invoice.user);
  return {
    createdAt: wireTime(invoice.created, user?.zone ?? "UTC"),
    overdue: invoice.overdue,
    id: invoice.id,
    invoiceNumber: invoice.number,
    comment: invoice.comment,
    customer: customer && customerNested(customer),
    user: user && userRow(user),
    total: invoice.total,
    tax: invoice.tax,
    currency: invoice.currency,
    dueDays: invoice.dueDays,
    vat: invoice.vat,
    status: invoice.status,
    invoiceFilename: invoice.file.name,
    paymentDate: invoice.paid,
    metaFields: Object.entries(invoice.meta).map(([name, value]) => ({ name, value })),
  };
}
