import type { Entry, Ref, Work } from "../../../domain/entities";
import type { WireEntry } from "../wire/entry";

/** The name of something by the list that it is in. */
export type Naming = (list: "customers" | "projects" | "subprojects" | "services" | "users", id: number) => string;

function workOf(row: WireEntry, name: Naming): Work {
  const ref = (list: Parameters<Naming>[0], id: number, own: string | null | undefined): Ref => ({
    id: String(id),
    name: own || name(list, id),
  });
  return {
    customer: ref("customers", row.customers_id, row.customers_name),
    ...(row.projects_id ? { project: ref("projects", row.projects_id, row.projects_name) } : {}),
    ...(row.subprojects_id ? { subproject: ref("subprojects", row.subprojects_id, row.subprojects_name) } : {}),
    ...(row.services_id ? { activity: ref("services", row.services_id, row.services_name) } : {}),
  };
}

/** What a lump sum is worth, as far as the row tells. */
function amountOf(row: WireEntry): number | undefined {
  if (row.type === 2) return row.lumpsum ?? undefined;
  const { lumpsum_services_price: price, lumpsum_services_amount: count } = row;
  // Cents, because 3 × 0.1 is not 0.3 for a computer.
  return price != null && count != null ? Math.round(price * count * 100) / 100 : (row.revenue ?? undefined);
}

/** Billable 2 is billed (clockodo-api.md §4): billable, and closed like Kimai's exported time. */
export function entryOf(row: WireEntry, name: Naming): Entry {
  const time = (row.type ?? 1) === 1;
  const running = time && row.time_until == null;
  const amount = time ? undefined : amountOf(row);
  const span = row.time_until == null ? null : (Date.parse(row.time_until) - Date.parse(row.time_since)) / 1000;
  return {
    id: String(row.id),
    work: workOf(row, name),
    person: { id: String(row.users_id), name: row.users_name || name("users", row.users_id) },
    begin: row.time_since,
    end: running ? null : (row.time_until ?? row.time_since),
    seconds: running ? null : time ? (row.duration ?? span) : 0,
    // Only some companies let an entry be shorter than the time between its begin and end (§2.2).
    breakSeconds: time && span !== null && row.duration != null ? Math.max(0, span - row.duration) : 0,
    text: row.text ?? "",
    tags: [],
    ...(row.billable == null ? {} : { billable: row.billable > 0, exported: row.billable === 2 }),
    ...(amount === undefined ? {} : { amount }),
    ...(running || row.revenue == null ? {} : { rate: row.revenue }),
  };
}
