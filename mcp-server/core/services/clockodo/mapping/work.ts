import type { CalendarDay, Ref, Work, WorkItem, WorkLevel } from "../../../domain/entities";
import type { WireCustomer, WireProject, WireService, WireSubproject } from "../wire/work";

/** Customers, projects, subprojects and services as things to book on; Clockodo's "service" is our activity. Pure. */

const ref = ({ id, name }: { id: number; name: string }): Ref => ({ id: String(id), name });

function item(
  level: WorkLevel,
  from: { id: number; name: string; number?: string | null },
  parents: Work,
  whyNot: string | undefined,
): WorkItem {
  return {
    level,
    ...ref(from),
    parents,
    ...(from.number ? { number: from.number } : {}),
    bookable: whyNot === undefined,
    ...(whyNot === undefined ? {} : { whyNot }),
  };
}

export const customerItem = (from: WireCustomer): WorkItem =>
  item("customer", from, {}, from.active ? undefined : "The customer is inactive in Clockodo.");

/** A deadline says something only where the project is completed by it (clockodo-api.md §2.6). */
function closed(from: WireProject | WireSubproject, what: string, today: CalendarDay): string | undefined {
  if (!from.active) return `The ${what} is inactive in Clockodo.`;
  if (from.completed) return `The ${what} is completed.`;
  if (from.start_date && from.start_date > today) return `The ${what} begins on ${from.start_date}.`;
  if (from.automatic_completion && from.deadline && from.deadline < today)
    return `The ${what} ended on ${from.deadline}.`;
  return undefined;
}

/** @param customer absent where the caller may not see it */
export function projectItem(from: WireProject, customer: WireCustomer | undefined, today: CalendarDay): WorkItem {
  const parent = customer ? ref(customer) : { id: String(from.customers_id), name: `#${from.customers_id}` };
  const above = customer && !customer.active ? "Its customer is inactive in Clockodo." : undefined;
  return item("project", from, { customer: parent }, closed(from, "project", today) ?? above);
}

/** @param project absent where the caller may not see it */
export function subprojectItem(from: WireSubproject, project: WorkItem | undefined, today: CalendarDay): WorkItem {
  const parents: Work = project
    ? { ...project.parents, project: { id: project.id, name: project.name } }
    : { project: { id: String(from.projects_id), name: `#${from.projects_id}` } };
  return item("subproject", from, parents, closed(from, "subproject", today) ?? project?.whyNot);
}

/** Services stand beside customers and projects, not below them. */
export const activityItem = (from: WireService): WorkItem =>
  item("activity", from, {}, from.active ? undefined : "The activity is inactive in Clockodo.");
