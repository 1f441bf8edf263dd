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
}

interface FakeTeam {
  id: number;
  name: string;
}

export interface FakeCustomer {
  id: number;
  name: string;
  visible: boolean;
  number: string | null;
}

export interface FakeProject {
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

export interface FakeActivity {
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

interface Rounding {
  mode: "default" | "closest" | "floor" | "ceil";
  /** Minutes; 0 switches it off. */
  begin: number;
  end: number;
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
  breakTime: boolean;
  rounding: Rounding;
  /** Entries that begin before this moment are closed for everybody but administrators. */
  lockedBefore: number | null;
  plugins: { name: string; version: string }[];
  /** Names of custom fields of entries that the MetaFields plugin defines. */
  metaFields: string[];
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
  nextId: Record<"customer" | "project" | "activity" | "tag" | "timesheet", number>;
  /** Rights taken from or given to a role, beside Kimai's defaults (rights.ts). */
  granted: Partial<Record<Role, string[]>>;
  revoked: Partial<Record<Role, string[]>>;
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
}

export const ok = (body: unknown, headers?: Record<string, string>): Answered => ({ status: 200, body, headers });
const words: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
};
export const fail = (status: number): Answered => ({ status, body: { code: status, message: words[status] ?? "" } });
