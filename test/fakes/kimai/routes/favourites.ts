import { type Answered, type Asked, fail, ok } from "../model";
import { may } from "../rights";
import { sheetExpanded } from "../shapes";

/** Entries that a person marks to start them again, since 2.66: only one's own. @param path what follows `/api/favorites/` */
export function favourites(asked: Asked, method: string, path: string[]): Answered {
  const { state, user } = asked;
  const [what, id] = path;
  const [major = 0, minor = 0] = state.settings.version.split(".").map(Number);
  if (what !== "timesheets" || path.length > 2 || major * 1000 + minor < 2066) return fail(404);
  if (!may(state, user, "create_own_timesheet")) return fail(403);
  const own = state.favourites.filter((each) => each.user === user.id);
  if (id === undefined) {
    if (method !== "GET") return fail(405);
    const marked = new Set(own.map(({ sheet }) => sheet));
    return ok(state.timesheets.filter((each) => marked.has(each.id)).map((each) => sheetExpanded(state, user, each)));
  }
  if (method !== "POST" && method !== "DELETE") return fail(405);
  const sheet = state.timesheets.find((each) => each.id === Number(id));
  if (!sheet) return fail(404);
  if (sheet.user !== user.id) return fail(403);
  state.favourites = state.favourites.filter((each) => each.user !== user.id || each.sheet !== sheet.id);
  if (method === "POST") state.favourites.push({ user: user.id, sheet: sheet.id });
  return { status: 204 };
}
