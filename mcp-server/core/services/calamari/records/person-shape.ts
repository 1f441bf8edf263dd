import type { Ref } from "../../../domain/entities";
import { fold } from "../../../domain/names";
import type { RecordDraft, RecordValue, ServiceRecord } from "../../../domain/records";
import { personOf, refOf } from "../mapping/person";
import type { Somebody } from "../own-person/directory";
import { idOf, personId, type WireField } from "./shared";

/**
 * People in our words, both ways (calamari-api.md §2.8, and the vendor's page on creating a person). Only what is work:
 * birth date, address, family and notes are neither read nor written.
 */
export const personFields: readonly WireField[] = [
  { name: "first_name", wire: "firstName", kind: "text", needed: true },
  { name: "last_name", wire: "lastName", kind: "text", needed: true },
  { name: "email", wire: "email", kind: "text", needed: true, hint: "Whom Calamari knows them by." },
  { name: "approval_process", wire: "approvalProcess", kind: "text", needed: true, hint: "Its name in Calamari." },
  { name: "work_schedule", wire: "workSchedule", kind: "text", needed: true, hint: "Name of one of target_hours." },
  { name: "holidays_calendar", wire: "holidaysCalendar", kind: "text", needed: true, hint: "Its name in Calamari." },
  { name: "position", wire: "position", kind: "text", hint: "Name or id." },
  { name: "contract_type", wire: "contractType", kind: "text", hint: "Name or id." },
  { name: "teams", wire: "teams", kind: "list", item: "ref", of: "team", hint: "All of them." },
  { name: "manager", wire: "directManager", kind: "ref", of: "person" },
  { name: "number", wire: "externalNumber", kind: "text" },
  { name: "hire_date", wire: "hireDate", kind: "day" },
  { name: "invite", wire: "invite", kind: "flag", hint: "true: Calamari writes them an invitation." },
  { name: "timezone", wire: "timezone", kind: "text", when: "never" },
  { name: "administrator", wire: "admin", kind: "flag", when: "never" },
  { name: "archived", wire: "archived", kind: "flag", when: "never" },
];

export function personRecord(row: Somebody): ServiceRecord {
  const values: Record<string, RecordValue> = {};
  const put = (name: string, value: RecordValue | null | undefined) => {
    if (value !== null && value !== undefined && value !== "") values[name] = value;
  };
  put("first_name", row.firstName);
  put("last_name", row.lastName);
  put("position", row.position?.name);
  if (row.teams?.length) put("teams", row.teams.map(refOf));
  put("contract_type", row.contractType?.name);
  const manager = row.directManager?.email;
  if (manager) put("manager", { id: manager.toLowerCase(), name: manager });
  put("email", row.email);
  put("number", row.externalNumber);
  put("approval_process", row.approvalFlow?.name);
  put("work_schedule", row.workingWeek?.name);
  put("holidays_calendar", row.holidaysCalendar?.name);
  put("hire_date", row.hireDate?.slice(0, 10));
  put("timezone", row.timezone);
  if (row.admin) put("administrator", true);
  if (row.archived) put("archived", true);
  return { type: "person", ...personOf(row), values };
}

/** What was given of a person, as People v2 takes it; `invite` is a step of its own. */
export function personBody(draft: RecordDraft): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, wire, kind } of personFields) {
    const value = draft[name];
    if (value === undefined || name === "invite") continue;
    if (kind === "list") body[wire] = (Array.isArray(value) ? value : []).map((team) => idOf(team, "a team"));
    else if (kind === "ref") body[wire] = value === null ? null : personId(value);
    else body[wire] = value;
  }
  return body;
}

const isRef = (value: RecordValue | undefined): value is Ref =>
  typeof value === "object" && value !== null && "id" in value;

/** Whether a person has what was sent, as far as Calamari shows it. */
export function tookPerson(row: Somebody, draft: RecordDraft): boolean {
  const { values } = personRecord(row);
  const text = (value: RecordValue | undefined): string => fold(isRef(value) ? value.id : String(value ?? ""));
  return Object.entries(draft).every(([name, sent]) => {
    const held = values[name];
    if (name === "invite") return true;
    // What v2 alone would show cannot be compared.
    if (held === undefined && sent !== null && ["approval_process", "holidays_calendar"].includes(name)) return true;
    if (Array.isArray(sent))
      return Array.isArray(held) && held.map(text).sort().join() === sent.map(text).sort().join();
    return text(held) === text(sent);
  });
}
