import type { RecordDraft, RecordField, RecordType, RecordValue, ServiceRecord } from "../../../../domain/records";
import type { WirePerson } from "../../wire/people";
import { type WireField, wireBody } from "../shared";

/** People in our words, both ways (clockodo-api.md §2.8). */

const wageTypes = ["salary", "hourly"] as const;
const lockDays = "1, 2, 3, 5, 8, 15, 31, 46 or 91.";

export interface PersonField extends WireField {
  /** About the person rather than the work: a list has it only where somebody asks for it. */
  personal?: true;
  /** Clockodo takes it and never shows it. */
  silent?: true;
}
const read = { when: "never" } as const;
const personal = { personal: true } as const;

export const personFields: readonly PersonField[] = [
  { name: "name", wire: "name", kind: "text", needed: true, maxLength: 100 },
  { name: "email", wire: "email", kind: "text", needed: true, maxLength: 90, ...personal },
  {
    name: "role",
    wire: "role",
    kind: "choice",
    choices: ["worker", "owner"],
    needed: true,
    hint: "owner is what Clockodo shows as administrator.",
  },
  { name: "active", wire: "active", kind: "flag" },
  { name: "number", wire: "number", kind: "text", maxLength: 50 },
  { name: "initials", wire: "initials", kind: "text", ...read, ...personal },
  { name: "team", wire: "teams_id", kind: "ref", of: "team" },
  { name: "supervisor", wire: "boss", kind: "ref", of: "person" },
  { name: "absence_managers", wire: "absence_managers_id", kind: "list", item: "ref", of: "person" },
  {
    name: "access_groups",
    wire: "access_groups_ids",
    kind: "list",
    item: "ref",
    of: "access_group",
    hint: "At most 30.",
  },
  { name: "language", wire: "language", kind: "choice", choices: ["en", "de", "fr"], ...personal },
  { name: "timezone", wire: "timezone", kind: "text", hint: "Like Europe/Vienna." },
  { name: "twelve_hour_clock", wire: "timeformat_12h", kind: "flag", ...personal },
  { name: "week_starts_monday", wire: "weekstart_monday", kind: "flag", ...personal },
  { name: "start_date", wire: "start_date", kind: "day", ...personal },
  { name: "exit_date", wire: "exit_date", kind: "day", ...read, ...personal },
  { name: "wage_type", wire: "wage_type", kind: "choice", choices: wageTypes, ...personal },
  { name: "edit_lock", wire: "edit_lock", kind: "day", hint: "Nothing before this day can be changed." },
  { name: "edit_lock_days", wire: "edit_lock_dyn", kind: "number", hint: lockDays },
  { name: "edit_lock_sync", wire: "edit_lock_sync", kind: "flag" },
  {
    name: "work_time_edit_lock_days",
    wire: "work_time_edit_lock_days",
    kind: "number",
    hint: `0 is clock only, ${lockDays}`,
  },
  {
    name: "company_leave_days",
    wire: "default_holidays_count",
    kind: "flag",
    hint: "Leave days as the company has them.",
  },
  { name: "company_target_hours", wire: "default_target_hours", kind: "flag", hint: "Hours as the company has them." },
  {
    name: "work_time_regulation",
    wire: "work_time_regulations_id",
    kind: "number",
    hint: "0 is none; empty the company's.",
  },
  { name: "company_work_time_regulation", wire: "default_work_time_regulation", kind: "flag" },
  { name: "exempt_from_flextime", wire: "exempt_from_flextime", kind: "flag" },
  { name: "budget_notifications", wire: "budget_notifications", kind: "flag", ...personal },
  { name: "show_favourites", wire: "show_favorites", kind: "flag", ...personal },
  { name: "send_mail", wire: "mail_to_user", kind: "flag", silent: true, hint: "Clockodo writes to the person." },
  { name: "billing_id", wire: "bill_service_id", kind: "text", maxLength: 50, ...personal },
  { name: "sees_absences", wire: "can_generally_see_absences", kind: "flag", ...read },
  { name: "manages_absences", wire: "can_generally_manage_absences", kind: "flag", ...read },
  { name: "may_add_customers", wire: "can_add_customers", kind: "flag", ...read },
  { name: "future_coworker", wire: "future_coworker", kind: "flag", ...read },
  { name: "creator", wire: "creator", kind: "ref", of: "person", ...read, ...personal },
  { name: "created", wire: "created_at", kind: "text", ...read, ...personal },
  { name: "support_pin", wire: "support_pin", kind: "text", ...read, ...personal },
];

export type NameOf = (type: RecordType, id: number) => string;

function shown({ kind, item, of, name }: RecordField, value: unknown, nameOf: NameOf): RecordValue | undefined {
  const ref = (id: unknown) => ({ id: String(id), name: nameOf(of ?? "person", Number(id)) });
  if (value === null || value === undefined || value === "") return undefined;
  if (kind === "ref") return ref(value);
  if (kind === "list" && item === "ref") return Array.isArray(value) && value.length > 0 ? value.map(ref) : undefined;
  if (name === "wage_type") return wageTypes[Number(value) - 1] ?? String(value);
  return typeof value === "object" ? undefined : (value as string | number | boolean);
}

/** @param whole with what is personal, or with those personal fields */
export function personRecord(
  row: WirePerson,
  nameOf: NameOf,
  whole: boolean | Readonly<Record<string, unknown>>,
): ServiceRecord {
  const asked = (name: string) => (typeof whole === "boolean" ? whole : name in whole);
  const values: Record<string, RecordValue> = {};
  for (const field of personFields) {
    if (field.name === "name" || (field.personal && !asked(field.name))) continue;
    const value = shown(field, (row as Record<string, unknown>)[field.wire], nameOf);
    if (value !== undefined) values[field.name] = value;
  }
  return { type: "person", id: String(row.id), name: row.name, values };
}

/** What was given of a person, as Clockodo takes it. */
export function personBody(draft: RecordDraft): Record<string, unknown> {
  const body = wireBody(draft, personFields);
  const wage = (wageTypes as readonly unknown[]).indexOf(draft.wage_type);
  return draft.wage_type == null ? body : { ...body, wage_type: wage + 1 };
}

/** Without what Clockodo does not tell: what a look for a lost answer can compare. */
export const comparable = (body: Record<string, unknown>): Record<string, unknown> => {
  const silent = new Set(personFields.filter(({ silent }) => silent).map(({ wire }) => wire));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !silent.has(name)));
};
