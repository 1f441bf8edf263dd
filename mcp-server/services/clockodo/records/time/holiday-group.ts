import { z } from "zod";
import type { Clockodo } from "../../context";
import type { ClockodoRecordType } from "../type";
import { ledgerType } from "./ledger";

/** Groups of public holidays, and who is in which one when (clockodo-api.md §2.11). */

const group = z.object({ id: z.number(), name: z.string(), company_default: z.boolean().nullish() });
const member = z.object({
  id: z.number(),
  users_id: z.number(),
  nonbusiness_groups_id: z.number().nullish(),
  date_since: z.string(),
  date_until: z.string().nullish(),
});

export const holidayGroupType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType(clockodo, {
    type: "holiday_group",
    what: "a group of holidays",
    kind: "holiday",
    resource: "nonbusinessGroups",
    row: group,
    fields: [
      { name: "name", wire: "name", kind: "text", needed: true },
      { name: "company_default", wire: "company_default", kind: "flag", when: "never" },
    ],
    filters: [],
    notes: ["Its days are records of type holiday, its people holiday_member."],
    nameOf: (row) => row.name,
    // Groups with ready-made days cannot be had by the API: its only preset is the empty one.
    complete: (body, _draft, before) => (before ? body : { ...body, preset: "" }),
  });

export const holidayMemberType = (clockodo: Clockodo): ClockodoRecordType =>
  ledgerType(clockodo, {
    type: "holiday_member",
    what: "a member of a group of holidays",
    kind: "holiday",
    resource: "usersNonbusinessGroups",
    row: member,
    perPage: 1_000,
    fields: [
      { name: "person", wire: "users_id", kind: "ref", of: "person", needed: true, when: "create" },
      { name: "group", wire: "nonbusiness_groups_id", kind: "ref", of: "holiday_group", needed: true },
      { name: "first", wire: "date_since", kind: "day", needed: true },
      { name: "last", wire: "date_until", kind: "day", hint: "Empty: from then on." },
    ],
    filters: [
      { name: "person", wire: "filter[users_id]", kind: "ref", of: "person" },
      { name: "group", wire: "filter[nonbusiness_groups_id]", kind: "ref", of: "holiday_group" },
    ],
    notes: ["Who is in no group has the company's default one."],
    nameOf: (row, names) =>
      `${names("person", row.users_id)} in ${row.nonbusiness_groups_id == null ? "none" : names("holiday_group", row.nonbusiness_groups_id)}`,
    span: (row) => ({ first: row.date_since, last: row.date_until ?? null }),
  });
