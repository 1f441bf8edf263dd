import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { Ref } from "../../../../domain/entities";
import type { RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import type { Lists } from "../../work/lists";
import type { WireField } from "../shared";

/** How Clockodo keeps rates, and how they are told. */

export const rateRow = z.object({
  /** null: the default of the company. */
  id: z.number().nullable(),
  parent_rate_id: z.number().nullish(),
  customer_ids: z.array(z.number()).nullish(),
  project_ids: z.array(z.number()).nullish(),
  service_ids: z.array(z.number()).nullish(),
  user_ids: z.array(z.number()).nullish(),
  hourly_rate: z.number(),
  position: z.number().nullish(),
});
export type RateRow = z.infer<typeof rateRow>;

/** Our word for the rate that holds where no other does; Clockodo gives it no id (clockodo-api.md §2.7). */
export const whole = "default";

const refs = (name: string, wire: string, of: WireField["of"]): WireField => ({
  name,
  wire,
  kind: "list",
  item: "ref",
  of,
});
export const rateFields: readonly WireField[] = [
  { name: "rate", wire: "hourly_rate", kind: "money", needed: true, hint: "For an hour." },
  { name: "above", wire: "parent_rate_id", kind: "ref", of: "rate", hint: "The rate that it narrows; empty: none." },
  refs("customers", "customer_ids", "customer"),
  { ...refs("projects", "project_ids", "project"), hint: "Customers or projects, not both." },
  refs("activities", "service_ids", "activity"),
  refs("people", "user_ids", "person"),
  { name: "position", wire: "position", kind: "number", when: "change", hint: "Among those of one level: 0 is first." },
];
export const rateFilters: readonly RecordField[] = [
  { name: "customer", kind: "ref", of: "customer" },
  { name: "project", kind: "ref", of: "project" },
  { name: "activity", kind: "ref", of: "activity" },
  { name: "person", kind: "ref", of: "person" },
];
const mostNames = 3;

export const rateId = (each: RateRow) => (each.id === null ? whole : String(each.id));

/** Names of what rates are for. */
export async function rateNaming(lists: Lists, call?: Call) {
  const options = { signal: call?.signal };
  const [customers, projects, services, users] = await Promise.all([
    lists.customers.get(options),
    lists.projects.get(options),
    lists.services.get(options),
    lists.users.get(options),
  ]);
  const ref = (known: readonly { id: number; name: string }[]) => {
    const names = new Map(known.map((each) => [each.id, each.name]));
    return (id: number): Ref => ({ id: String(id), name: names.get(id) ?? `#${id}` });
  };
  const of = { customers: ref(customers), projects: ref(projects), activities: ref(services), people: ref(users) };
  return (each: RateRow) => ({
    customers: (each.customer_ids ?? []).map(of.customers),
    projects: (each.project_ids ?? []).map(of.projects),
    activities: (each.service_ids ?? []).map(of.activities),
    people: (each.user_ids ?? []).map(of.people),
  });
}
type Naming = Awaited<ReturnType<typeof rateNaming>>;

const short = (list: readonly Ref[]) =>
  list.length > mostNames
    ? `${list
        .slice(0, mostNames)
        .map(({ name }) => name)
        .join(", ")} and ${list.length - mostNames} more`
    : list.map(({ name }) => name).join(", ");
function title(each: RateRow, name: Naming): string {
  const parts = Object.values(name(each))
    .filter((list) => list.length > 0)
    .map(short);
  return `${each.hourly_rate} an hour ${each.id === null ? "by default" : `for ${parts.join("; ") || "everything"}`}`;
}
export function rateRecord(each: RateRow, rows: readonly RateRow[], name: Naming): ServiceRecord {
  const parent = each.parent_rate_id == null ? undefined : rows.find(({ id }) => id === each.parent_rate_id);
  const given = Object.entries(name(each)).filter(([, list]) => list.length > 0);
  return {
    type: "rate",
    id: rateId(each),
    name: title(each, name),
    values: {
      rate: each.hourly_rate,
      ...(parent ? { above: { id: rateId(parent), name: title(parent, name) } } : {}),
      ...Object.fromEntries(given),
      ...(each.id === null || each.position == null ? {} : { position: each.position }),
    },
  };
}

export function isWanted(each: RateRow, { filters: wanted = {} }: RecordQuery): boolean {
  const has = (list: number[] | null | undefined, id: unknown) =>
    id === undefined || (list ?? []).some((one) => String(one) === id);
  return (
    has(each.customer_ids, wanted.customer) &&
    has(each.project_ids, wanted.project) &&
    has(each.service_ids, wanted.activity) &&
    has(each.user_ids, wanted.person)
  );
}
