import { type Answered, type Asked, fail, ok } from "../model";
import { may } from "../rights";
import { byId, meRow, teamDetail, teamsRow, userRow } from "../shapes";
import { activities, customers, projects, tags } from "./catalogue";
import { timesheets } from "./timesheets";

function users(asked: Asked, method: string, [id]: string[]): Answered {
  const { state, user, query } = asked;
  if (method !== "GET") return fail(405);
  if (id === "me") return ok(meRow(state, user));
  if (!may(state, user, "view_user")) return fail(403);
  if (id !== undefined) {
    const found = byId(state.users, Number(id));
    return found ? ok(meRow(state, found)) : fail(404);
  }
  const term = (query.get("term") ?? "").toLowerCase();
  const visible = query.get("visible") ?? "1";
  const found = state.users.filter(
    (each) => (visible === "3" || each.enabled === (visible === "1")) && each.username.toLowerCase().includes(term),
  );
  return ok(found.map(userRow));
}

function teams(asked: Asked, method: string, [id]: string[]): Answered {
  const { state, user } = asked;
  if (method !== "GET") return fail(405);
  if (!may(state, user, "view_team")) return fail(403);
  if (id === undefined) return ok(teamsRow(state));
  return byId(state.teams, Number(id)) ? ok(teamDetail(state, Number(id))) : fail(404);
}

function system(asked: Asked, path: string): Answered | null {
  const { settings } = asked.state;
  const [major = 0, minor = 0, patch = 0] = settings.version.split(".").map(Number);
  if (path === "ping") return ok({ message: "pong" });
  if (path === "version")
    return ok({
      version: settings.version,
      versionId: major * 10_000 + minor * 100 + patch,
      copyright: `Kimai ${settings.version}`,
    });
  if (path === "plugins") return ok(settings.plugins);
  if (path === "config/timesheet")
    return ok({
      trackingMode: settings.trackingMode,
      defaultBeginTime: settings.defaultBegin,
      activeEntriesHardLimit: settings.hardLimit,
      isAllowFutureTimes: settings.allowFuture,
      isAllowOverlapping: settings.allowOverlap,
    });
  return null;
}

/** @param path what follows `/api/`, decoded and split */
export function route(asked: Asked, method: string, path: string[]): Answered {
  const [first = "", ...rest] = path;
  switch (first) {
    case "timesheets":
      return timesheets(asked, method, rest);
    case "customers":
      return customers(asked, method, rest);
    case "projects":
      return projects(asked, method, rest);
    case "activities":
      return activities(asked, method, rest);
    case "tags":
      return tags(asked, method, rest);
    case "users":
      return users(asked, method, rest);
    case "teams":
      return teams(asked, method, rest);
  }
  const answer = system(asked, path.join("/"));
  if (!answer) return fail(404);
  return method === "GET" ? answer : fail(405);
}
