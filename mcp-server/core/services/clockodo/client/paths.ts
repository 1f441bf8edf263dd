import type { Segment } from "../../http/path";

/**
 * The version of each resource, in one table: Clockodo counts them one by one and removes old ones (clockodo-api.md §1.3).
 * `null`: the path without a version is the current one.
 */
const versions = {
  absences: 4,
  accessGroups: 2,
  clock: 2,
  customers: 3,
  entries: 2,
  entriesTexts: 3,
  entrygroups: 2,
  favorites: 2,
  holidaysCarry: 3,
  holidaysQuota: 2,
  individualUserAccess: 2,
  lumpSumServices: 4,
  nonbusinessDays: 2,
  nonbusinessGroups: 2,
  overtimeCarry: 3,
  overtimeReductions: 3,
  projects: 4,
  rates: 4,
  services: 4,
  subprojects: 3,
  subscription: 2,
  targethours: null,
  teams: 3,
  userreports: null,
  users: 3,
  usersNonbusinessDays: 2,
  usersNonbusinessGroups: 3,
  workTimes: 2,
} as const satisfies Record<string, number | null>;
export type Resource = keyof typeof versions;

/** Calls that have a version other than their resource's. */
const exceptions: Record<string, number> = {
  "users/me": 4,
  "users/*/access": 2,
  "aggregates/users/me": 2,
  "projects/*/setBilled": 3,
  "projects/*/createNextInterval": 2,
  "workTimes/changeRequests/*/approve": 3,
};

/** `["v4", "users", "me"]` */
export function pathOf(resource: Resource | "aggregates", ...rest: Segment[]): Segment[] {
  const shape = [resource, ...rest.map((part) => (typeof part === "number" || /^\d+$/.test(part) ? "*" : part))];
  const exception = exceptions[shape.join("/")] ?? exceptions[shape.slice(0, 3).join("/")];
  const version = exception ?? (resource === "aggregates" ? 2 : versions[resource]);
  return [...(version === null ? [] : [`v${version}`]), resource, ...rest];
}
