import type { Ref } from "../../../../domain/entities";
import { fold } from "../../../../domain/names";
import type { RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import type { WireActivity, WireCustomer, WireProject } from "../../client/wire";
import { activityItem, customerItem, projectItem } from "../../mapping/entities";
import { type WorkKind, workValues } from "./work-fields";
import type { WorkRow } from "./work-parts";

/** Which customers, projects and activities a query wants, in which order; pure. */

const flag = (name: string, hint: string): RecordField => ({ name, kind: "flag", hint });
const orders = (...by: string[]): RecordField[] => [
  { name: "order_by", kind: "choice", choices: ["name", "id", ...by] },
  { name: "order", kind: "choice", choices: ["asc", "desc"] },
];
const hidden = flag("hidden", "Only hidden ones.");
export const workFilters: Record<WorkKind, readonly RecordField[]> = {
  customer: [hidden, flag("details", "With address and VAT number, where your role may see them."), ...orders()],
  project: [
    { name: "customer", kind: "ref", of: "customer" },
    flag("global_activities", "Whether activities of no project can be used."),
    hidden,
    ...orders("customer"),
  ],
  activity: [
    { name: "project", kind: "ref", of: "project" },
    { name: "customer", kind: "ref", of: "customer" },
    flag("global", "true: only those of no project; false: only those of one."),
    hidden,
    ...orders("project"),
  ],
};

/** What rows name by id. */
export interface Known {
  customer: ReadonlyMap<number, WireCustomer>;
  project: ReadonlyMap<number, WireProject>;
}

const above = { customer: null, project: "customer", activity: "project" } as const;
const isRef = (value: unknown): value is Ref => typeof value === "object" && value !== null && "id" in value;

export function workRecord(kind: WorkKind, row: WorkRow, known: Known): ServiceRecord {
  const title = typeof row.parentTitle === "string" ? row.parentTitle : undefined;
  const values = workValues(kind, row, (of, id) => {
    const held = of === "customer" ? known.customer.get(id) : known.project.get(id);
    return held?.name ?? title ?? `#${id}`;
  });
  const type = above[kind];
  const parent = type === null ? undefined : values[type];
  return {
    type: kind,
    id: String(row.id),
    name: row.name,
    ...(type !== null && isRef(parent) ? { parent: { type, id: parent.id, name: parent.name } } : {}),
    values,
  };
}

/** Why it cannot be booked on now; undefined where it can. */
function whyNot(kind: WorkKind, row: WorkRow, known: Known, today: string): string | undefined {
  const ofProject = (project: WireProject) => projectItem(project, known.customer.get(project.customer), today);
  if (kind === "customer") return customerItem(row as WireCustomer).whyNot;
  if (kind === "project") return ofProject(row as unknown as WireProject).whyNot;
  const activity = row as unknown as WireActivity;
  const owner = activity.project == null ? undefined : known.project.get(activity.project);
  return activityItem(activity, owner && ofProject(owner)).whyNot;
}

function fits(kind: WorkKind, row: WorkRow, { filters = {}, of }: RecordQuery, known: Known): boolean {
  const place = { customer: filters.customer, project: filters.project, ...(of ? { [of.type]: of.id } : {}) };
  const owner = typeof row.project === "number" ? known.project.get(row.project) : undefined;
  const customer = kind === "activity" ? owner?.customer : row.customer;
  if (place.customer !== undefined && String(customer) !== place.customer) return false;
  if (place.project !== undefined && String(row.project) !== place.project) return false;
  if (filters.global !== undefined && (row.project == null) !== filters.global) return false;
  const global = row.globalActivities !== false;
  if (filters.global_activities !== undefined && global !== filters.global_activities) return false;
  return filters.hidden !== true || row.visible === false;
}

/** Projects that run at some time of the period. */
function inPeriod(row: WorkRow, { first, last }: RecordQuery): boolean {
  const day = (value: unknown) => (typeof value === "string" ? value.slice(0, 10) : null);
  const [start, end] = [day(row.start), day(row.end)];
  return (
    (last === undefined || start === null || start <= last) && (first === undefined || end === null || end >= first)
  );
}

export function wantedRows(
  kind: WorkKind,
  rows: readonly WorkRow[],
  query: RecordQuery,
  known: Known,
  today: string,
): WorkRow[] {
  const dated = kind === "project" && (query.first !== undefined || query.last !== undefined);
  const alsoHidden = query.includeHidden || query.filters?.hidden === true;
  return rows.filter((row) => {
    if (!fits(kind, row, query, known)) return false;
    const hiddenNow = row.visible === false || known.customer.get(Number(row.customer))?.visible === false;
    if (dated) return inPeriod(row, query) && (alsoHidden || !hiddenNow);
    return alsoHidden || whyNot(kind, row, known, today) === undefined;
  });
}

/** By name, unless told otherwise. */
export function inOrder(records: ServiceRecord[], { filters = {} }: RecordQuery): ServiceRecord[] {
  const sign = filters.order === "desc" ? -1 : 1;
  const byName = (a: string, b: string) => fold(a).localeCompare(fold(b));
  const parent = (record: ServiceRecord) => record.parent?.name ?? "";
  const byParent = filters.order_by === "customer" || filters.order_by === "project";
  return records.sort((a, b) => {
    if (filters.order_by === "id") return sign * (Number(a.id) - Number(b.id));
    return sign * ((byParent ? byName(parent(a), parent(b)) : 0) || byName(a.name, b.name));
  });
}
