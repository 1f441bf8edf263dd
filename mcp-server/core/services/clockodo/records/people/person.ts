import type { Call } from "../../../../domain/call";
import { quote } from "../../../../domain/quote";
import type { RecordField, RecordQuery } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { person, personWithPin, type WirePerson } from "../../wire/people";
import { type ClockodoField, type FieldMore, field, never, ref, refs } from "../fields";
import { type ClockodoRecordType, demandDeletable, recordType } from "../record-type";
import { peopleChanged } from "./team";

/** People in our words, both ways (clockodo-api.md §2.8). */

/** After how many days time is locked (§4). */
const lockDays = [1, 2, 3, 5, 8, 15, 31, 46, 91];
const flag = (name: string, wire: string, more: FieldMore = {}) => field(name, "flag", { wire, ...more });

const fields: readonly ClockodoField[] = [
  field("name", "text", { needed: true, maxLength: 100 }),
  field("email", "text", { needed: true, maxLength: 90 }),
  field("role", "choice", {
    choices: ["worker", "owner"],
    needed: true,
    hint: "owner is what Clockodo shows as administrator.",
  }),
  field("active", "flag"),
  field("number", "text", { maxLength: 50 }),
  field("initials", "text", never),
  ref("team", "teams_id", "team"),
  ref("supervisor", "boss", "person"),
  refs("absence_managers", "absence_managers_id", "person"),
  refs("access_groups", "access_groups_ids", "access_group", { hint: "At most 30." }),
  field("language", "choice", { choices: ["en", "de", "fr"] }),
  field("timezone", "text", { hint: "Like Europe/Vienna." }),
  flag("twelve_hour_clock", "timeformat_12h"),
  flag("week_starts_monday", "weekstart_monday"),
  field("start_date", "day", { filled: true }),
  field("exit_date", "day", never),
  field("wage_type", "choice", { choices: ["salary", "hourly"], codes: [1, 2] }),
  field("edit_lock", "day", { hint: "Nothing before this day can be changed." }),
  field("edit_lock_days", "number", {
    wire: "edit_lock_dyn",
    among: lockDays,
    hint: `${lockDays.join(", ")}; empty: no lock.`,
  }),
  field("edit_lock_sync", "flag"),
  field("work_time_edit_lock_days", "number", {
    among: [0, ...lockDays],
    hint: `0 is clock only, ${lockDays.join(", ")}; empty: no lock.`,
  }),
  flag("company_leave_days", "default_holidays_count", { hint: "Leave days as the company has them." }),
  flag("company_target_hours", "default_target_hours", { hint: "Hours as the company has them." }),
  field("work_time_regulation", "number", {
    wire: "work_time_regulations_id",
    hint: "0 is none; empty the company's.",
  }),
  flag("company_work_time_regulation", "default_work_time_regulation"),
  field("exempt_from_flextime", "flag"),
  field("budget_notifications", "flag"),
  flag("show_favourites", "show_favorites"),
  flag("send_mail", "mail_to_user", { hint: "Clockodo writes to the person." }),
  field("billing_id", "text", { wire: "bill_service_id", maxLength: 50 }),
  flag("sees_absences", "can_generally_see_absences", never),
  flag("manages_absences", "can_generally_manage_absences", never),
  flag("may_add_customers", "can_add_customers", never),
  field("future_coworker", "flag", never),
  ref("creator", "creator", "person", never),
  field("created", "text", { wire: "created_at", ...never }),
  field("support_pin", "text", never),
];
/** About the person rather than the work: a list has it only where somebody asks for it. */
const personal = new Set([
  ...[
    "email",
    "initials",
    "language",
    "twelve_hour_clock",
    "week_starts_monday",
    "start_date",
    "exit_date",
    "wage_type",
  ],
  ...["budget_notifications", "show_favourites", "billing_id", "creator", "created", "support_pin"],
]);

/** Whose data of a kind the caller may see or decide (§4). */
const scopes = {
  view_absences: "viewAbsences",
  manage_absences: "manageAbsences",
  view_reports: "viewUserReports",
  view_reports_in_detail: "viewUserReportsDetailed",
  view_presences: "viewPresences",
} as const;
const filters: readonly RecordField[] = [
  { name: "team", kind: "ref", of: "team" },
  { name: "role", kind: "choice", choices: ["worker", "owner"] },
  { name: "scope", kind: "choice", choices: Object.keys(scopes), hint: "Of whom you may do this." },
  { name: "personal", kind: "flag", hint: "true: with address, dates, support PIN." },
];

export function personType(clockodo: Clockodo): ClockodoRecordType {
  async function rows({ filters: wanted = {} }: Partial<RecordQuery>, call?: Call): Promise<WirePerson[]> {
    const scope = scopes[wanted.scope as keyof typeof scopes];
    const row = wanted.personal === true ? personWithPin : person;
    const options = { query: scope ? ([["scope", scope]] as const) : [], perPage: 1_000 };
    return clockodo.client.list<WirePerson>(row, pathOf("users"), options, call);
  }

  const people = recordType<WirePerson>(clockodo, {
    type: "person",
    what: "a person",
    kind: "person",
    resource: "users",
    row: person,
    fields,
    filters,
    notes: (able) => [
      "Lists leave out what is personal; looked at one by one, people have all of it but the support PIN.",
      ...(able.includes("delete")
        ? ["Only inactive people whom no time hangs on can be deleted: set active to false."]
        : []),
    ],
    rows,
    shows: ({ name }, { query, draft }) =>
      !personal.has(name) || (draft ? name in draft : !query || query.filters?.personal === true),
    wanted: ({ active, teams_id, role }, { includeHidden, filters: wanted = {} }) =>
      (includeHidden || active !== false) &&
      (wanted.team === undefined || String(teams_id) === wanted.team) &&
      (wanted.role === undefined || role === wanted.role),
    order: (records) => records.sort((a, b) => a.name.localeCompare(b.name)),
    listNotes(all, { filters: wanted = {} }) {
      const self = clockodo.profile.known()?.user.id;
      if (all.some(({ id, role }) => role != null && id !== self)) return [];
      return [
        ...(all.length > 1 ? ["Clockodo shows you only a part of what it keeps of other people."] : []),
        ...(wanted.role === undefined ? [] : ["The roles of others are not shown to you: they are left out."]),
      ];
    },
    // An address belongs to one person only.
    knownBy: "email",
    changed: peopleChanged(clockodo),
    consequences: ({ id, name, active }, call) =>
      demandDeletable(
        clockodo,
        pathOf("users", id),
        {
          active: active !== false,
          message: `Clockodo deletes only inactive people; ${quote(name, 80)} is active.`,
          next: "Set active to false with save_record: the person cannot sign in then, and all time is kept.",
        },
        call,
      ),
  });

  return {
    ...people,
    async get(id, of, call) {
      const found = await people.get(id, of, call);
      const missing = "Your rights in Clockodo do not show address, role and dates of this person.";
      return "email" in found.values || "role" in found.values ? found : { ...found, missing };
    },
  };
}
