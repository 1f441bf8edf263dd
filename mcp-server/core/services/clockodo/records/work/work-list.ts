import { fold } from "../../../../domain/names";
import type { RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import type { WorkKind } from "./work-fields";

/** Which of them a query wants, in which order; pure. */

const flag = (name: string, hint: string): RecordField => ({ name, kind: "flag", hint });
const hidden = flag("hidden", "Only inactive ones.");
const orders: RecordField[] = [
  { name: "order_by", kind: "choice", choices: ["name", "id", "number"] },
  { name: "order", kind: "choice", choices: ["asc", "desc"] },
];
const completed = flag("completed", "true: only completed ones; false: only others.");
/** Where the budget of a project comes from, in Clockodo's order (clockodo-api.md §4). */
export const budgetSources = ["none", "own", "subprojects", "interval"] as const;

export const workFilters: Readonly<Record<WorkKind, readonly RecordField[]>> = {
  customer: [hidden, ...orders],
  project: [
    { name: "customer", kind: "ref", of: "customer" },
    completed,
    { name: "budget", kind: "choice", choices: budgetSources, hint: "Only those whose reports you may see." },
    flag("status", "true: with time worked, billable and billed, budget used and left, and revenue."),
    hidden,
    ...orders,
  ],
  subproject: [{ name: "project", kind: "ref", of: "project" }, completed, hidden, ...orders],
  activity: [hidden, ...orders],
  lump_sum_service: [hidden, ...orders],
};

/** What a list has of each row. */
export interface ListedRow {
  id: number;
  name: string;
  active: boolean;
  number?: string | null;
  completed?: boolean | null;
  start_date?: string | null;
  deadline?: string | null;
  customers_id?: number;
  projects_id?: number;
}

export function isWanted(row: ListedRow, query: RecordQuery): boolean {
  const { filters = {}, of, first, last } = query;
  const place = { customer: filters.customer, project: filters.project, ...(of ? { [of.type]: of.id } : {}) };
  if (place.customer !== undefined && row.customers_id !== undefined && String(row.customers_id) !== place.customer)
    return false;
  if (place.project !== undefined && row.projects_id !== undefined && String(row.projects_id) !== place.project)
    return false;
  if (filters.hidden === true) return !row.active;
  if (filters.completed !== undefined && (row.completed === true) !== filters.completed) return false;
  if (last !== undefined && row.start_date && row.start_date > last) return false;
  if (first !== undefined && row.deadline && row.deadline < first) return false;
  const done = row.completed === true && filters.completed === undefined;
  return query.includeHidden === true || (row.active && !done);
}

/** By name, unless told otherwise. */
export function inOrder(records: ServiceRecord[], { filters = {} }: RecordQuery): ServiceRecord[] {
  const sign = filters.order === "desc" ? -1 : 1;
  const key = (record: ServiceRecord) =>
    filters.order_by === "number" ? String(record.values.number ?? "") : fold(record.name);
  return records.sort((a, b) =>
    filters.order_by === "id"
      ? sign * (Number(a.id) - Number(b.id))
      : sign * key(a).localeCompare(key(b), undefined, { numeric: true }),
  );
}
