import type { Chapter } from "../document";

/** `ids("/v3/customers")` → list, get, create, change, delete */
const five = (path: string) => [
  `GET ${path}`,
  `GET ${path}/{id}`,
  `POST ${path}`,
  `PUT ${path}/{id}`,
  `DELETE ${path}/{id}`,
];
const rights = (path: string) => [
  `GET ${path}/customersProjects`,
  `GET ${path}/services`,
  `PUT ${path}/customers`,
  `PUT ${path}/customers/general`,
  `PUT ${path}/projects`,
  `PUT ${path}/services`,
  `PUT ${path}/services/general`,
];

/** Every operation of Clockodo's API by the sections of its reference (clockodo-api.md §2), method and path below `/api`. */
export const operations: Record<string, readonly string[]> = {
  "The clock": ["GET /v2/clock", "POST /v2/clock", "PUT /v2/clock/{id}", "DELETE /v2/clock/{id}"],
  Entries: [...five("/v2/entries"), "PUT /v2/entries/splitAllAtMidnight", "GET /v3/entriesTexts"],
  "Groups of entries": ["GET /v2/entrygroups", "PUT /v2/entrygroups", "DELETE /v2/entrygroups"],
  Customers: [...five("/v3/customers"), "GET /v3/customers/countProjects"],
  "Projects and subprojects": [
    ...five("/v4/projects"),
    "PUT /v4/projects/{id}/complete",
    "PUT /v3/projects/{id}/setBilled",
    "POST /v2/projects/{id}/createNextInterval",
    "GET /v3/projects/reports",
    "GET /v4/projects/reports",
    ...five("/v3/subprojects"),
    "PUT /v3/subprojects/{id}/complete",
  ],
  "Services, lump-sum services, rates, favourites": [
    ...five("/v4/services"),
    ...five("/v4/lumpSumServices"),
    ...five("/v4/rates"),
    "PUT /v4/rates/default",
    "PUT /v4/rates/{id}/sort",
    ...five("/v2/favorites"),
    "POST /v2/favorites/{id}/start",
  ],
  "People and teams": ["GET /v4/users/me", "GET /v2/aggregates/users/me", ...five("/v3/users"), ...five("/v3/teams")],
  Absences: five("/v4/absences"),
  Balances: [
    ...five("/v2/holidaysQuota"),
    ...five("/v3/holidaysCarry"),
    ...five("/v3/overtimeCarry"),
    ...five("/v3/overtimeReductions"),
  ],
  "Non-business days": [
    ...five("/v2/nonbusinessGroups"),
    ...five("/v2/nonbusinessDays"),
    "GET /v2/usersNonbusinessDays",
    ...five("/v3/usersNonbusinessGroups"),
  ],
  "Target hours and user reports": [...five("/targethours"), "GET /userreports", "GET /userreports/{id}"],
  "Work times": [
    "GET /v2/workTimes",
    "GET /v2/workTimes/changeRequests",
    "POST /v2/workTimes/changeRequests",
    "DELETE /v2/workTimes/changeRequests/{id}",
    "POST /v2/workTimes/changeRequests/{id}/approve",
    "POST /v3/workTimes/changeRequests/{id}/approve",
    "POST /v2/workTimes/changeRequests/{id}/decline",
  ],
  "Access rights": [
    ...five("/v2/accessGroups"),
    ...rights("/v2/accessGroups/{id}"),
    ...rights("/v2/individualUserAccess/{id}"),
    "POST /v2/individualUserAccess/{id}/clear",
    "GET /v2/users/{id}/access/customers-projects",
    "GET /v2/users/{id}/access/services",
  ],
  Other: ["GET /v2/subscription", "GET /v2/surchargeModels", "GET /v2/surcharges", "POST /register"],
};

const listed = "its list has the same members, and is held already";
/** What we leave alone, and why. */
const leftAlone: Record<string, string> = {
  "POST /register": "opens a company account; nothing that an AI may do",
  "GET /v2/surchargeModels": "in no description of Clockodo's; which of the two paths lives is unsure (§8.6)",
  "GET /v2/surcharges": "in no description of Clockodo's; which of the two paths lives is unsure (§8.6)",
  "PUT /v2/entries/splitAllAtMidnight": "in no description of Clockodo's; update_time splits single entries",
  "GET /v4/rates/{id}": listed,
  "GET /v2/favorites/{id}": listed,
  "GET /v3/projects/reports":
    "the version before GET /v4/projects/reports, which has subprojects and larger pages as well",
  "POST /v2/favorites/{id}/start":
    "clock_in sends what the favourite holds by POST /v2/clock, which also takes a begin",
  "POST /v2/workTimes/changeRequests/{id}/approve":
    "deprecated; POST /v3/workTimes/changeRequests/{id}/approve follows it",
};

export const clockodoChapter: Chapter = {
  title: "Clockodo",
  mark: "k",
  intro: [
    "The 149 operations of Clockodo's document of 2026-08-24, and three that only others describe: the calls that send them to",
    "a Clockodo in the test's own process (`test/parity/clockodo/parity.test.ts`), and why the others are left alone. Versions",
    "that the document no longer has are not listed. Two that are deprecated are sent, because nothing follows them:",
    "`GET /v2/aggregates/users/me`, which alone tells the company's settings (currency, modules, what must be booked), while",
    "the person comes from `GET /v4/users/me` and all goes on without the other; and the decline of a change of work times.",
  ],
  sections: [],
  operations,
  leftAlone,
};
