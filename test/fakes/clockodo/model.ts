/** What the fake Clockodo keeps, in Clockodo's own words (clockodo-api.md §2). */
export interface FakeUser {
  id: number;
  name: string;
  email: string;
  /** API key. */
  key: string;
  role: "owner" | "worker";
  active: boolean;
  timezone: string;
  language: "en" | "de" | "fr";
  weekstart_monday: boolean;
  teams_id: number | null;
  number: string | null;
  default_target_hours: boolean;
  default_holidays_count: boolean;
  start_date: string | null;
  /** Days after which a worker may not change entries any more; null: no lock. */
  edit_lock_dyn: number | null;
  /** What began before this day is closed; absent: no such lock. */
  edit_lock?: string;
  /** Rights beside the role (§5). */
  elevated: string[];
}

export interface FakeCustomer {
  id: number;
  name: string;
  number: string | null;
  active: boolean;
  billable_default: boolean;
  note: string | null;
  color: number;
  /** Ids of services; absent: none. */
  service_assignments?: number[];
}

export interface FakeBudget {
  amount: number | null;
  monetary: boolean;
  hard: boolean;
  from_subprojects: boolean;
  interval: number | null;
  notification_thresholds: number[];
}

export interface FakeProject {
  id: number;
  customers_id: number;
  name: string;
  number: string | null;
  active: boolean;
  billable_default: boolean;
  completed: boolean;
  note: string | null;
  start_date: string | null;
  deadline: string | null;
  budget: FakeBudget | null;
  billed_money: number | null;
  billed_completely: boolean | null;
  service_assignments?: number[];
}

export interface FakeSubproject extends Omit<FakeProject, "customers_id"> {
  projects_id: number;
}

export interface FakeService {
  id: number;
  name: string;
  number: string | null;
  active: boolean;
  note: string | null;
}

export interface FakeEntry {
  id: number;
  /** 1 time, 2 lump sum, 3 lump-sum service. */
  type: 1 | 2 | 3;
  users_id: number;
  customers_id: number;
  projects_id: number | null;
  subprojects_id: number | null;
  services_id: number | null;
  lumpsum_services_id: number | null;
  lumpsum_services_amount: number | null;
  lumpsum: number | null;
  billable: 0 | 1 | 2;
  text: string | null;
  /** Milliseconds since 1970. */
  since: number;
  until: number | null;
  clocked: boolean;
  /** Started for a time that had passed; absent: not. */
  offline?: boolean;
  hourly_rate: number | null;
  changed: number;
  /** Seconds, where they are not those between begin and end; absent: they are. */
  duration?: number;
  /** When it was made; absent: when it was changed. */
  inserted?: number;
}

export interface FakeAbsence {
  id: number;
  users_id: number;
  date_since: string;
  date_until: string;
  type: number;
  status: number;
  half_day: boolean;
  count_hours: number | null;
  sick_note: boolean | null;
  note: string | null;
  public_note: string | null;
  date_enquired: string | null;
  date_approved: string | null;
  approved_by: number | null;
}

interface FakeCompany {
  id: number;
  name: string;
  timezone_default: string;
  currency: string;
  allow_entries_for_customers: boolean;
  allow_entry_overlaps: boolean;
  /** Absent: true. */
  force_linked_entry_times?: boolean;
  module_absence: boolean;
  module_user_reports: boolean;
  module_target_hours: boolean;
  default_customers_id: number | null;
  default_services_id: number | null;
  holidays_count_default: number;
  /** Hours, Monday first. */
  target_hours_default: number[];
}

export interface FakeState {
  company: FakeCompany;
  users: FakeUser[];
  teams: { id: number; name: string; leader: number | null; user_ids: number[] }[];
  customers: FakeCustomer[];
  projects: FakeProject[];
  subprojects: FakeSubproject[];
  services: FakeService[];
  lumpSumServices: (FakeService & { price: number; unit: string | null })[];
  entries: FakeEntry[];
  /** What this Clockodo makes of an entry right before it is stored, as a defect may; absent: nothing. */
  distort?(entry: FakeEntry): void;
  absences: FakeAbsence[];
  /** Every other resource by its name, as rows with an id: what the API answers is what is kept. */
  rows: Record<string, Record<string, unknown>[]>;
  nextId: number;
  settings: {
    /** How a typed error of a 422 is nested (§1.5, shapes A and C). */
    nestedErrors: boolean;
    /** The deprecated `/v2/aggregates/users/me` answers still. */
    aggregates: boolean;
    /** Plain entry lists carry `text` (§8.3). */
    textInPlainLists: boolean;
    /** Which entries a period has (§8.4): those that begin in it, or all that reach into it. */
    entriesBy: "begin" | "overlap";
    /** An entry may be created as billed (§8.8). */
    billedOnCreate: boolean;
    /** Seconds that a 429 tells to wait; null: it does not tell (§8.1). */
    retryAfter: number | null;
    /** A confirm key is good only for the entries that were counted; false: for whatever fits then (§2.3 does not say). */
    keyOfEntries: boolean;
    /** Deleting entry groups answers with `deleted_entries` (§2.3). */
    deletedEntries: boolean;
    /** Milliseconds that a two-level entry group takes. */
    slowGroupsMs: number;
    /** `diff` of a user report has what was carried over and paid out in it already (§2.13 does not say). */
    reportDiffWhole: boolean;
    /** Change requests of work times stand in `data`, and a decline answers with success alone (§8.2). */
    wrappedRequests: boolean;
  };
}

export interface Asked {
  state: FakeState;
  user: FakeUser;
  method: string;
  /** Below `/api`, without the version: `["users", "me"]`. */
  path: string[];
  /** `v4`, or null. */
  version: string | null;
  query: URLSearchParams;
  body: Record<string, unknown>;
  now: number;
  /** Notes that a parameter is one that the reference knows; all others are reported by `unknownParameters()`. */
  known(...names: string[]): void;
}

export interface Answered {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
}

export const ok = (body: unknown): Answered => ({ status: 200, body });
export const problem = (
  state: FakeState,
  status: number,
  type: string,
  message = "",
  path: string | null = null,
  details: unknown = null,
): Answered => {
  const item = {
    type,
    message,
    path,
    details: details ?? (type === "UnexpectedValue" ? { expected_values: [] } : null),
  };
  return { status, body: { errors: [state.settings.nestedErrors && status === 422 ? { error: item } : item] } };
};
/** The older shape of v2 resources. */
export const wrong = (message: string, ...fields: string[]): Answered => ({
  status: 400,
  body: { error: { message, ...(fields.length > 0 && { fields }) } },
});
/** UTC with `Z` and without milliseconds (§1.8). */
export const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
export const isStamp = (text: unknown): text is string =>
  typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text));

/** One page of a list, with the `paging` that Clockodo adds. */
export function paged(asked: Asked, key: string, rows: unknown[], most: number): Answered {
  asked.known("page", "items_per_page");
  const perPage = Math.min(most, Math.max(1, Number(asked.query.get("items_per_page") ?? most) || most));
  const page = Math.max(1, Number(asked.query.get("page") ?? 1) || 1);
  return ok({
    paging: {
      items_per_page: perPage,
      current_page: page,
      count_pages: Math.ceil(rows.length / perPage),
      count_items: rows.length,
    },
    [key]: rows.slice((page - 1) * perPage, page * perPage),
  });
}

/** All values of a filter, in each of the forms that Clockodo takes: scalar, `[]`, comma list. */
export function filterOf(asked: Asked, name: string): string[] | null {
  asked.known(`filter[${name}]`, `filter[${name}][]`);
  const found = [...asked.query.getAll(`filter[${name}]`), ...asked.query.getAll(`filter[${name}][]`)];
  return found.length === 0 ? null : found.flatMap((value) => value.split(","));
}
