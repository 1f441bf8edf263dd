import type { Ref, WorkIds, WorkItem, WorkLevel } from "../../domain/entities";
import { fold } from "../../domain/names";
import type { RecentWork, WorkPort, WorkSearch } from "../../domain/ports";
import { quote } from "../../domain/quote";
import { message } from "../../messages/message";
import { type Row, type Sql, type Value, Where } from "../../platform/sqlite";
import type { Database } from "./database/database";
import { fromSeconds, notFound, readText, refOf, rowId, selectEntries, toEntries, workOf } from "./database/rows";
import { invalid, unsupported } from "./refusals";

/** Work items and tags of the time sheet: customer > project > activity, each of them optional. */

export const ownLevels = ["customer", "project", "activity"] as const;
export type OwnLevel = (typeof ownLevels)[number];
const isOwn = (level: WorkLevel): level is OwnLevel => level !== "subproject";

export type WorkRows = Record<OwnLevel, number | null>;

export const longestName = 200;

/** `archived_by`: the level that is archived, its own first; nothing where it can be booked on. */
export const selectItems = `SELECT i.id, i.level, i.name, i.archived, i.customer_id, i.project_id,
  i.color, i.time_budget, i.billable,
  c.name AS customer_name, p.name AS project_name,
  CASE WHEN i.archived THEN i.level WHEN p.archived THEN 'project' WHEN c.archived THEN 'customer' END AS archived_by
  FROM item i LEFT JOIN item c ON c.id = i.customer_id LEFT JOIN item p ON p.id = i.project_id`;

const toItem = (row: Row): WorkItem => ({
  level: row.level as OwnLevel,
  id: String(row.id),
  name: String(row.name),
  parents: workOf(row),
  bookable: row.archived_by === null,
  ...(row.archived_by !== null && {
    whyNot: row.archived_by === row.level ? "it is archived" : `its ${String(row.archived_by)} is archived`,
  }),
});

/** @throws ServiceError `not_found` */
export function itemRow(sql: Sql, level: OwnLevel, id: string): Row {
  const row = sql.get(`${selectItems} WHERE i.id = ? AND i.level = ?`, rowId(id, level), level);
  if (!row) throw notFound(level);
  return row;
}

const numberOf = (value: Value | undefined) => (typeof value === "number" ? value : null);

function refuseMismatch(level: OwnLevel, row: Row, above: OwnLevel): never {
  const text = message("work_item_belongs_elsewhere", { level, name: quote(String(row.name), 80), parent: above });
  throw invalid(level, text, message("choose_matching_work_items", { level, parent: above }));
}

/**
 * The rows that an entry is booked on. What is above a given item follows from it; what contradicts it is refused.
 * @throws ServiceError `not_found`, `invalid`, `unsupported`
 */
export function resolveWork(sql: Sql, work: WorkIds): WorkRows {
  if (work.subproject !== undefined) throw unsupported("has no subprojects");
  const row = (level: OwnLevel) => {
    const id = work[level];
    return id === undefined ? null : itemRow(sql, level, id);
  };
  const [activity, givenProject, customer] = [row("activity"), row("project"), row("customer")];
  const ownProject = numberOf(activity?.project_id);
  if (activity && givenProject && ownProject !== null && ownProject !== givenProject.id)
    refuseMismatch("activity", activity, "project");
  const project = givenProject ?? (ownProject === null ? null : itemRow(sql, "project", String(ownProject)));
  const ownCustomer = numberOf(project?.customer_id) ?? numberOf(activity?.customer_id);
  if (customer && ownCustomer !== null && ownCustomer !== customer.id)
    refuseMismatch(project ? "project" : "activity", project ?? activity ?? customer, "customer");
  return {
    customer: ownCustomer ?? numberOf(customer?.id),
    project: numberOf(project?.id),
    activity: numberOf(activity?.id),
  };
}

/** Name and its folded form for comparison. @throws ServiceError `invalid` */
export function checkedName(name: string, what: string): { name: string; search: string } {
  const plain = name.replaceAll("\u0000", "").trim();
  const search = fold(plain);
  const problem =
    search === ""
      ? message("name_required", { type: what })
      : message("name_too_long", { type: what, maxLength: longestName });
  if (search === "" || plain.length > longestName) throw invalid("name", problem);
  return { name: plain, search };
}

/** The tag of that name, made where there is none. */
export function ensureTag(sql: Sql, given: string): Ref {
  const { name, search } = checkedName(given, "tag");
  const known = sql.get("SELECT id, name FROM tag WHERE search = ?", search);
  if (known) return refOf(known);
  return { id: String(sql.run("INSERT INTO tag (name, search) VALUES (?, ?)", name, search).id), name };
}

/** Finds or makes: two programs that create what is missing at the same moment get the same item. */
function ensureItem(sql: Sql, level: OwnLevel, given: string, parents: WorkIds): WorkItem {
  const { name, search } = checkedName(given, level);
  const above = resolveWork(
    sql,
    level === "customer" ? {} : level === "project" ? { customer: parents.customer } : parents,
  );
  const [customer, project] = [above.customer, level === "activity" ? above.project : null];
  const known = sql.get(
    "SELECT id FROM item WHERE level = ? AND search = ? AND ifnull(customer_id, 0) = ? AND ifnull(project_id, 0) = ?",
    ...[level, search, customer ?? 0, project ?? 0],
  );
  const insert = "INSERT INTO item (level, name, search, customer_id, project_id) VALUES (?, ?, ?, ?, ?)";
  const id = numberOf(known?.id) ?? sql.run(insert, level, name, search, customer, project).id;
  return toItem(itemRow(sql, level, String(id)));
}

function search(sql: Sql, { levels, text, within, includeHidden }: WorkSearch): WorkItem[] {
  const wanted = levels.filter(isOwn);
  const where = new Where().add("i.level IN (SELECT value FROM json_each(?))", JSON.stringify(wanted));
  const words = fold(text ?? "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (within?.customer !== undefined)
    where.add(
      "(i.level = 'customer' OR i.customer_id = ? OR (i.level = 'activity' AND i.customer_id IS NULL))",
      rowId(within.customer, "customer"),
    );
  if (within?.project !== undefined)
    where.add(
      "(i.level <> 'activity' OR i.project_id = ? OR (i.project_id IS NULL AND i.customer_id IS NULL))",
      rowId(within.project, "project"),
    );
  const items = sql
    .all(`${selectItems} WHERE ${where} ORDER BY i.search, i.id`, ...where.values)
    .map(toItem)
    .filter(({ bookable }) => bookable || includeHidden);
  // Wide on purpose, as the caller ranks and forgives slips: the first letters of any word are enough.
  if (words.length === 0) return items;
  return items.filter(({ name }) => words.some((word) => fold(name).includes(word.slice(0, 2))));
}

/** How far back recents are looked for: a constant bound, however long the time sheet is. */
const recentRows = 3_000;
const recentPage = 200;

function recent(sql: Sql, limit: number): RecentWork[] {
  const found = new Map<string, Row>();
  for (let offset = 0; offset < recentRows && found.size < limit; offset += recentPage) {
    // Nobody goes on with what is archived.
    const archived = "c.archived OR p.archived OR a.archived";
    const rows = sql.all(
      `${selectEntries} WHERE (${archived}) IS NOT 1 ORDER BY e.begin_at DESC, e.id DESC LIMIT ? OFFSET ?`,
      recentPage,
      offset,
    );
    for (const row of rows) {
      const key = JSON.stringify([row.customer_id, row.project_id, row.activity_id, readText(row)]);
      if (found.size < limit && !found.has(key)) found.set(key, row);
    }
    if (rows.length < recentPage) break;
  }
  const rows = [...found.values()];
  return toEntries(sql, rows).map(({ work, text, tags }, index) => ({
    work,
    text,
    tags,
    lastUsed: fromSeconds(Number(rows[index]?.end_at ?? rows[index]?.begin_at)),
  }));
}

export function createWorkPort(database: Database, me: Ref): WorkPort {
  const matching = (refs: Ref[], text: string | undefined) => {
    const wanted = fold(text ?? "");
    return refs.filter(({ name }) => fold(name).includes(wanted));
  };
  return {
    search: (query) => database.read((sql) => search(sql, query)),
    recent: (limit) => database.read((sql) => recent(sql, limit)),
    tags: (text) =>
      database.read((sql) => matching(sql.all("SELECT id, name FROM tag ORDER BY search").map(refOf), text)),
    people: async (text) => matching([me], text),
    ownLists: true,
    createTag: (name) => database.write((sql) => ensureTag(sql, name)),
    createItem: (level, name, parents) =>
      database.write((sql) => {
        if (!isOwn(level)) throw unsupported("has no subprojects");
        return ensureItem(sql, level, name, parents);
      }),
  };
}
