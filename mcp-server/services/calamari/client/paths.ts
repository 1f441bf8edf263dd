import type { Segment } from "../../http/path";

/** One operation of Calamari (calamari-api.md §2.0). Almost all are POST, reads too (§1.2). */
export interface Endpoint {
  method: "GET" | "POST" | "PATCH";
  path: readonly Segment[];
  /** It can change something: sent once. */
  write: boolean;
  /** It tells of nobody, or only of the person of whoever asks. */
  impersonal?: true;
}

const post = (path: string, more: Partial<Endpoint> = {}): Endpoint => ({
  method: "POST",
  path: path.split("/"),
  write: false,
  ...more,
});
const write = { write: true } as const;
const impersonal = { impersonal: true } as const;

export const endpoints = {
  clockIn: post("clockin/terminal/v1/clock-in", write),
  clockOut: post("clockin/terminal/v1/clock-out", write),
  breakStart: post("clockin/terminal/v1/break-start", write),
  breakStop: post("clockin/terminal/v1/break-stop", write),
  breakTypesOfPerson: post("clockin/terminal/v1/get-break-types-for-person"),
  status: post("clockin/shift/status/v1/get-current"),
  statusOfAll: post("clockin/shift/status/v1/get-current-for-all"),
  findShifts: post("clockin/timesheetentries/v1/find"),
  createShift: post("clockin/timesheetentries/v1/create", write),
  updateShift: post("clockin/timesheetentries/v1/update", write),
  // By a number alone, which was found among somebody's shifts before: it names nobody.
  deleteShift: post("clockin/timesheetentries/v1/delete", { ...write, ...impersonal }),
  overtime: post("clockin/timesheetentries/v1/balance"),
  projects: post("clockin/projects/v1/get-projects", impersonal),
  projectsOfPerson: post("clockin/projects/v1/get-projects-for-person"),
  createProject: post("clockin/projects/v1/create", { ...write, ...impersonal }),
  archiveProject: post("clockin/projects/v1/archive", { ...write, ...impersonal }),
  createAbsence: post("leave/request/v1/create", write),
  commentAbsence: post("leave/request/v1/create-comment", write),
  absencesOfOne: post("leave/request/v1/find"),
  absences: post("leave/request/v1/find-advanced"),
  absenceTypes: post("leave/v1/get-absence-types", impersonal),
  balances: post("leave/v1/entitlement-balance/all"),
  balance: post("leave/v1/entitlement-balance/get"),
  balancesOfMany: post("leave/v1/entitlement-balance/get-advanced"),
  adjustBalance: post("leave/v1/entitlement-balance/create", write),
  holidays: post("holiday/v1/find"),
  workingWeeks: post("working-week/v1/all", impersonal),
  listEmployees: post("employees/v1/list"),
  searchEmployees: post("employees/v1/search"),
  people: { method: "GET", path: ["people", "v2"], write: false },
  createPerson: { method: "POST", path: ["people", "v2"], write: true },
  teams: post("teams/v1/all", impersonal),
  createTeam: post("teams/v1/create", write),
  removeTeam: post("teams/v1/remove", { ...write, ...impersonal }),
  positions: post("positions/v1/all", impersonal),
  contractTypes: post("contract-types/v1/all", impersonal),
} as const satisfies Record<string, Endpoint>;

/**
 * One person of People v2.
 * @param id a UUID or `id:12345`, the number of v1: the vendor's page on changing people names both
 */
export const personEndpoint = (id: string): Endpoint => ({ method: "PATCH", path: ["people", "v2", id], write: true });
export const personStep = (id: string, step: "archive" | "invite"): Endpoint => ({
  method: "POST",
  path: ["people", "v2", id, step],
  write: true,
});
