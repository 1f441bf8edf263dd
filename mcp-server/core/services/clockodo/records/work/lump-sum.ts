import type { Call } from "../../../../domain/call";
import type { CalendarDay, Instant } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../../domain/records";
import { dayBounds } from "../../../../time/aggregate";
import { addDays } from "../../../../time/civil";
import { dayOf, toInstant } from "../../../../time/format";
import type { Clockodo } from "../../context";
import { bookedOn, onlyGiven, usualBillable } from "../../entries/booking";
import type { Body } from "../../entries/entry-body";
import { listRows } from "../../entries/list-entries";
import type { EntryWriter } from "../../entries/write-entry";
import { wireId } from "../../mapping/ids";
import { type Booked, levels } from "../../mapping/levels";
import type { WireEntry } from "../../wire/entry";
import type { ClockodoRecordType } from "../record-type";
import { checkDraft, idOf, notThere, plainFields } from "../shared";

/** Days that a list has without a period. */
const usualDays = 31;

const fields: readonly RecordField[] = [
  { name: "day", kind: "day", needed: true },
  { name: "customer", kind: "ref", of: "customer", hint: "Or a project of it." },
  { name: "project", kind: "ref", of: "project" },
  { name: "subproject", kind: "ref", of: "subproject" },
  { name: "activity", kind: "ref", of: "activity", hint: "Of an amount; a lump-sum service stands in its place." },
  { name: "amount", kind: "money", hint: "Or a lump-sum service." },
  { name: "lump_sum_service", kind: "ref", of: "lump_sum_service", when: "create", hint: "Its price times count." },
  { name: "count", kind: "number", hint: "How many of the lump-sum service; 1 on create." },
  { name: "text", kind: "text", maxLength: 1000 },
  { name: "billable", kind: "flag" },
  { name: "billed", kind: "flag", when: "change" },
];

/** A lump sum has a moment and no length: noon of its day. */
const noon = (day: CalendarDay, zone: string): Instant => toInstant(Date.parse(dayBounds(day, zone).from) + 43_200_000);
const isLump = (row: WireEntry) => row.type === 2 || row.type === 3;
const idText = (value: RecordValue | undefined, what: string) =>
  value === undefined || value === null ? undefined : String(idOf(value, what));

/**
 * Entries that are worth a fixed amount (type 2) or so many of a lump-sum service (type 3) and take no time
 * (clockodo-api.md §2.2). One's own: other people's are entries like all others for the time tools.
 */
export function lumpSumType(clockodo: Clockodo, { single, create, change, remove }: EntryWriter): ClockodoRecordType {
  const { env, lists, profile } = clockodo;

  const bookedBy = (draft: RecordDraft, call: Call | undefined, service: boolean): Promise<Booked> =>
    bookedOn(
      clockodo,
      Object.fromEntries(
        levels.map(([level]) => [level, idText(draft[level], level === "activity" ? "an activity" : `a ${level}`)]),
      ),
      call,
      service,
    );

  async function record(row: WireEntry, call?: Call): Promise<ServiceRecord> {
    const { facts } = await profile.get({ signal: call?.signal });
    const { work, amount, billable, exported, text } = await clockodo.written(row);
    const id = row.lumpsum_services_id;
    const service = id ? (await lists.lumpSumServices.get().catch(() => [])).find((each) => each.id === id) : undefined;
    return {
      type: "lump_sum",
      id: String(row.id),
      name: text || service?.name || "Lump sum",
      values: {
        day: dayOf(row.time_since, facts.zone),
        ...work,
        ...(amount === undefined ? {} : { amount }),
        ...(id ? { lump_sum_service: { id: String(id), name: service?.name ?? `#${id}` } } : {}),
        ...(row.lumpsum_services_amount == null ? {} : { count: row.lumpsum_services_amount }),
        ...(text ? { text } : {}),
        ...(billable === undefined ? {} : { billable }),
        ...(exported ? { billed: true } : {}),
      },
    };
  }

  /** The row where it is one's own lump sum. */
  async function own(id: string, call?: Call): Promise<WireEntry> {
    const row = await single(wireId(id, "a lump sum"), call);
    const { user } = await profile.get({ signal: call?.signal });
    if (!isLump(row) || row.users_id !== user.id) throw notThere("lump sum of yours", id);
    return row;
  }

  async function list({ first, last, text, limit, offset }: RecordQuery, call?: Call) {
    const { facts } = await profile.get({ signal: call?.signal });
    const end = last ?? dayOf(toInstant(env.now()), facts.zone);
    const begin = first ?? addDays(end, -usualDays);
    const from = dayBounds(begin, facts.zone).from;
    const { to } = dayBounds(end, facts.zone);
    const found: WireEntry[] = [];
    for await (const { rows } of listRows(clockodo, { from, to, people: "me", text }, call)) {
      found.push(...rows.filter(isLump));
      if (found.length > offset + limit) break;
    }
    return { found, begin, end, asked: first !== undefined };
  }

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "update", "delete"],
      parents: [],
      fields: plainFields(fields),
      filters: [],
      notes: ["Your own, which take no time; of a period (first, last), else of the last month."],
    }),
    async list(query, call) {
      const { found, begin, end, asked } = await list(query, call);
      const rows = found.slice(query.offset, query.offset + query.limit);
      return {
        records: await Promise.all(rows.map((row) => record(row, call))),
        total: found.length <= query.offset + query.limit ? found.length : null,
        notes: asked ? [] : [`From ${begin} to ${end}; other days with first and last.`],
      };
    },
    get: async (id, _of, call) => record(await own(id, call), call),
    async create(values, _of, call) {
      checkDraft(values, fields, "create", "lump sum");
      const { facts, user } = await profile.get({ signal: call?.signal });
      const service = idText(values.lump_sum_service, "a lump-sum service");
      if ((service === undefined) === (values.amount === undefined))
        throw new InputError("argument", "A lump sum is an amount or a lump-sum service: give one of the two.");
      const on = await bookedBy(values, call, service === undefined);
      const { services_id, ...place } = on;
      const billable = values.billable ?? (await usualBillable(clockodo, on, call)) ?? true;
      const body = {
        ...onlyGiven(place),
        billable: billable ? 1 : 0,
        time_since: noon(String(values.day), facts.zone),
        ...(service === undefined
          ? { services_id, lumpsum: Number(values.amount) }
          : { lumpsum_services_id: Number(service), lumpsum_services_amount: Number(values.count ?? 1) }),
        ...(values.text ? { text: String(values.text) } : {}),
      };
      const made = await create(body, user.id, call);
      return { record: await record(made.row), notes: made.notes };
    },
    async update(id, values, _of, call) {
      checkDraft(values, fields, "change", "lump sum");
      const row = await own(id, call);
      const { facts } = await profile.get({ signal: call?.signal });
      const time = row.type === 2;
      if ((time ? values.count : (values.amount ?? values.activity)) !== undefined)
        throw new InputError("argument", time ? "An amount has no count." : "A lump-sum service has a count only.");
      const moves = levels.some(([level]) => values[level] !== undefined);
      const asIs = {
        customer: values.project == null ? String(row.customers_id) : null,
        project: row.projects_id && values.customer === undefined ? String(row.projects_id) : null,
        subproject:
          row.subprojects_id && values.project === undefined && values.customer === undefined
            ? String(row.subprojects_id)
            : null,
        activity: row.services_id ? String(row.services_id) : null,
      };
      const on: Partial<Booked> = moves ? await bookedBy({ ...asIs, ...values }, call, time) : {};
      const { services_id, ...place } = on;
      const body: Body = {
        ...place,
        ...(services_id ? { services_id } : {}),
        ...(values.day === undefined ? {} : { time_since: noon(String(values.day), facts.zone) }),
        ...(values.amount === undefined ? {} : { lumpsum: Number(values.amount) }),
        ...(values.count === undefined ? {} : { lumpsum_services_amount: Number(values.count) }),
        ...(values.text === undefined ? {} : { text: String(values.text ?? "") }),
        ...(values.billable === undefined ? {} : { billable: values.billable ? 1 : 0 }),
        ...(values.billed === undefined ? {} : { billable: values.billed ? 2 : 1 }),
      };
      const changed = await change(row, body, call);
      return { record: await record(changed.row), notes: changed.notes };
    },
    async remove(id, _of, call) {
      await remove((await own(id, call)).id, call);
    },
  };
}
