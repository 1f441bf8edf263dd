import { workDetail, workTitle } from "../../../lib/work";
import type { Entry } from "../analysis";

export interface Named {
  id: string;
  name: string;
}

/** What entries are shown. Absent members narrow nothing. */
export interface Filter {
  /** Absent: one's own time. `everyone`, or one person by id. */
  who?: "everyone" | Named;
  customer?: Named;
  project?: Named;
  tag?: string;
  billable?: boolean;
  exported?: boolean;
  /** Only entries of more than so many hours. */
  hours?: number;
}

/** Hours to choose from. */
export const lengths = [1, 2, 4, 8] as const;

export const isFiltered = (filter: Filter) => Object.values(filter).some((value) => value !== undefined);

/** Whose time main is asked for; undefined: one's own. */
export const peopleOf = ({ who }: Filter): string[] | undefined =>
  who === undefined ? undefined : [who === "everyone" ? who : `#${who.id}`];

function searches(query: string): (entry: Entry) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ work, text, tags, person }) => {
    if (words.length === 0) return true;
    const parts = [workTitle(work), workDetail(work, { customer: true, text }), ...tags, person?.name];
    const hay = parts.join(" ").toLowerCase();
    return words.every((word) => hay.includes(word));
  };
}

/**
 * Which entries are shown: every word is found in what is written of it, and it fits the filter. Whose time it is has been
 * asked of the service.
 */
export function matcherOf(query: string, { customer, project, tag, billable, exported, hours }: Filter) {
  const found = searches(query);
  return (entry: Entry, seconds = entry.seconds): boolean =>
    (customer === undefined || entry.work.customer?.id === customer.id) &&
    (project === undefined || entry.work.project?.id === project.id) &&
    (tag === undefined || entry.tags.includes(tag)) &&
    (billable === undefined || (entry.billable ?? false) === billable) &&
    (exported === undefined || (entry.exported ?? false) === exported) &&
    (hours === undefined || seconds > hours * 3600) &&
    found(entry);
}

const byName = (a: Named, b: Named) => a.name.localeCompare(b.name);
function unique(all: readonly (Named | undefined)[]): Named[] {
  const byId = new Map(all.flatMap((one) => (one ? [[one.id, one] as const] : [])));
  return [...byId.values()].sort(byName);
}

/** What there is to choose from: what the entries have, and what is chosen already. */
export function choicesOf(entries: readonly Entry[], filter: Filter) {
  const { who, customer, project, tag } = filter;
  const ofCustomer = entries.filter(({ work }) => customer === undefined || work.customer?.id === customer.id);
  return {
    people: unique([...entries.map(({ person }) => person), ...(typeof who === "object" ? [who] : [])]),
    customers: unique([...entries.map(({ work }) => work.customer), customer]),
    projects: unique([...ofCustomer.map(({ work }) => work.project), project]),
    tags: [...new Set([...entries.flatMap(({ tags }) => tags), ...(tag === undefined ? [] : [tag])])].sort(),
    /** Whether the service tells it of any of them. */
    billable: filter.billable !== undefined || entries.some((entry) => entry.billable !== undefined),
    exported: filter.exported !== undefined || entries.some((entry) => entry.exported !== undefined),
  };
}
