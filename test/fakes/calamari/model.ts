/** What the fake Calamari keeps, in Calamari's own words (calamari-api.md §2). */
export interface FakeEmployee {
  /** v1 id; Calamari's MCP server calls it `legacyId`. */
  id: number;
  /** Id of People v2. */
  uuid: string;
  firstName: string;
  lastName: string;
  email: string;
  /** What they sign in with, where that is no address (§1.2). */
  login?: string;
  externalNumber: string | null;
  workingWeek: number;
  position: number | null;
  contractType: number | null;
  teams: number[];
  timezone: string;
  directManager: number | null;
  admin: boolean;
  archived: boolean;
  hireDate: string | null;
  birthDate: string | null;
  holidaysCalendar: string;
  /** Access to the API terminal (§2.1). */
  terminal: boolean;
}

export interface FakeShift {
  id: number;
  employee: number;
  /** Milliseconds since 1970. */
  started: number;
  finished: number | null;
  breaks: { from: number; to: number | null; breakType: number }[];
  projects: { from: number; to: number | null; project: number }[];
  description: string;
}

export interface FakeAbsenceType {
  id: number;
  name: string;
  durationUnit: "DAYS" | "HOURS";
  externalId?: string | null;
  /** Days or hours a year; null: unlimited. */
  allowance: number | null;
  category: "TIMEOFF" | "WORK";
  minDuration: "WHOLE_DAY" | "HALF_DAY" | "HALF" | "QUARTER" | "TWO" | "WHOLE";
  reason: "DISABLED" | "OPTIONAL" | "REQUIRED";
  comment: "DISABLED" | "OPTIONAL" | "REQUIRED";
  substitute: "DISABLED" | "OPTIONAL" | "REQUIRED";
  predefinedReasons?: string[];
}

export interface FakeAbsence {
  id: number;
  employee: number;
  type: number;
  from: string;
  to: string;
  fromPart: string;
  toPart: string;
  /** Days or hours, by the type's unit. */
  amount: number;
  status: string;
  reason: string | null;
  substitute: number | null;
  comments: { commentator: number; content: string }[];
  created: number;
  updated: number;
}

/** Groups of operations that a key can have (§1.1). */
export const scopes = [
  "terminal",
  "status",
  "timesheet",
  "projects",
  "requests",
  "types",
  "balances",
  "holidays",
  "weeks",
  "employees",
  "people",
  "teams",
  "positions",
  "contracts",
] as const;
export type Scope = (typeof scopes)[number];

export interface FakeState {
  key: string;
  employees: FakeEmployee[];
  shifts: FakeShift[];
  /** What this Calamari makes of a shift of the time sheet right before it is stored, as a defect may; absent: nothing. */
  distort?(shift: Omit<FakeShift, "id">): void;
  projects: { id: number; name: string; archived: boolean; restrictedTo: number[] | null }[];
  breakTypes: { id: number; name: string; restrictedTo: number[] | null; paid: boolean }[];
  absenceTypes: FakeAbsenceType[];
  absences: FakeAbsence[];
  /** Manual corrections of balances. */
  corrections: { employee: number; type: number; amount: number; asOfDate: string; comment: string | null }[];
  holidays: { calendar: string; name: string; start: string; end: string; halfdayPeriod: "AM" | "PM" | null }[];
  weeks: {
    id: number;
    name: string;
    /** Monday first: seconds, with times or flexible; null: no working day. */
    days: ({ start: string | null; finish: string | null; seconds: number } | null)[];
  }[];
  teams: { id: number; name: string; managers: number[] }[];
  positions: { id: number; name: string }[];
  contractTypes: { id: number; name: string }[];
  nextId: number;
  settings: {
    /** What the key may (§1.1); everything else is 403. */
    scopes: Scope[];
    /** Modules that the company has; operations of a missing one are 403. */
    modules: ("time" | "leave")[];
    /** Body of a 403, whose shape is not known: none, the usual triple, or HTML. */
    forbiddenBody: "empty" | "triple" | "html";
    /** `duration` of a shift already leaves out its breaks (§2.3 does not say). */
    netDuration: boolean;
    /** Items of `projects` in answers name the project in `project`, or by `name` alone (§2.3). */
    projectItems: "nested" | "flat";
    /** `entitlement-balance/all` nests type and balance, or is flat (§2.6). */
    balanceItems: "nested" | "flat";
    /** `id` of the update body is refused when the create fields are not all there (§2.3 does not say). */
    updateWhole: boolean;
    /** A break begun on a stopped shift: refused, or ignored (§2.1 does not say). */
    breakWithoutShift: "refused" | "ignored";
    /** Days of `timesheetentries/find` are the person's or those of UTC (§2.3 does not say). */
    daysBy: "local" | "utc";
    /** Zone of clock times in requests; null: each person's own (§1.3 does not say). */
    timesIn: string | null;
    /** Changes, deletions and archiving answer nothing (§2.3: "maybe empty"). */
    emptyAnswers: boolean;
    /** Absences answer filters with `from`/`to` inside, or any that touch (§2.5). */
    absencesBy: "overlap" | "inside";
    /** `totalPages` is told (§2.8). */
    totalPages: boolean;
    /** Employees v1, deprecated, are still there. */
    employeesV1: boolean;
    /** Positions and contract types can be listed under the paths that seem likely (§2.0). */
    lists: boolean;
    /** Enforce the limits of §1.4. */
    limits: boolean;
    perPage: number;
  };
}

export interface Asked {
  state: FakeState;
  method: string;
  /** Below `/api`: `clockin/terminal/v1/clock-in`. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  now: number;
  /** Notes members of the body and parameters that the reference knows; all others are reported by `unknownMembers()`. */
  known(...names: string[]): void;
}

export interface Answered {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
}

export const ok = (body: unknown): Answered => ({ status: 200, body });
/** The one shape of errors (§1.5). */
export const wrong = (code: string | null, message = "Incorrect value", field: string | null = null): Answered => ({
  status: 400,
  body: { message, code, field },
});
/** UTC with an offset without colon (§1.3). */
export const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+0000`;
/** Local, without zone and without parts of a second: anything else is refused (§1.3). */
export const isLocal = (text: unknown): text is string =>
  typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}Z`));
export const isDay = (text: unknown): text is string =>
  typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** By e-mail address in whatever case, login, or `externalNumber:…` (§1.2). */
export function employeeBy(state: FakeState, wanted: unknown): FakeEmployee | undefined {
  if (typeof wanted !== "string") return undefined;
  const number = /^externalNumber:(.+)$/.exec(wanted)?.[1];
  return state.employees.find(
    (each) =>
      !each.archived &&
      (number === undefined
        ? each.email.toLowerCase() === wanted.toLowerCase() || each.login === wanted
        : each.externalNumber === number),
  );
}
export const shortPerson = ({ firstName, lastName, email, externalNumber }: FakeEmployee) => ({
  firstName,
  lastName,
  email,
  externalId: externalNumber ?? undefined,
});
