import type { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordDraft, RecordQuery } from "../../../../domain/records";
import { partsOf } from "../../../../time/civil";
import { dayOf, toInstant } from "../../../../time/format";
import type { Query } from "../../../http/path";
import { yearsOf } from "../../absences/holidays";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { holiday, holidayGroup, holidayMember, type WireHoliday } from "../../wire/absence";
import { type ClockodoField, field, never, ref } from "../fields";
import type { RecordSpec } from "../record-type";
import { idOf, many, notThere, one } from "../shared";

/** Public holidays, their groups, and who is in which group when (clockodo-api.md §2.11). */

/** Clockodo's words for how often a holiday comes (§4). */
const kinds = { once: "DISTINCT_ONCE", every_year: "DISTINCT_RECURRING", special: "SPECIAL" } as const;

const fields: readonly ClockodoField[] = [
  ref("group", "nonbusiness_group_id", "holiday_group", { needed: true }),
  field("name", "text", { needed: true }),
  field("kind", "choice", {
    wire: "type",
    choices: Object.keys(kinds),
    codes: Object.values(kinds),
    needed: true,
    hint: "special: one that Clockodo reckons, like Easter; it needs special.",
  }),
  field("day", "day", { apart: true, hint: "Of every_year only day and month count." }),
  field("half", "flag", { wire: "half_day" }),
  field("special", "number", { wire: "special_id", hint: "Clockodo's number of the special day." }),
  field("special_surcharge", "flag", { wire: "surcharge_special" }),
];

/** Clockodo takes the parts of a day: of one that comes every year, no year. */
function complete(given: Record<string, unknown>, draft: RecordDraft, before: WireHoliday | null) {
  const type = given.type ?? before?.type;
  if (type === kinds.special) return given;
  const day = typeof draft.day === "string" ? draft.day : draft.kind === undefined ? undefined : before?.evaluated_date;
  if (!before && day == null)
    throw new InputError("argument", "Which day is it? Give day.", { next: 'Write "2026-12-24".' });
  if (day == null) return given;
  const { year, month, day: dayOfMonth } = partsOf(day);
  return { ...given, day: dayOfMonth, month, ...(type === kinds.once && { year }) };
}

/** Days of the groups of public holidays, as they fall in a year. */
export function holidayRow(clockodo: Clockodo): RecordSpec<WireHoliday> {
  const { client, env } = clockodo;

  async function thisYear(call?: Call): Promise<number> {
    const { zone } = await clockodo.facts.get({ signal: call?.signal });
    return partsOf(dayOf(toInstant(env.now()), zone)).year;
  }

  /** By the year that was asked for, else of the period, of the day of a new one, or this year. */
  async function yearsIn({ first, last, filters: { year, day } = {} }: Partial<RecordQuery>, call?: Call) {
    if (year != null) return [Number(year)];
    if (first !== undefined && last !== undefined) return yearsOf({ first, last });
    return [typeof day === "string" ? partsOf(day).year : await thisYear(call)];
  }

  async function rows(query: Partial<RecordQuery>, call?: Call): Promise<WireHoliday[]> {
    const { first, last, filters: { group } = {} } = query;
    const whose: Query = group == null ? [] : [["nonbusiness_group_id", idOf(group, "a group of holidays")]];
    const read = await Promise.all(
      (await yearsIn(query, call)).map((year) =>
        client.get(many(holiday), pathOf("nonbusinessDays"), { query: [...whose, ["year", year]] }, call),
      ),
    );
    const found = read
      .flatMap(({ data }) => data)
      .filter(({ evaluated_date: day }) => !day || ((first ?? day) <= day && day <= (last ?? day)))
      .sort((a, b) => (a.evaluated_date ?? "").localeCompare(b.evaluated_date ?? "") || a.id - b.id);
    return [...new Map(found.map((row) => [`${row.id} ${row.evaluated_date}`, row])).values()];
  }

  /** A holiday that comes once is there in its own year only; it is looked for around this one. */
  async function find(id: string, call?: Call): Promise<WireHoliday> {
    const path = pathOf("nonbusinessDays", wireId(id, "a public holiday"));
    const year = await thisYear(call);
    for (const each of [year, year + 1, year - 1]) {
      try {
        return (await client.get(one(holiday), path, { query: [["year", each]] }, call)).data;
      } catch (error) {
        if (!(error instanceof ServiceError) || error.kind !== "not_found") throw error;
      }
    }
    throw notThere("public holiday of these years", id);
  }

  return {
    type: "holiday",
    what: "a public holiday",
    kind: "holiday",
    resource: "nonbusinessDays",
    row: holiday,
    fields,
    filters: [
      { name: "group", kind: "ref", of: "holiday_group" },
      { name: "year", kind: "number", hint: "Else of the period, or this year." },
    ],
    notes: ["Without a period: those of this year."],
    nameOf: (row) => row.name || row.evaluated_date || `#${row.id}`,
    extra: (row) => ({
      day: row.evaluated_date || undefined,
      half: Boolean(row.half_day),
      special: row.special_id == null ? undefined : Number(row.special_id),
      special_surcharge: row.surcharge_special || undefined,
    }),
    rows,
    find,
    complete,
    knownBy: "name",
  };
}

/** Countries and regions whose holidays Clockodo puts into a new group (§2.11). */
const presets = [
  ...["germany_by_bw", "germany_be", "germany_bb", "germany_hb-hh-ni-sh", "germany_he", "germany_mv", "germany_nw-rp"],
  ...["germany_sl", "germany_sn", "germany_st", "germany_th", "austria_b", "austria_k", "austria_n_w", "austria_o"],
  ...["austria_s", "austria_st_t_v", "switzerland", "australia", "belgium", "denmark", "france", "gb", "italy"],
  ...["canada", "netherlands", "norway", "poland", "portugal", "russia", "sweden", "spain", "czech", "usa"],
];

export const holidayGroupRow = ({ lists }: Clockodo): RecordSpec<z.infer<typeof holidayGroup>> => ({
  type: "holiday_group",
  what: "a group of holidays",
  kind: "holiday",
  resource: "nonbusinessGroups",
  row: holidayGroup,
  list: lists.holidayGroups,
  fields: [
    field("name", "text", { needed: true, maxLength: 100 }),
    field("preset", "choice", {
      choices: presets,
      codes: presets,
      when: "create",
      hint: "Whose holidays it begins with; left out: none.",
    }),
    field("company_default", "flag", never),
  ],
  notes: ["Its days are records of type holiday, its people holiday_member."],
  extra: ({ name }) => ({ name }),
  changed: () => lists.holidayGroups.forget(),
});

export const holidayMemberRow: RecordSpec<z.infer<typeof holidayMember>> = {
  type: "holiday_member",
  what: "a member of a group of holidays",
  kind: "holiday",
  resource: "usersNonbusinessGroups",
  row: holidayMember,
  perPage: 1_000,
  partial: true,
  fields: [
    ref("person", "users_id", "person", { needed: true, when: "create" }),
    ref("group", "nonbusiness_groups_id", "holiday_group", { needed: true }),
    field("first", "day", { wire: "date_since", needed: true }),
    field("last", "day", { wire: "date_until", hint: "Empty: from then on." }),
  ],
  filters: [
    ref("person", "filter[users_id]", "person"),
    ref("group", "filter[nonbusiness_groups_id]", "holiday_group"),
  ],
  notes: ["Who is in no group has the company's default one."],
  nameOf: (row, names) =>
    `${names("person", row.users_id)} in ${row.nonbusiness_groups_id == null ? "none" : names("holiday_group", row.nonbusiness_groups_id)}`,
  span: (row) => ({ first: row.date_since, last: row.date_until ?? null }),
};
