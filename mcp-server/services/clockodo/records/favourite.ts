import { z } from "zod";
import type { Call } from "../../../domain/call";
import { pageOf } from "../../../domain/drafts";
import { InputError } from "../../../domain/errors";
import type { RecordDraft, RecordValue, ServiceRecord } from "../../../domain/records";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import {
  checkDraft,
  holds,
  many,
  nothing,
  notThere,
  one,
  plainFields,
  saveOnce,
  type WireField,
  wireBody,
} from "./shared";
import type { ClockodoRecordType } from "./type";
import { colors } from "./work/work-fields";

const row = z.object({
  id: z.number(),
  name: z.string(),
  customers_id: z.number(),
  projects_id: z.number().nullish(),
  subprojects_id: z.number().nullish(),
  services_id: z.number(),
  /** 0 or 1; null: as the project says. */
  billable: z.union([z.number(), z.boolean()]).nullish(),
  text: z.string().nullish(),
  color: z.number().nullish(),
  position: z.number().nullish(),
});
type Row = z.infer<typeof row>;

const fields: readonly WireField[] = [
  { name: "name", wire: "name", kind: "text", needed: true, maxLength: 50 },
  { name: "customer", wire: "customers_id", kind: "ref", of: "customer", needed: true },
  { name: "project", wire: "projects_id", kind: "ref", of: "project" },
  { name: "subproject", wire: "subprojects_id", kind: "ref", of: "subproject" },
  { name: "activity", wire: "services_id", kind: "ref", of: "activity", needed: true },
  { name: "billable", wire: "billable", kind: "flag", hint: "Empty: as the customer or project says." },
  { name: "text", wire: "text", kind: "text", maxLength: 1000 },
  { name: "color", wire: "color", kind: "choice", choices: colors },
  { name: "position", wire: "position", kind: "number", hint: "0 is first." },
];
const usualColor = 6;

/** Only what was given, in Clockodo's forms. */
function bodyOf(draft: RecordDraft): Record<string, unknown> {
  const body = wireBody(draft, fields);
  if (typeof draft.billable === "boolean") body.billable = draft.billable ? 1 : 0;
  if (draft.color != null) {
    const index = (colors as readonly RecordValue[]).indexOf(draft.color);
    if (index < 0) throw new InputError("argument", `color takes one of: ${colors.join(", ")}.`);
    body.color = index + 1;
  }
  return body;
}

/** One's own presets to start the clock with (clockodo-api.md §2.7). Everybody has their own and sees no others. */
export function favouriteType(clockodo: Clockodo): ClockodoRecordType {
  const { client, lists } = clockodo;
  const all = async (call?: Call): Promise<Row[]> => {
    const { data } = await client.get(many(row), pathOf("favorites"), {}, call);
    return data.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  };

  async function naming(rows: readonly Row[], call?: Call) {
    if (rows.length === 0) return () => ({});
    const options = { signal: call?.signal };
    const [customers, projects, subprojects, services] = await Promise.all([
      lists.customers.get(options),
      rows.some((each) => each.projects_id) ? lists.projects.get(options) : [],
      rows.some((each) => each.subprojects_id) ? lists.subprojects.get(options) : [],
      lists.services.get(options),
    ]);
    const ref = (known: readonly { id: number; name: string }[], id: number | null | undefined) =>
      id ? { id: String(id), name: known.find((each) => each.id === id)?.name ?? `#${id}` } : undefined;
    return (each: Row) => ({
      customer: ref(customers, each.customers_id),
      project: ref(projects, each.projects_id),
      subproject: ref(subprojects, each.subprojects_id),
      activity: ref(services, each.services_id),
    });
  }

  function recordOf(each: Row, work: Record<string, RecordValue | undefined>): ServiceRecord {
    const given = Object.entries(work).flatMap(([level, ref]) => (ref === undefined ? [] : [[level, ref] as const]));
    return {
      type: "favourite",
      id: String(each.id),
      name: each.name,
      values: {
        ...Object.fromEntries(given),
        ...(each.billable == null ? {} : { billable: Boolean(each.billable) }),
        ...(each.text ? { text: each.text } : {}),
        ...(each.color == null ? {} : { color: colors[each.color - 1] ?? String(each.color) }),
        ...(each.position == null ? {} : { position: each.position }),
      },
    };
  }
  const records = async (rows: Row[], call?: Call) => {
    const work = await naming(rows, call);
    return rows.map((each) => recordOf(each, work(each)));
  };
  async function record(each: Row): Promise<ServiceRecord> {
    const [found] = await records([each]).catch(() => []);
    return found ?? recordOf(each, {});
  }

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "update", "delete"],
      parents: [],
      fields: plainFields(fields),
      filters: [],
      notes: ["Your own; nobody else sees them."],
    }),
    list: async (query, call) => pageOf(await records(await all(call), call), query),
    async get(id, _of, call) {
      const number = wireId(id, "a favourite");
      // A list is always open; whether a single one can be read is written down nowhere.
      const found = (await all(call)).find((each) => each.id === number);
      if (!found) throw notThere("favourite", id);
      const [made] = await records([found], call);
      return made ?? recordOf(found, {});
    },
    async create(values, _of, call) {
      checkDraft(values, fields, "create", "favourite");
      const before = await all(call);
      // Clockodo wants a colour and a place (§2.7): the usual one, and the last.
      const last = Math.max(-1, ...before.map((each) => each.position ?? 0)) + 1;
      const body = { color: usualColor, position: last, ...bodyOf(values) };
      const old = new Set(before.map((each) => each.id));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(row), "POST", pathOf("favorites"), { body }, call)).data,
        async () => (await all()).find((each) => !old.has(each.id) && each.name === values.name) ?? null,
      );
      return { record: await record(value), notes };
    },
    async update(id, values, _of, call) {
      checkDraft(values, fields, "change", "favourite");
      const number = wireId(id, "a favourite");
      const body = bodyOf(values);
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(row), "PUT", pathOf("favorites", number), { body }, call)).data,
        async () => {
          const now = (await all()).find((each) => each.id === number);
          return now && holds(now, body) ? now : null;
        },
      );
      return { record: await record(value), notes };
    },
    async remove(id, _of, call) {
      const number = wireId(id, "a favourite");
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathOf("favorites", number), {}, call);
          return true;
        },
        async () => ((await all()).some((each) => each.id === number) ? null : true),
      );
    },
  };
}
