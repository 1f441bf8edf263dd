import type { Chapter } from "../document";
import { operationOf } from "./gateway";

/** The tools of Calamari's own MCP server (calamari-api.md §3.3), and what each does. */
const officialTools: Record<string, string> = {
  clockIn: "start a shift",
  clockOut: "end it",
  checkTimesheetOverlap: "which days overlap what is there",
  createTimesheetEntries: "add shifts of the past",
  getAbsenceTypes: "types of leave with their rules",
  getPartDayPossibility: "parts of a day",
  checkAbsenceRequestRestrictions: "what speaks against a request",
  createAbsenceRequest: "ask for leave",
  getAbsenceAllowances: "what is left",
  getAbsenceAllowancesForEmployee: "what somebody else has left",
  search: "calendar of absences",
  getPublicHolidays: "public holidays",
  getWorkPlan: "one's week",
  getMyProfile: "who one is",
  listTeams: "teams",
  getTeamMembers: "who is in a team",
  searchPeople: "people by name",
};

/** What a community server adds to them (§3.5), as far as it is a call. */
const communityTools = [
  "status of the shift",
  "breaks",
  "projects",
  "reading the time sheet",
  "overview of a whole team's absences",
  "balances as of a date",
  "dry runs with overlap, balance, holidays and working week",
];

/** Every operation of Calamari's REST API by the rows of its catalogue (§2.0), method and path below `/api`. */
export const operations: Record<string, readonly string[]> = {
  "Terminal (rows 1–7)": ["clock-in", "clock-out", "punch-clock", "break-start", "break-stop"]
    .map((name) => `POST /clockin/terminal/v1/${name}`)
    .concat(["get-break-types-for-person", "get-break-types"].map((name) => `POST /clockin/terminal/v1/${name}`)),
  "Status (rows 8–9)": [
    "POST /clockin/shift/status/v1/get-current",
    "POST /clockin/shift/status/v1/get-current-for-all",
  ],
  "Time sheet (rows 10–14)": ["find", "create", "update", "delete", "balance"].map(
    (name) => `POST /clockin/timesheetentries/v1/${name}`,
  ),
  "Projects (rows 15–17)": ["get-projects", "get-projects-for-person", "create", "archive"].map(
    (name) => `POST /clockin/projects/v1/${name}`,
  ),
  "Leave requests (rows 18–21)": ["create", "create-comment", "find", "find-advanced"].map(
    (name) => `POST /leave/request/v1/${name}`,
  ),
  "Types and balances (rows 22–26)": [
    "POST /leave/v1/get-absence-types",
    ...["all", "get", "get-advanced", "create"].map((name) => `POST /leave/v1/entitlement-balance/${name}`),
  ],
  "Holidays and working weeks (rows 27–28)": ["POST /holiday/v1/find", "POST /working-week/v1/all"],
  "People (rows 29–30)": [
    ...["list", "search", "create", "edit", "archive"].map((name) => `POST /employees/v1/${name}`),
    "GET /people/v2",
    "POST /people/v2",
    "PATCH /people/v2/{id}",
    "POST /people/v2/{id}/archive",
    "POST /people/v2/{id}/invite",
  ],
  "Teams, positions, contract types (rows 31–32)": [
    ...["all", "create", "remove", "update"].map((name) => `POST /teams/v1/${name}`),
    "POST /positions/v1/all",
    "POST /contract-types/v1/all",
  ],
  "Calamari's own MCP server, for accounts that sign in to it": Object.keys(officialTools).map(operationOf),
};

const byV2 = "deprecated: people are written by People v2";
/** What we leave alone, and why. */
const leftAlone: Record<string, string> = {
  "POST /clockin/terminal/v1/punch-clock":
    "starts or ends, whichever it finds; clock_in and clock_out mean one of them, and look before and after",
  "POST /clockin/terminal/v1/get-break-types": "a person takes only those of get-break-types-for-person",
  "POST /leave/v1/entitlement-balance/get-advanced":
    "one type of many people; get_leave_balance tells all types of one person in one request",
  "POST /employees/v1/create": byV2,
  "POST /employees/v1/edit": byV2,
  "POST /employees/v1/archive": byV2,
  "POST /teams/v1/update":
    "no source tells its path and body for sure (§2.0); who is in a team is changed by the person",
};

export const calamariChapter: Chapter = {
  title: "Calamari",
  mark: "m",
  intro: [
    "Every tool of Calamari's own MCP server, what a community server adds, and every operation of Calamari's REST API by the",
    "32 rows of its catalogue, with the calls that `test/parity/calamari/parity.test.ts` runs against a Calamari in the test's",
    "own process, and why the others are left alone. An account without a key goes through Calamari's own MCP server: then",
    "the operations are its tools. What is no call: the guard that keeps a company's key to one person is",
    "tried by every parameter of every tool (`test/mcp-server/core/services/calamari/person-guard`); reading alone is the profile Look; approving and",
    "cancelling are in no source of the interface, so they are refused with the way to Calamari's own app.",
  ],
  sections: [
    {
      title: "Tools of Calamari's own MCP server",
      items: Object.entries(officialTools).map(([tool, does]) => ({ id: tool, shown: `\`${tool}\`: ${does}` })),
    },
    {
      title: "What a community server adds",
      items: communityTools.map((item) => ({ id: `community ${item}`, shown: item })),
    },
  ],
  operations,
  leftAlone,
};
