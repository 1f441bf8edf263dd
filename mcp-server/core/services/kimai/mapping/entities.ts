import type { CalendarDay, Entry, Ref, Work, WorkItem } from "../../../domain/entities";
import type { RecentWork } from "../../../domain/ports";
import type { WireActivity, WireCustomer, WireEntity, WireExpanded, WireProject, WireUser } from "../client/wire";
import { readTime } from "./wire-time";

const ref = (from: { id: number; name: string }): Ref => ({ id: String(from.id), name: from.name });

export const personRef = (user: WireUser): Ref => ({ id: String(user.id), name: user.alias || user.username });

export const workOf = (row: WireExpanded): Work => ({
  customer: ref(row.project.customer),
  project: ref(row.project),
  activity: ref(row.activity),
});

/** A record with the names that belong to its ids. `duration` is net of breaks, and 0 while it runs (§3.5). */
export function entryOf(row: WireEntity | WireExpanded, work: Work, person: Ref): Entry {
  const running = row.end == null;
  const fields = (row.metaFields ?? []).filter(({ value }) => value != null);
  return {
    id: String(row.id),
    work,
    person,
    begin: readTime(row.begin),
    end: row.end == null ? null : readTime(row.end),
    seconds: running ? null : (row.duration ?? 0),
    breakSeconds: row.break ?? 0,
    text: row.description ?? "",
    tags: row.tags ?? [],
    billable: row.billable ?? undefined,
    exported: row.exported ?? undefined,
    ...(running || row.rate == null ? {} : { rate: row.rate }),
    ...(fields.length > 0 ? { meta: Object.fromEntries(fields.map(({ name, value }) => [name, String(value)])) } : {}),
  };
}

/** Null where something of it is hidden by now, so that it cannot be started again. */
export function recentOf(row: WireExpanded): RecentWork | null {
  const hidden = [row.activity, row.project, row.project.customer].some((each) => each.visible === false);
  if (hidden) return null;
  return {
    work: workOf(row),
    text: row.description ?? "",
    tags: row.tags ?? [],
    lastUsed: readTime(row.end ?? row.begin),
  };
}

const item = (level: WorkItem["level"], from: { id: number; name: string; number?: string | null }, parents: Work) => ({
  level,
  id: String(from.id),
  name: from.name,
  parents,
  ...(from.number ? { number: from.number } : {}),
});

const bookable = (whyNot: string | undefined) => (whyNot ? { bookable: false, whyNot } : { bookable: true });

export const customerItem = (from: WireCustomer): WorkItem => ({
  ...item("customer", from, {}),
  ...bookable(from.visible === false ? "It is hidden in Kimai." : undefined),
});

/** Kimai refuses time on what is hidden, and on projects outside their dates (§3.8, §3.10). */
function whyNotProject(from: WireProject, customer: WireCustomer | undefined, today: CalendarDay): string | undefined {
  if (from.visible === false) return "The project is hidden in Kimai.";
  if (customer?.visible === false) return "Its customer is hidden in Kimai.";
  if (from.start && from.start.slice(0, 10) > today) return `The project begins on ${from.start.slice(0, 10)}.`;
  if (from.end && from.end.slice(0, 10) < today) return `The project ended on ${from.end.slice(0, 10)}.`;
  return undefined;
}

export function projectItem(from: WireProject, customer: WireCustomer | undefined, today: CalendarDay): WorkItem {
  const parent = { id: String(from.customer), name: customer?.name ?? from.parentTitle ?? "" };
  return {
    ...item("project", from, { customer: parent }),
    ...bookable(whyNotProject(from, customer, today)),
  };
}

/** @param within the project that a global activity is looked at from, or the activity's own */
export function activityItem(from: WireActivity, within: WorkItem | undefined): WorkItem {
  const own = from.project == null ? undefined : { id: String(from.project), name: from.parentTitle ?? "" };
  const parents: Work =
    own === undefined ? {} : { ...within?.parents, project: within ? { id: within.id, name: within.name } : own };
  const hidden = from.visible === false ? "The activity is hidden in Kimai." : undefined;
  return { ...item("activity", from, parents), ...bookable(hidden ?? (own ? within?.whyNot : undefined)) };
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/**
 * Seconds to work per weekday from the person's preferences (§3.11): per day in core, per week (spread over its days)
 * with the work contract plugin; null where Kimai keeps none.
 */
export function targetOf(preferences: readonly { name: string; value: unknown }[]): number[] | null {
  const values = new Map(preferences.map(({ name, value }) => [name, value]));
  const number = (name: string) => {
    const value = Number(values.get(name));
    return Number.isFinite(value) && value > 0 ? value : 0;
  };
  const type = values.get("work_contract_type");
  let target: number[] = [];
  if (type === "day") target = weekdays.map((day) => number(`work_${day}`));
  if (type === "week") {
    const text = String(values.get("work_days_week") ?? "");
    const days = new Set(text.split(",").map(Number));
    const counted = [1, 2, 3, 4, 5, 6, 7].filter((day) => days.has(day));
    const each = counted.length === 0 ? 0 : Math.round(number("hours_per_week") / counted.length);
    target = [1, 2, 3, 4, 5, 6, 7].map((day) => (counted.includes(day) ? each : 0));
  }
  return target.some((seconds) => seconds > 0) ? target : null;
}

/** 1 Monday … 7 Sunday; Kimai's own default is Monday. */
export function weekStart(preferences: readonly { name: string; value: unknown }[]): number {
  const value = preferences.find(({ name }) => name === "first_weekday")?.value;
  const index = weekdays.indexOf(String(value).toLowerCase());
  return index < 0 ? 1 : index + 1;
}
