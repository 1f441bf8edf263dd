import { type Answered, type Asked, type FakeTimesheet, fail, ok } from "../model";
import { may, mayTouch, visiblePeople } from "../rights";
import { round } from "../rounding";
import { byId, sheetEntity, sheetExpanded } from "../shapes";
import { applyForm, blankSheet, extraFields, formFailure } from "../timeform";
import { queryTime } from "../zones";
import { listSheets } from "./sheetlist";
import { seesWholeProject } from "./worklists";

const wantsFull = (query: URLSearchParams) => ["1", "true"].includes(query.get("full") ?? "");

/** A new running record ends the oldest of its person beyond the limit (§3.7). */
function store(asked: Asked, sheet: FakeTimesheet): FakeTimesheet {
  const { state, now } = asked;
  sheet.id = state.nextId.timesheet++;
  sheet.modified = now;
  round(state, sheet);
  state.distort?.(sheet);
  if (sheet.end === null) {
    const running = state.timesheets.filter((each) => each.user === sheet.user && each.end === null);
    running.sort((a, b) => a.begin - b.begin || a.id - b.id);
    for (const oldest of running.slice(0, running.length + 1 - state.settings.hardLimit)) stopSheet(asked, oldest);
  }
  state.timesheets.push(sheet);
  return sheet;
}

function stopSheet(asked: Asked, sheet: FakeTimesheet): void {
  if (sheet.end !== null) return;
  sheet.end = Math.max(asked.now, sheet.begin);
  sheet.modified = asked.now;
  round(asked.state, sheet);
}

function create(asked: Asked): Answered {
  const { state, user } = asked;
  if (!may(state, user, "create_own_timesheet")) return fail(403);
  const applied = applyForm(asked, blankSheet(asked), "POST");
  if ("failure" in applied) return applied.failure;
  const sheet = store(asked, applied.sheet);
  return ok({
    ...sheetEntity(state, user, sheet),
    ...(wantsFull(asked.query) ? sheetExpanded(state, user, sheet) : {}),
  });
}

/**
 * A copy for the caller: `restart` runs from now in their zone, `duplicate` keeps times and zone. `restart` is known to take
 * the clock time alone, as queries do (§3.4, recorded as "restart begin").
 */
function copy(asked: Asked, from: FakeTimesheet, how: "restart" | "duplicate"): Answered {
  const { state, user } = asked;
  const body = (asked.body ?? {}) as { copy?: string; begin?: string };
  // On what was hidden or taken from the caller since nothing new begins (read in the source of 2.66, not recorded).
  const project = byId(state.projects, from.project);
  const activity = byId(state.activities, from.activity);
  const customer = project && byId(state.customers, project.customer);
  const open = [customer, project, activity].every((each) => each?.visible) && seesWholeProject(state, user, project);
  if (!open) return fail(403);
  const unknown = Object.keys(body).filter((field) => !["copy", "begin"].includes(field));
  if (unknown.length > 0) return formFailure(["copy", "begin"], {}, [extraFields]);
  const sheet = { ...blankSheet(asked), project: from.project, activity: from.activity };
  if (how === "duplicate" || body.copy === "all") {
    Object.assign(sheet, { description: from.description, tags: [...from.tags], meta: { ...from.meta } });
    sheet.billable = from.billable;
  }
  if (how === "duplicate") Object.assign(sheet, { begin: from.begin, end: from.end, zone: from.zone, user: from.user });
  if (how === "restart" && body.begin !== undefined) {
    const begin = queryTime(body.begin, user.zone);
    if (begin === null) return fail(400);
    sheet.begin = begin;
  }
  return ok(sheetEntity(state, user, store(asked, sheet)));
}

function patch(asked: Asked, sheet: FakeTimesheet): Answered {
  const { state, user, now } = asked;
  if (!mayTouch(state, user, sheet, "edit")) return fail(403);
  const applied = applyForm(asked, sheet, "PATCH");
  if ("failure" in applied) return applied.failure;
  if (Object.keys((asked.body ?? {}) as object).length > 0) {
    round(state, applied.sheet);
    state.distort?.(applied.sheet);
    Object.assign(sheet, applied.sheet, { modified: now });
  }
  return ok(sheetEntity(state, user, sheet));
}

function toggleExport(asked: Asked, sheet: FakeTimesheet): Answered {
  const { state, user, now } = asked;
  if (!may(state, user, "edit_export")) return fail(403);
  if (sheet.exported && !may(state, user, "edit_exported_timesheet")) return fail(403);
  Object.assign(sheet, { exported: !sheet.exported, modified: now });
  return ok(sheetEntity(state, user, sheet));
}

function setMeta(asked: Asked, sheet: FakeTimesheet): Answered {
  const { state, user, now } = asked;
  const body = (asked.body ?? {}) as { name?: string; value?: unknown };
  if (!mayTouch(state, user, sheet, "edit")) return fail(403);
  if (!body.name || !state.settings.metaFields.includes(body.name)) return fail(404);
  sheet.meta[body.name] = String(body.value ?? "");
  state.distort?.(sheet);
  sheet.modified = now;
  return ok(sheetEntity(state, user, sheet));
}

function single(asked: Asked, method: string, sheet: FakeTimesheet, verb: string | undefined): Answered {
  const { state, user } = asked;
  if (verb !== undefined) {
    if (method !== "PATCH") return fail(405);
    if (!mayTouch(state, user, sheet, "view")) return fail(403);
    if (verb === "stop") {
      if (sheet.exported && !mayTouch(state, user, sheet, "edit")) return fail(403);
      stopSheet(asked, sheet);
      return ok(sheetEntity(state, user, sheet));
    }
    if (verb === "restart" || verb === "duplicate") return copy(asked, sheet, verb);
    if (verb === "export") return toggleExport(asked, sheet);
    if (verb === "meta") return setMeta(asked, sheet);
    return fail(404);
  }
  if (method === "GET") return mayTouch(state, user, sheet, "view") ? ok(sheetEntity(state, user, sheet)) : fail(403);
  if (method === "PATCH") return patch(asked, sheet);
  if (method !== "DELETE") return fail(405);
  if (!mayTouch(state, user, sheet, "delete")) return fail(403);
  state.timesheets = state.timesheets.filter((each) => each !== sheet);
  return { status: 204 };
}

function recent(asked: Asked): Answered {
  const { state, user, query, now } = asked;
  const size = Number(query.get("size") ?? 10) || 10;
  const begin = query.get("begin");
  const since = begin === null ? now - 366 * 86_400_000 : queryTime(begin, user.zone);
  if (since === null) return fail(400);
  const own = state.timesheets.filter((each) => each.user === user.id && each.begin >= since);
  own.sort((a, b) => b.begin - a.begin || b.id - a.id);
  const seen = new Set<string>();
  const rows = own.filter((each) => {
    const key = `${each.project}/${each.activity}`;
    return !seen.has(key) && seen.add(key);
  });
  return ok(rows.slice(0, size).map((each) => sheetExpanded(state, user, each)));
}

function active(asked: Asked): Answered {
  const { state, user } = asked;
  const running = state.timesheets.filter((each) => each.user === user.id && each.end === null);
  running.sort((a, b) => b.begin - a.begin || b.id - a.id);
  return ok(running.map((each) => sheetExpanded(state, user, each)));
}

/** @param path what follows `/api/timesheets/` */
export function timesheets(asked: Asked, method: string, path: string[]): Answered {
  const [first, verb] = path;
  if (first === undefined) {
    if (method === "GET")
      return may(asked.state, asked.user, "view_own_timesheet") ? listSheets(asked, visiblePeople) : fail(403);
    return method === "POST" ? create(asked) : fail(405);
  }
  if (first === "recent" || first === "active") {
    if (method !== "GET") return fail(405);
    return first === "recent" ? recent(asked) : active(asked);
  }
  if (!/^\d+$/.test(first) || path.length > 2) return fail(404);
  // Newest first: what a test works on is at the end of a long list.
  const id = Number(first);
  const sheet = asked.state.timesheets.findLast((each) => each.id === id);
  return sheet ? single(asked, method, sheet, verb) : fail(404);
}
