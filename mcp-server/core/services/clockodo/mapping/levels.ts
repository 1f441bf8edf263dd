import type { WorkIds } from "../../../domain/entities";
import type { WireEntry } from "../wire/entry";

/** What an entry is booked on, by Clockodo's names. null: on none. */
export interface Booked {
  customers_id: number;
  projects_id: number | null;
  subprojects_id: number | null;
  services_id: number | null;
}

/** Our levels of work and Clockodo's names for their ids; its "service" is our activity. */
export const levels = [
  ["customer", "customers_id"],
  ["project", "projects_id"],
  ["subproject", "subprojects_id"],
  ["activity", "services_id"],
] as const;

/** What a row is booked on; Clockodo writes none as null, 0, or not at all. */
export const bookedIn = (row: WireEntry): Booked => ({
  customers_id: row.customers_id,
  projects_id: row.projects_id || null,
  subprojects_id: row.subprojects_id || null,
  services_id: row.services_id || null,
});

/** The same in our levels. */
export const workOn = (on: Booked): WorkIds =>
  Object.fromEntries(levels.flatMap(([level, wire]) => (on[wire] === null ? [] : [[level, String(on[wire])]])));
