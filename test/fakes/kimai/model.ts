import type { FakePlugins } from "./plugins";

export type Role = "USER" | "TEAMLEAD" | "ADMIN" | "SUPER_ADMIN";
type TrackingMode = "default" | "punch" | "duration_fixed_begin";

export interface FakeUser {
  id: number;
  username: string;
  alias: string | null;
  email: string;
  zone: string;
  role: Role;
  token: string;
  enabled: boolean;
  /** Ids of teams, with whether the user leads them. */
  teams: { id: number; lead: boolean }[];
  preferences: { name: string; value: string | null }[];
  title?: string | null;
  accountNumber?: string | null;
  color?: string | null;
  avatar?: string | null;
  supervisor?: number | null;
  language?: string;
  locale?: string;
  systemAccount?: boolean;
  /** For the old `X-AUTH-USER` and `X-AUTH-TOKEN` headers. */
  apiPassword?: string;
}

export interface FakeTeam {
  id: number;
  name: string;
  color?: string | null;
}

export interface FakeInvoice {
  id: number;
  number: string;
  customer: number;
  user: number;
  /** Milliseconds since 1970. */
  created: number;
  total: number;
  tax: number;
  vat: number;
  currency: string;
  dueDays: number;
  status: "new" | "pending" | "paid" | "canceled";
  overdue: boolean;
  /** Civil day. */
  paid: string | null;
  comment: string | null;
  /** As the download names it, and what it holds. */
  file: { name: string; type: string; text: string };
  meta: Record<string, string>;
}

export interface FakeRate {
  id: number;
  user: number | null;
  rate: number;
  internalRate: number | null;
  isFixed: boolean;
}

export interface FakeComment {
  id: number;
  message: string;
  /** Who wrote it. */
  user: number;
  /** Milliseconds since 1970. */
  created: number;
  pinned: boolean;
}

/** What customers, projects and activities may have beside their names. */
export interface FakeWork {
  /** Values of the form by Kimai's names; what is absent is empty, or Kimai's default. */
  values?: Record<string, string | number | boolean | null>;
  /** Only members of these see it; empty: everybody. */
  teams?: number[];
  meta?: Record<string, string>;
  rates?: FakeRate[];
  comments?: FakeComment[];
}

export interface FakeCustomer extends FakeWork {
  id: number;
  name: string;
  visible: boolean;
  number: string | null;
}

export interface FakeProject extends FakeWork {
  id: number;
  customer: number;
  name: string;
  visible: boolean;
  number: string | null;
  globalActivities: boolean;
  /** Civil days. */
  start: string | null;
  end: string | null;
  /** Only members of these see it; empty: everybody. */
  teams: number[];
}

export interface FakeActivity extends FakeWork {
  id: number;
  project: number | null;
  name: string;
  visible: boolean;
  number: string | null;
}

export interface FakeTag {
  id: number;
  name: string;
  visible: boolean;
  color?: string | null;
}

export interface FakeTimesheet {
  id: number;
  user: number;
  project: number;
  activity: number;
  /** Milliseconds since 1970. */
  begin: number;
  end: number | null;
  /** Zone of the record. */
  zone: string;
  breakSeconds: number;
  description: string | null;
  tags: string[];
  exported: boolean;
  billable: boolean;
  fixedRate: number | null;
  hourlyRate: number | null;
  meta: Record<string, string>;
  modified: number;
}

export interface Rounding {
  mode: "default" | "closest" | "floor" | "ceil";
  /** Minutes; 0 switches it off. */
  begin: number;
  end: number;
  /** Of the duration alone, after the times were rounded. */
  duration?: number;
}

/** How this Kimai is set up. */
export interface FakeSettings {
  version: string;
  trackingMode: TrackingMode;
  /** Clock time at which `duration_fixed_begin` lets entries begin. */
  defaultBegin: string;
  hardLimit: number;
  allowFuture: boolean;
  allowOverlap: boolean;
  allowZeroDuration: boolean;
  /** Minutes without the break that an entry may have; 0: no limit. */
  longRunningMinutes: number;
  breakTime: boolean;
  rounding: Rounding;
  /** Entries that begin before this moment are closed for everybody but administrators. */
  lockedBefore: number | null;
  plugins: { name: string; version: string }[];
  /** Names of custom fields of entries that the MetaFields plugin defines. */
  metaFields: string[];
  /** Names of custom fields of customers, projects and activities. */
  workMetaFields: Partial<Record<"customer" | "project" | "activity", string[]>>;
  /** Names of custom fields of invoices. */
  invoiceMetaFields: string[];
  /** Colours by their names that people, teams and others may have. */
  colors: Record<string, string>;
  /** An administrator lets things have any colour, not those alone. */
  anyColor: boolean;
  /** Preferences that nobody may set. */
  disabledPreferences: string[];
}

export interface FakeState {
  settings: FakeSettings;
  users: FakeUser[];
  teams: FakeTeam[];
  customers: FakeCustomer[];
  projects: FakeProject[];
  activities: FakeActivity[];
  tags: FakeTag[];
  timesheets: FakeTimesheet[];
  /** Entries that people have marked. */
  favourites: { user: number; sheet: number }[];
  /** Last id of each table of rates and comments. */
  counters: Record<string, number>;
  invoices: FakeInvoice[];
  /** API tokens by the ids that the profile page shows; without a text of their own it is `FakeUser.token`. */
  apiTokens: { id: number; user: number; name?: string; text?: string }[];
  /** Whose token the plugin makes in place of the one asked for, as a defect may; absent: the right one. */
  makesTokenOf?: number;
  nextId: Record<"customer" | "project" | "activity" | "tag" | "timesheet" | "user" | "team", number>;
  /** What paid plugins keep; their routes answer only where `settings.plugins` names them (plugins.ts). */
  plugged: FakePlugins;
  /** Rights taken from or given to a role, beside Kimai's defaults (rights.ts). */
  granted: Partial<Record<Role, string[]>>;
  revoked: Partial<Record<Role, string[]>>;
  /** What this Kimai makes of a record right before it is stored, as a plugin or a defect may; absent: nothing. */
  distort?(sheet: FakeTimesheet): void;
}

/** A request as the routes see it. */
export interface Asked {
  state: FakeState;
  user: FakeUser;
  query: URLSearchParams;
  body: unknown;
  /** Milliseconds since 1970 by the fake's own clock. */
  now: number;
}

export interface Answered {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** A file instead of JSON. */
  raw?: Uint8Array;
}

export const ok = (body: unknown, headers?: Record<string, string>): Answered => ({ status: 200, body, headers });
const words: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  410: "Gone",
  500: "Internal Server Error",
};
export const fail = (status: number): Answered => ({ status, body: { code: status, message: words[status] ?? "" } });
