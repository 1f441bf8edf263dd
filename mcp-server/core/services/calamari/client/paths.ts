import { z } from "zod";
import type { Segment } from "../../http/path";
import * as leave from "../wire/absence";
import * as person from "../wire/person";
import * as shift from "../wire/shift";

/** One operation of Calamari (calamari-api.md §2.0). Almost all are POST, reads too (§1.2). */
export interface Endpoint<T = unknown> {
  method: "GET" | "POST" | "PATCH";
  path: readonly Segment[];
  answer: z.ZodType<T>;
  /** It can change something: sent once. */
  write: boolean;
  /** It tells of nobody, or only of the person of whoever asks. */
  impersonal?: true;
}

/** Nothing of the answer is used, whatever its form. A stamp's tells the state after it, which proves no new stamp (§2.1). */
const anything = z.unknown();
const impersonal = { impersonal: true } as const;

const read = <T>(path: string, answer: z.ZodType<T>, more: { impersonal?: true } = {}): Endpoint<T> => ({
  method: "POST",
  path: path.split("/"),
  answer,
  write: false,
  ...more,
});
const write = <T>(path: string, answer: z.ZodType<T>, more: { impersonal?: true } = {}): Endpoint<T> => ({
  ...read(path, answer, more),
  write: true,
});

export const endpoints = {
  clockIn: write("clockin/terminal/v1/clock-in", anything),
  clockOut: write("clockin/terminal/v1/clock-out", anything),
  breakStart: write("clockin/terminal/v1/break-start", anything),
  breakStop: write("clockin/terminal/v1/break-stop", anything),
  breakTypesOfPerson: read("clockin/terminal/v1/get-break-types-for-person", shift.namedRows),
  status: read("clockin/shift/status/v1/get-current", person.currentStatus),
  statusOfAll: read("clockin/shift/status/v1/get-current-for-all", z.array(person.currentStatus)),
  findShifts: read("clockin/timesheetentries/v1/find", shift.shifts),
  createShift: write("clockin/timesheetentries/v1/create", shift.createdShift),
  updateShift: write("clockin/timesheetentries/v1/update", anything),
  // By a number alone, which was found among somebody's shifts before: it names nobody.
  deleteShift: write("clockin/timesheetentries/v1/delete", anything, impersonal),
  overtime: read("clockin/timesheetentries/v1/balance", leave.overtimeBalances),
  projects: read("clockin/projects/v1/get-projects", shift.namedRows, impersonal),
  projectsOfPerson: read("clockin/projects/v1/get-projects-for-person", shift.namedRows),
  createProject: write("clockin/projects/v1/create", shift.createdProject, impersonal),
  archiveProject: write("clockin/projects/v1/archive", anything, impersonal),
  createAbsence: write("leave/request/v1/create", leave.createdAbsence),
  commentAbsence: write("leave/request/v1/create-comment", anything),
  absencesOfOne: read("leave/request/v1/find", leave.absences),
  absences: read("leave/request/v1/find-advanced", leave.absences),
  absenceTypes: read("leave/v1/get-absence-types", leave.absenceTypes, impersonal),
  balances: read("leave/v1/entitlement-balance/all", leave.allBalances),
  balance: read("leave/v1/entitlement-balance/get", leave.oneBalance),
  adjustBalance: write("leave/v1/entitlement-balance/create", anything),
  holidays: read("holiday/v1/find", leave.holidays),
  workingWeeks: read("working-week/v1/all", z.array(person.workingWeek), impersonal),
  listEmployees: read("employees/v1/list", person.employeePage),
  searchEmployees: read("employees/v1/search", person.employeePage),
  people: { ...read("people/v2", person.peoplePage), method: "GET" },
  createPerson: write("people/v2", anything),
  teams: read("teams/v1/all", person.namedRows, impersonal),
  createTeam: write("teams/v1/create", z.object({ id: z.number() })),
  removeTeam: write("teams/v1/remove", anything, impersonal),
  positions: read("positions/v1/all", person.namedRows, impersonal),
  contractTypes: read("contract-types/v1/all", person.namedRows, impersonal),
} as const satisfies Record<string, Endpoint>;

/**
 * One person of People v2, to change, or to do a step of.
 * @param id a UUID or `id:12345`, the number of v1: the vendor's page on changing people names both
 */
export const personEndpoint = (id: string, step?: "archive" | "invite"): Endpoint => ({
  path: ["people", "v2", id, ...(step ? [step] : [])],
  answer: anything,
  write: true,
  method: step ? "POST" : "PATCH",
});
