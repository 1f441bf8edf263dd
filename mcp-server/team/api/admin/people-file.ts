import { csvStart, guardedLine } from "#core/domain/export/csv";
import type { AdminGroup, AdminPeople, AdminPerson } from "./contract";

const columns = [
  ...([
    "name",
    "email",
    "group",
    "limit",
    "admin",
    "status",
    "invited_until",
    "removed_at",
    "removed_because",
  ] as const),
  ...(["last_active", "services", "clients"] as const),
];

/** The beginning of the table: for programs, with commas and moments in UTC, whatever language its reader speaks. */
export const peopleHead = csvStart + guardedLine(columns);

/** One line for each person. @param limits of all groups, and of people without one */
export function peopleLines(
  people: readonly AdminPerson[],
  { groups, limit }: Pick<AdminPeople, "groups" | "limit">,
): string {
  const groupOf = new Map(groups.map((group) => [group.id, group]));
  return people.map((person) => lineOf(person, groupOf.get(person.group ?? ""), limit)).join("");
}

function lineOf(person: AdminPerson, group: AdminGroup | undefined, limit: AdminGroup["limit"]): string {
  const { name, email, isAdmin, status, removed, services, clients } = person;
  const most = group ? group.limit : limit;
  return guardedLine([
    ...[name, email, group?.name, status === "removed" ? "" : (most ?? "nothing"), isAdmin, status],
    ...[moment(person.invitedUntil), moment(removed?.at ?? null), removed?.reason],
    ...[moment(person.lastActiveAt), services.join(" "), clients],
  ]);
}

const moment = (at: number | null) => (at === null ? "" : new Date(at).toISOString());
