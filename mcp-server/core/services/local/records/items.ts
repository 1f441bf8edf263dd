import { ServiceError } from "../../../domain/errors";
import { fold } from "../../../domain/names";
import { quote } from "../../../domain/quote";
import {
  projectColors,
  type RecordDraft,
  type RecordField,
  type RecordPage,
  type RecordPart,
  type RecordQuery,
  type ServiceRecord,
} from "../../../domain/records";
import { type Row, type Sql, Where } from "../../../platform/sqlite";
import { notFound, rowId, workOf } from "../database/rows";
import { invalid } from "../refusals";
import { checkedName, itemRow, longestName, type OwnLevel, resolveWork, selectItems } from "../work";
import type { SheetRecordType } from "./sheet-record-type";

/** Customers, projects and activities as records. What entries are booked on is archived, never deleted. */

const name: RecordField = { name: "name", kind: "text", needed: true, maxLength: longestName };
const visible: RecordField = { name: "visible", kind: "flag", hint: "false archives it: nothing new is booked on it." };
const customer: RecordField = { name: "customer", kind: "ref", of: "customer" };
const ofProject: RecordField[] = [
  { name: "color", kind: "choice", choices: projectColors, hint: "In what it is shown." },
  { name: "time_budget", kind: "duration", hint: "How much time it may take in all." },
  { name: "billable", kind: "flag", hint: "What new time is, if nobody says." },
];
const project: RecordField = { name: "project", kind: "ref", of: "project", when: "create" };

const fieldsOf: Record<OwnLevel, RecordField[]> = {
  customer: [name, visible],
  project: [name, customer, ...ofProject, visible],
  // Entries say on which project an activity was: it stays where it is.
  activity: [name, project, { ...customer, when: "create" }, visible],
};

/** What a new one brings along. */
const partsOf: Partial<Record<OwnLevel, RecordPart[]>> = {
  project: [
    {
      field: {
        name: "activities",
        kind: "list",
        item: "text",
        when: "create",
        hint: "Names of new ones of this project.",
      },
      type: "activity",
      plain: "name",
      link: { value: "project" },
      unique: ["name"],
    },
  ],
};

const idOf = (value: RecordDraft[string] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

export const sameName = (what: string, given: string, archived: boolean) =>
  new ServiceError("conflict", `There is a ${what} "${given}" already${archived ? ", archived" : ""}.`, {
    fields: { name: "There is one of this name." },
    next: archived ? "Make it visible again, or choose another name." : "Choose another name.",
  });

function toRecord(row: Row): ServiceRecord {
  const work = workOf(row);
  const parent = work.project ?? work.customer;
  return {
    type: row.level as OwnLevel,
    id: String(row.id),
    name: String(row.name),
    ...(parent && { parent: { type: work.project ? ("project" as const) : ("customer" as const), ...parent } }),
    values: {
      ...(work.customer && { customer: { ...work.customer } }),
      ...(work.project && { project: { ...work.project } }),
      ...(typeof row.color === "string" && { color: row.color }),
      ...(typeof row.time_budget === "number" && { time_budget: row.time_budget }),
      ...(typeof row.billable === "number" && { billable: row.billable === 1 }),
      visible: row.archived !== 1,
    },
  };
}

function listItems(sql: Sql, level: OwnLevel, query: RecordQuery): RecordPage {
  const where = new Where().add("i.level = ?", level);
  for (const above of ["customer", "project"] as const) {
    const id = idOf(query.filters?.[above]);
    if (id !== undefined) where.add(`i.${above}_id = ?`, rowId(id, above));
  }
  if (!query.includeHidden) where.add("i.archived = 0");
  if (query.text) where.add("instr(i.search, ?) > 0", fold(query.text));
  const total = Number(sql.get(`SELECT count(*) AS n FROM item i WHERE ${where}`, ...where.values)?.n);
  const rows = sql.all(
    `${selectItems} WHERE ${where} ORDER BY i.search, i.id LIMIT ? OFFSET ?`,
    ...[...where.values, query.limit, query.offset],
  );
  return { records: rows.map(toRecord), total, notes: [] };
}

function refuseTwin(sql: Sql, level: OwnLevel, search: string, above: (number | null)[], self = 0): void {
  const twin = sql.get(
    `SELECT name, archived FROM item WHERE level = ? AND search = ? AND ifnull(customer_id, 0) = ?
     AND ifnull(project_id, 0) = ? AND id <> ?`,
    ...[level, search, above[0] ?? 0, above[1] ?? 0, self],
  );
  if (twin) throw sameName(level, String(twin.name), twin.archived === 1);
}

/** Color, budget and billing, which only projects have. @throws ServiceError `invalid` */
function projectColumns(values: RecordDraft, before?: Row): (string | number | null)[] {
  const kept = (name: "color" | "time_budget" | "billable") =>
    values[name] === undefined ? (before?.[name] ?? null) : values[name];
  const [color, budget, billable] = [kept("color"), kept("time_budget"), kept("billable")];
  if (budget !== null && !(Number.isInteger(budget) && Number(budget) >= 60))
    throw invalid("time_budget", "A budget is at least one minute.", "Give hours, or nothing for no budget.");
  return [
    color === null ? null : String(color),
    budget === null ? null : Number(budget),
    billable === null ? null : Number(billable),
  ];
}

function createItem(sql: Sql, level: OwnLevel, values: RecordDraft): ServiceRecord {
  const { name: plain, search } = checkedName(String(values.name ?? ""), level);
  const rows = resolveWork(sql, { customer: idOf(values.customer), project: idOf(values.project) });
  const above = [rows.customer, rows.project];
  refuseTwin(sql, level, search, above);
  const { id } = sql.run(
    `INSERT INTO item (level, name, search, customer_id, project_id, archived, color, time_budget, billable)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[level, plain, search, rows.customer, rows.project, Number(values.visible === false)],
    ...projectColumns(values),
  );
  return toRecord(itemRow(sql, level, String(id)));
}

function updateItem(sql: Sql, level: OwnLevel, id: string, values: RecordDraft): ServiceRecord {
  const row = itemRow(sql, level, id);
  const number = Number(row.id);
  const { name: plain, search } = checkedName(String(values.name ?? row.name), level);
  const moved = level === "project" && values.customer !== undefined;
  const owner = moved
    ? resolveWork(sql, { customer: idOf(values.customer) }).customer
    : row.customer_id === null
      ? null
      : Number(row.customer_id);
  refuseTwin(sql, level, search, [owner, row.project_id === null ? null : Number(row.project_id)], number);
  const archived = values.visible === undefined ? Number(row.archived) : Number(values.visible === false);
  sql.run(
    `UPDATE item SET name = ?, search = ?, archived = ?, customer_id = ?, color = ?, time_budget = ?, billable = ?
     WHERE id = ?`,
    ...[plain, search, archived, owner, ...projectColumns(values, row), number],
  );
  if (moved) {
    // What hangs on the project goes with it, so that nothing contradicts it.
    sql.run("UPDATE item SET customer_id = ? WHERE project_id = ?", owner, number);
    sql.run("UPDATE entry SET customer_id = ? WHERE project_id = ?", owner, number);
  }
  return toRecord(itemRow(sql, level, id));
}

/** @throws ServiceError `conflict` where time is booked on it: that would lose what the time was for */
function refuseBooked(sql: Sql, level: OwnLevel, row: Row): void {
  const booked = Number(sql.get(`SELECT count(*) AS n FROM entry WHERE ${level}_id = ?`, Number(row.id))?.n);
  if (booked === 0) return;
  const entries = booked === 1 ? "One entry is" : `${booked} entries are`;
  throw new ServiceError("conflict", `${entries} booked on the ${level} "${quote(String(row.name), 80)}".`, {
    next: "Archive it (visible: false), or move or delete these entries first.",
  });
}

function below(sql: Sql, level: OwnLevel, id: number): { what: string; count: number }[] {
  if (level === "activity") return [];
  const count = (what: OwnLevel) =>
    Number(sql.get(`SELECT count(*) AS n FROM item WHERE level = ? AND ${level}_id = ?`, what, id)?.n);
  return [
    { what: "projects", count: level === "customer" ? count("project") : 0 },
    { what: "activities", count: count("activity") },
  ].filter((one) => one.count > 0);
}

function removeItem(sql: Sql, level: OwnLevel, id: string): void {
  const row = itemRow(sql, level, id);
  refuseBooked(sql, level, row);
  if (level !== "activity")
    for (const lower of ["activity", "project"] as const)
      sql.run(`DELETE FROM item WHERE level = ? AND ${level}_id = ?`, lower, Number(row.id));
  if (sql.run("DELETE FROM item WHERE id = ?", Number(row.id)).changes === 0) throw notFound(level);
}

export const itemRecords = (level: OwnLevel): SheetRecordType => ({
  actions: ["list", "get", "create", "update", "delete"],
  fields: fieldsOf[level],
  parts: partsOf[level],
  filters: fieldsOf[level].filter(({ kind }) => kind === "ref"),
  list: (sql, query) => listItems(sql, level, query),
  get: (sql, id) => toRecord(itemRow(sql, level, id)),
  create: (sql, values) => createItem(sql, level, values),
  update: (sql, id, values) => updateItem(sql, level, id, values),
  remove: (sql, id) => removeItem(sql, level, id),
  consequences(sql, id) {
    const row = itemRow(sql, level, id);
    refuseBooked(sql, level, row);
    return below(sql, level, Number(row.id));
  },
});
