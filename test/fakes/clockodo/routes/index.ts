import { type Answered, type Asked, problem } from "../model";
import { absences } from "./absences";
import { accessGroups, individualUserAccess, subscription } from "./access";
import { holidaysCarry, holidaysQuota, overtimeCarry, overtimeReductions } from "./balances";
import { clock } from "./clock";
import { customers } from "./customers";
import { entries } from "./entries";
import { entrygroups } from "./entrygroups";
import { entriesTexts, favorites } from "./favorites";
import { nonbusinessDays, nonbusinessGroups, usersNonbusinessDays, usersNonbusinessGroups } from "./nonbusiness";
import { projects, subprojects } from "./projects";
import { rates } from "./rates";
import { lumpSumServices, services } from "./services";
import { targethours } from "./targethours";
import { teams } from "./teams";
import { userreports } from "./userreports";
import { users } from "./users";
import { workTimes } from "./worktimes";

type Route = (asked: Asked, rest: string[]) => Answered;

/** Resources with the versions that are alive; older ones answer 410, unknown ones 404 (§1.3). */
const routes: Record<string, { versions: (string | null)[]; route: Route }> = {
  users: { versions: ["v2", "v3", "v4"], route: users },
  teams: { versions: ["v3"], route: teams },
  accessGroups: { versions: ["v2"], route: accessGroups },
  individualUserAccess: { versions: ["v2"], route: individualUserAccess },
  subscription: { versions: ["v2"], route: subscription },
  aggregates: { versions: ["v2"], route: users },
  customers: { versions: ["v3"], route: customers },
  projects: { versions: ["v2", "v3", "v4"], route: projects },
  subprojects: { versions: ["v3"], route: subprojects },
  services: { versions: ["v4"], route: services },
  lumpSumServices: { versions: ["v4"], route: lumpSumServices },
  clock: { versions: ["v2"], route: clock },
  entries: { versions: ["v2"], route: entries },
  entrygroups: { versions: ["v2"], route: entrygroups },
  rates: { versions: ["v4"], route: rates },
  favorites: { versions: ["v2"], route: favorites },
  entriesTexts: { versions: ["v3"], route: entriesTexts },
  absences: { versions: ["v4"], route: absences },
  holidaysQuota: { versions: ["v2"], route: holidaysQuota },
  holidaysCarry: { versions: ["v3"], route: holidaysCarry },
  overtimeCarry: { versions: ["v3"], route: overtimeCarry },
  overtimeReductions: { versions: ["v3"], route: overtimeReductions },
  nonbusinessDays: { versions: ["v2"], route: nonbusinessDays },
  nonbusinessGroups: { versions: ["v2"], route: nonbusinessGroups },
  usersNonbusinessDays: { versions: ["v2"], route: usersNonbusinessDays },
  usersNonbusinessGroups: { versions: ["v3"], route: usersNonbusinessGroups },
  targethours: { versions: [null], route: targethours },
  userreports: { versions: [null], route: userreports },
  workTimes: { versions: ["v2", "v3"], route: workTimes },
};

export function route(asked: Asked): Answered {
  const [resource = "", ...rest] = asked.path;
  const found = routes[resource];
  if (!found) return problem(asked.state, 404, "RouteNotFound", "Route not found");
  if (!found.versions.includes(asked.version)) {
    const newest = Math.max(...found.versions.map((each) => Number(each?.slice(1) ?? 0)));
    const own = Number(asked.version?.slice(1) ?? 0);
    return own < newest
      ? problem(asked.state, 410, "deprecated", "This endpoint is no longer available.")
      : problem(asked.state, 404, "RouteNotFound", "Route not found");
  }
  return found.route(asked, rest);
}
