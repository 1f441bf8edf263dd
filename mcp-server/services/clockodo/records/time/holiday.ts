import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../../domain/records";
import { partsOf } from "../../../../time/civil";
import { dayOf, toInstant } from "../../../../time/format";
import type { Query } from "../../../http/path";
import { isGone } from "../../../shared/refusals";
import { yearsOf } from "../../absences/holidays";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { holiday, type WireHoliday } from "../../wire/absence";
import {
  checkDraft,
  holds,
  idOf,
  many,
  nothing,
  notThere,
  one,
  plainFields,
  saveOnce,
  type WireField,
} from "../shared";
import type { ClockodoRecordType } from "../type";

/** Clockodo's words for how often a holiday comes (clockodo-api.md §4). */
const kinds = { once: "DISTINCT_ONCE", every_year: "DISTINCT_RECURRING", special: "SPECIAL" } as const;
const kindOf = (wire: string | null | undefined) =>
  Object.entries(kinds).find(([, each]) => each === wire)?.[0] ?? wire ?? undefined;

const fields: readonly WireField[] = [
  { name: "group", wire: "nonbusiness_group_id", kind: "ref", of: "holiday_group", needed: true },
  { name: "name", wire: "name", kind: "text", needed: true },
  {
    name: "kind",
    wire: "type",
    kind: "choice",
    choices: Object.keys(kinds),
    needed: true,
    hint: "special: one that Clockodo reckons, like Easter; it needs special.",
  },
  { name: "day", wire: "day", kind: "day", hint: "Of every_year only day and month count." },
  { name: "half", wire: "half_day", kind: "flag" },
  { name: "special", wire: "special_id", kind: "number", hint: "Clockodo's number of the special day." },
  { name: "special_surcharge", wire: "surcharge_special", kind: "flag" },
];
const groupRow = z.object({ id: z.number(), name: z.string() });
const filters: readonly RecordField[] = [
  { name: "group", kind: "ref", of: "holiday_group" },
  { name: "year", kind: "number", hint: "Else of the period, or this year." },
];

/** @param before the row that is changed: what is not said stays as it is there */
function bodyOf(draft: RecordDraft, before: WireHoliday | null): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, wire } of fields)
    if (draft[name] !== undefined && !["group", "kind", "day"].includes(name)) body[wire] = draft[name];
  if (draft.group !== undefined) body.nonbusiness_group_id = idOf(draft.group, "a group of holidays");
  if (draft.kind !== undefined) body.type = kinds[draft.kind as keyof typeof kinds];
  const type = body.type ?? before?.type;
  const day = typeof draft.day === "string" ? draft.day : draft.kind === undefined ? undefined : before?.evaluated_date;
  if (type !== kinds.special && !before && day == null)
    throw new InputError("argument", "Which day is it? Give day.", { next: 'Write "2026-12-24".' });
  if (day != null && type !== kinds.special) {
    const { year, month, day: dayOfMonth } = partsOf(day);
    Object.assign(body, { day: dayOfMonth, month }, type === kinds.once ? { year } : {});
  }
  return body;
}

/** Days of the groups of public holidays, as they fall in a year (clockodo-api.md §2.11). */
export function holidayType(clockodo: Clockodo): ClockodoRecordType {
  const { client, env } = clockodo;
  const pathTo = (id: string) => pathOf("nonbusinessDays", wireId(id, "a public holiday"));

  async function thisYear(call?: Call): Promise<number> {
    const { zone } = await clockodo.facts.get({ signal: call?.signal });
    return partsOf(dayOf(toInstant(env.now()), zone)).year;
  }

  async function groupNames(call?: Call): Promise<(id: number) => string> {
    const { data } = await client.get(many(groupRow), pathOf("nonbusinessGroups"), {}, call);
    return (id) => data.find((each) => each.id === id)?.name ?? `#${id}`;
  }

  async function rows(query: Pick<RecordQuery, "first" | "last" | "filters">, call?: Call): Promise<WireHoliday[]> {
    const asked = query.filters?.year;
    const { first, last } = query;
    const years =
      asked != null
        ? [Number(asked)]
        : first !== undefined && last !== undefined
          ? yearsOf({ first, last })
          : [await thisYear(call)];
    const group: Query =
      query.filters?.group == null ? [] : [["nonbusiness_group_id", idOf(query.filters.group, "a group of holidays")]];
    const read = await Promise.all(
      years.map((year) =>
        client.get(many(holiday), pathOf("nonbusinessDays"), { query: [...group, ["year", year]] }, call),
      ),
    );
    return read
      .flatMap(({ data }) => data)
      .filter(({ evaluated_date: day }) => !day || ((first ?? day) <= day && day <= (last ?? day)))
      .sort((a, b) => (a.evaluated_date ?? "").localeCompare(b.evaluated_date ?? "") || a.id - b.id);
  }

  function recordOf(row: WireHoliday, group: (id: number) => string): ServiceRecord {
    const values: Record<string, RecordValue> = {};
    const kind = kindOf(row.type);
    if (row.nonbusiness_group_id != null)
      values.group = { id: String(row.nonbusiness_group_id), name: group(row.nonbusiness_group_id) };
    if (kind) values.kind = kind;
    if (row.evaluated_date) values.day = row.evaluated_date;
    values.half = Boolean(row.half_day);
    if (row.special_id != null) values.special = Number(row.special_id);
    if (row.surcharge_special) values.special_surcharge = true;
    return { type: "holiday", id: String(row.id), name: row.name || row.evaluated_date || `#${row.id}`, values };
  }
  const written = async (row: WireHoliday) => recordOf(row, await groupNames().catch(() => (id: number) => `#${id}`));

  /** A holiday that comes once is there in its own year only; it is looked for around this one. */
  async function find(id: string, call?: Call): Promise<WireHoliday> {
    const year = await thisYear(call);
    for (const each of [year, year + 1, year - 1]) {
      try {
        const query = [["year", each]] as const;
        return (await client.get(one(holiday), pathTo(id), { query }, call)).data;
      } catch (error) {
        if (!(error instanceof ServiceError) || error.kind !== "not_found") throw error;
      }
    }
    throw notThere("public holiday of these years", id);
  }

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const writes = (["create", "update", "delete"] as const).filter((action) => !(`holiday.${action}` in refused));
      const why = [...new Set(["create", "update", "delete"].flatMap((each) => refused[`holiday.${each}`] ?? []))];
      return {
        actions: ["list", "get", ...writes],
        parents: [],
        fields: plainFields(fields),
        filters,
        notes: ["Without a period: those of this year.", ...why],
      };
    },
    async list(query, call) {
      const [found, group] = await Promise.all([rows(query, call), groupNames(call)]);
      const seen = new Map(found.map((row) => [`${row.id} ${row.evaluated_date}`, row]));
      return pageOf(
        [...seen.values()].map((row) => recordOf(row, group)),
        query,
      );
    },
    async get(id, _of, call) {
      const [row, group] = await Promise.all([find(id, call), groupNames(call)]);
      return recordOf(row, group);
    },
    async create(values, _of, call) {
      checkDraft(values, fields, "create", "public holiday");
      const body = bodyOf(values, null);
      const year = typeof values.day === "string" ? partsOf(values.day).year : await thisYear(call);
      const around = { filters: { year, group: values.group ?? null } };
      const old = new Set((await rows(around, call)).map(({ id }) => id));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(holiday), "POST", pathOf("nonbusinessDays"), { body }, call)).data,
        async () => (await rows(around)).find((row) => !old.has(row.id) && row.name === values.name) ?? null,
      );
      return { record: await written(value), notes };
    },
    async update(id, values, _of, call) {
      checkDraft(values, fields, "change", "public holiday");
      const body = bodyOf(values, await find(id, call));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(holiday), "PUT", pathTo(id), { body }, call)).data,
        async () => {
          const now = await find(id);
          return holds(now, body) ? now : null;
        },
      );
      return { record: await written(value), notes };
    },
    async remove(id, _of, call) {
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathTo(id), {}, call);
          return true;
        },
        async () => isGone(find(id)),
      );
    },
  };
}
