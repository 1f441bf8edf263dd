import { type Answered, type Asked, type FakeState, type FakeTimesheet, type FakeUser, fail, ok } from "../model";
import { may, seesProject } from "../rights";
import { byId, sheetExpanded, sheetRow } from "../shapes";
import { queryTime } from "../zones";

type People = (state: FakeState, who: FakeUser) => Set<number>;

/** Whose records: without the right to see others every wish is quietly the caller's own (§3.6). Null: refused. */
function peopleOf({ state, user, query }: Asked, visible: People): Set<number> | null {
  if (!may(state, user, "view_other_timesheet")) return new Set([user.id]);
  const seen = visible(state, user);
  const wanted = [...query.getAll("users[]"), ...(query.get("user") ? [query.get("user") ?? ""] : [])];
  if (wanted.includes("all")) return seen;
  if (wanted.length === 0) return new Set([user.id]);
  return wanted.every((id) => seen.has(Number(id))) ? new Set(wanted.map(Number)) : null;
}

type Test = (sheet: FakeTimesheet) => boolean;

/** The filters of a query, or null where a value is not acceptable. */
function testsOf({ state, user, query }: Asked): Test[] | null {
  const tests: Test[] = [];
  for (const name of ["begin", "end", "modified_after"] as const) {
    const value = query.get(name);
    if (value === null) continue;
    const ms = queryTime(value, name === "modified_after" ? "UTC" : user.zone);
    if (ms === null) return null;
    if (name === "begin") tests.push((sheet) => sheet.begin >= ms);
    if (name === "end") tests.push((sheet) => sheet.begin <= ms);
    if (name === "modified_after") tests.push((sheet) => sheet.modified >= ms);
  }
  const customerOf = (sheet: FakeTimesheet) => byId(state.projects, sheet.project)?.customer;
  const ids: [string, string, (sheet: FakeTimesheet) => number | undefined][] = [
    ["customer", "customers[]", customerOf],
    ["project", "projects[]", (sheet) => sheet.project],
    ["activity", "activities[]", (sheet) => sheet.activity],
  ];
  for (const [one, many, of] of ids) {
    const wanted = [...query.getAll(one), ...query.getAll(many)];
    if (wanted.some((id) => !/^\d+$/.test(id))) return null;
    if (wanted.length > 0) tests.push((sheet) => wanted.includes(String(of(sheet))));
  }
  for (const name of ["exported", "billable", "active"] as const) {
    const value = query.get(name);
    if (value === null) continue;
    if (value !== "0" && value !== "1") return null;
    tests.push((sheet) => (name === "active" ? sheet.end === null : sheet[name]) === (value === "1"));
  }
  const tags = query.getAll("tags[]").map((tag) => tag.toLowerCase());
  const usable = new Set(state.tags.filter((tag) => tag.visible).map((tag) => tag.name.toLowerCase()));
  if (tags.some((tag) => !usable.has(tag))) return null;
  if (tags.length > 0) tests.push((sheet) => sheet.tags.some((tag) => tags.includes(tag.toLowerCase())));
  const term = query.get("term")?.toLowerCase();
  if (term) {
    const [field, value] = term.split(":", 2);
    tests.push((sheet) =>
      value === undefined
        ? (sheet.description ?? "").toLowerCase().includes(term)
        : Object.entries(sheet.meta).some(([key, held]) => key.toLowerCase() === field && held.toLowerCase() === value),
    );
  }
  return tests;
}

const sortKeys: Record<string, (sheet: FakeTimesheet) => number> = {
  begin: (sheet) => sheet.begin,
  end: (sheet) => sheet.end ?? Number.POSITIVE_INFINITY,
  id: (sheet) => sheet.id,
  rate: (sheet) => sheet.fixedRate ?? 0,
};

/** GET /timesheets: filters, order and pages with their headers; a page past the end is 404 (§3.3). */
export function listSheets(asked: Asked, visible: People): Answered {
  const { state, user, query } = asked;
  const people = peopleOf(asked, visible);
  if (people === null) return fail(403);
  const tests = testsOf(asked);
  const key = sortKeys[query.get("orderBy") ?? "begin"];
  const order = query.get("order") ?? "DESC";
  const numbers = ["page", "size"].map((name) => query.get(name) ?? "");
  if (!tests || !key || !["ASC", "DESC"].includes(order) || numbers.some((text) => !/^\d*$/.test(text)))
    return fail(400);
  // One's own entries too, on projects of teams that one is not in (Learned later).
  const seen = new Set(state.projects.filter(({ teams }) => seesProject(state, user, teams)).map(({ id }) => id));
  const found = state.timesheets.filter(
    (sheet) => people.has(sheet.user) && seen.has(sheet.project) && tests.every((test) => test(sheet)),
  );
  const sign = order === "ASC" ? 1 : -1;
  found.sort((a, b) => sign * (key(a) - key(b) || a.id - b.id));
  const size = Math.min(Number(query.get("size")) || 50, 500);
  const page = Number(query.get("page")) || 1;
  const pages = Math.max(1, Math.ceil(found.length / size));
  if (page > pages) return fail(404);
  const full = ["1", "true"].includes(query.get("full") ?? "");
  const rows = found.slice((page - 1) * size, page * size);
  return ok(
    rows.map((sheet) => (full ? sheetExpanded(state, user, sheet) : sheetRow(state, user, sheet))),
    {
      "X-Page": String(page),
      "X-Total-Count": String(found.length),
      "X-Total-Pages": String(pages),
      "X-Per-Page": String(size),
    },
  );
}
