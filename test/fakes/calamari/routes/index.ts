import type { Answered, Asked, Scope } from "../model";
import { absenceTypes, balances } from "./balances";
import { holidays, workingWeeks } from "./calendar";
import { employees } from "./employees";
import { people } from "./people";
import { projects } from "./projects";
import { requests } from "./requests";
import { status } from "./status";
import { contractTypes, positions, teams } from "./teams";
import { terminal } from "./terminal";
import { timesheet } from "./timesheet";

type Route = (asked: Asked, operation: string) => Answered | null;

/** Folders of operations, with the scope that a key needs for them and the module that the company needs. */
const routes: readonly { below: string; scope: Scope; module?: "time" | "leave"; route: Route }[] = [
  { below: "clockin/terminal/v1/", scope: "terminal", module: "time", route: terminal },
  { below: "clockin/timesheetentries/v1/", scope: "timesheet", module: "time", route: timesheet },
  { below: "clockin/projects/v1/", scope: "projects", module: "time", route: projects },
  { below: "clockin/shift/status/v1/", scope: "status", module: "time", route: status },
  { below: "employees/v1/", scope: "employees", route: employees },
  { below: "people/v2", scope: "people", route: people },
  { below: "teams/v1/", scope: "teams", route: teams },
  { below: "positions/v1/", scope: "positions", route: positions },
  { below: "contract-types/v1/", scope: "contracts", route: contractTypes },
  { below: "leave/request/v1/", scope: "requests", module: "leave", route: requests },
  { below: "leave/v1/entitlement-balance/", scope: "balances", module: "leave", route: balances },
  { below: "leave/v1/", scope: "types", module: "leave", route: absenceTypes },
  { below: "holiday/v1/", scope: "holidays", route: holidays },
  { below: "working-week/v1/", scope: "weeks", route: workingWeeks },
];

export function scopeOf(path: string): { scope: Scope; module?: "time" | "leave" } | null {
  return routes.find(({ below }) => path === below || path.startsWith(below)) ?? null;
}

export function route(asked: Asked): Answered {
  const found = routes.find(({ below }) => asked.path === below || asked.path.startsWith(below));
  const answer = found?.route(asked, asked.path.slice(found.below.length));
  return answer ?? { status: 404, body: { message: "Not found", code: "INVALID_METHOD_URL", field: null } };
}
