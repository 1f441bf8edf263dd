import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { type ClockodoClient, groupsRead } from "../client/client";
import { pathOf } from "../client/paths";

type Grouping =
  | "customers_id"
  | "projects_id"
  | "subprojects_id"
  | "services_id"
  | "users_id"
  | "billable"
  | "year"
  | "month"
  | "week"
  | "day";

/** Sums of entries in Clockodo's own reckoning. */
export interface GroupQuery {
  from: Instant;
  to: Instant;
  /** Outer level first. Two levels took 20 s in a real account (clockodo-api.md §1.4). */
  by: readonly [Grouping, ...Grouping[]];
  /** By Clockodo's names: `customers_id`. */
  filter?: Readonly<Record<string, string | number>>;
}

export interface EntryGroup {
  /** `0`: entries without a project. */
  id: string;
  name: string;
  seconds: number;
  /** Absent where the caller may not see money. */
  money?: number;
  groups: EntryGroup[];
}

interface WireGroup {
  group: string | number;
  name?: string | null;
  duration?: number | null;
  revenue?: number | null;
  sub_groups?: WireGroup[] | null;
}
const group: z.ZodType<WireGroup> = z.lazy(() =>
  z.object({
    // Ids come as texts, years and 0 as numbers (§2.3).
    group: z.union([z.string(), z.number()]),
    name: z.string().nullish(),
    duration: z.number().nullish(),
    revenue: z.number().nullish(),
    sub_groups: z.array(group).nullish(),
  }),
);
const answer = z.object({ groups: z.array(group) });

const sum = (values: readonly (number | null | undefined)[]) =>
  values.reduce<number>((all, one) => all + (one ?? 0), 0);

/** The same id can occur several times (§2.3): those are one. Sums agree only to the cent. */
function merged(rows: readonly WireGroup[]): EntryGroup[] {
  const byId = new Map<string, WireGroup[]>();
  for (const row of rows) {
    const held = byId.get(String(row.group));
    if (held) held.push(row);
    else byId.set(String(row.group), [row]);
  }
  return [...byId].map(([id, same]) => ({
    id,
    name: same.find(({ name }) => name)?.name ?? "",
    seconds: sum(same.map(({ duration }) => duration)),
    ...(same.every(({ revenue }) => revenue == null)
      ? {}
      : { money: Math.round(sum(same.map(({ revenue }) => revenue)) * 100) / 100 }),
    groups: merged(same.flatMap(({ sub_groups: below }) => below ?? [])),
  }));
}

/** One of the ten such calls that Clockodo allows in a minute; all that the caller may see. */
export async function sumGroups(client: ClockodoClient, asked: GroupQuery, call?: Call): Promise<EntryGroup[]> {
  const query: [string, string | number][] = [
    ["time_since", asked.from],
    ["time_until", asked.to],
    ...asked.by.map((each): [string, string] => ["grouping[]", each]),
    ...Object.entries(asked.filter ?? {}).map(([name, value]): [string, string | number] => [`filter[${name}]`, value]),
    // Else what counts against a hard budget would be worth nothing.
    ["calc_also_revenues_for_projects_with_hard_budget", 1],
  ];
  const read = await client.get(answer, pathOf("entrygroups"), { query, limits: [groupsRead] }, call);
  return merged(read.groups);
}
