import { z } from "zod";
import { pageOf } from "../../../domain/drafts";
import type { Ref } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { Call } from "../../../domain/ports";
import type { RecordDraft, RecordField, RecordQuery, ServiceRecord } from "../../../domain/records";
import type { Clockodo } from "../context";
import { wireId } from "../ids";
import { pathOf } from "../paths";
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

const row = z.object({
  /** null: the default of the company. */
  id: z.number().nullable(),
  parent_rate_id: z.number().nullish(),
  customer_ids: z.array(z.number()).nullish(),
  project_ids: z.array(z.number()).nullish(),
  service_ids: z.array(z.number()).nullish(),
  user_ids: z.array(z.number()).nullish(),
  hourly_rate: z.number(),
  position: z.number().nullish(),
});
type Row = z.infer<typeof row>;

/** Our word for the rate that holds where no other does; Clockodo gives it no id (clockodo-api.md §2.7). */
const whole = "default";

const refs = (name: string, wire: string, of: WireField["of"]): WireField => ({
  name,
  wire,
  kind: "list",
  item: "ref",
  of,
});
const fields: readonly WireField[] = [
  { name: "rate", wire: "hourly_rate", kind: "money", needed: true, hint: "For an hour." },
  { name: "above", wire: "parent_rate_id", kind: "ref", of: "rate", hint: "The rate that it narrows; empty: none." },
  refs("customers", "customer_ids", "customer"),
  { ...refs("projects", "project_ids", "project"), hint: "Customers or projects, not both." },
  refs("activities", "service_ids", "activity"),
  refs("people", "user_ids", "person"),
  { name: "position", wire: "position", kind: "number", when: "change", hint: "Among those of one level: 0 is first." },
];
const filters: readonly RecordField[] = [
  { name: "customer", kind: "ref", of: "customer" },
  { name: "project", kind: "ref", of: "project" },
  { name: "activity", kind: "ref", of: "activity" },
  { name: "person", kind: "ref", of: "person" },
];
const mostNames = 3;

/** Rates per hour: a tree in which the narrower one counts. */
export function rateType(clockodo: Clockodo): ClockodoRecordType {
  const { client, lists } = clockodo;
  const all = async (call?: Call) => (await client.get(many(row), pathOf("rates"), {}, call)).data;
  const idOf = (each: Row) => (each.id === null ? whole : String(each.id));

  async function naming(call?: Call) {
    const options = { signal: call?.signal };
    const [customers, projects, services, users] = await Promise.all([
      lists.customers.get(options),
      lists.projects.get(options),
      lists.services.get(options),
      lists.users.get(options),
    ]);
    const ref = (known: readonly { id: number; name: string }[]) => {
      const names = new Map(known.map((each) => [each.id, each.name]));
      return (id: number): Ref => ({ id: String(id), name: names.get(id) ?? `#${id}` });
    };
    const of = { customers: ref(customers), projects: ref(projects), activities: ref(services), people: ref(users) };
    return (each: Row) => ({
      customers: (each.customer_ids ?? []).map(of.customers),
      projects: (each.project_ids ?? []).map(of.projects),
      activities: (each.service_ids ?? []).map(of.activities),
      people: (each.user_ids ?? []).map(of.people),
    });
  }
  type Naming = Awaited<ReturnType<typeof naming>>;

  const short = (list: readonly Ref[]) =>
    list.length > mostNames
      ? `${list
          .slice(0, mostNames)
          .map(({ name }) => name)
          .join(", ")} and ${list.length - mostNames} more`
      : list.map(({ name }) => name).join(", ");
  function title(each: Row, name: Naming): string {
    const parts = Object.values(name(each))
      .filter((list) => list.length > 0)
      .map(short);
    return `${each.hourly_rate} an hour ${each.id === null ? "by default" : `for ${parts.join("; ") || "everything"}`}`;
  }
  function recordOf(each: Row, rows: readonly Row[], name: Naming): ServiceRecord {
    const parent = each.parent_rate_id == null ? undefined : rows.find(({ id }) => id === each.parent_rate_id);
    const lists = Object.entries(name(each)).filter(([, list]) => list.length > 0);
    return {
      type: "rate",
      id: idOf(each),
      name: title(each, name),
      values: {
        rate: each.hourly_rate,
        ...(parent ? { above: { id: idOf(parent), name: title(parent, name) } } : {}),
        ...Object.fromEntries(lists),
        ...(each.id === null || each.position == null ? {} : { position: each.position }),
      },
    };
  }

  function fits(each: Row, { filters: wanted = {} }: RecordQuery): boolean {
    const has = (list: number[] | null | undefined, id: unknown) =>
      id === undefined || (list ?? []).some((one) => String(one) === id);
    return (
      has(each.customer_ids, wanted.customer) &&
      has(each.project_ids, wanted.project) &&
      has(each.service_ids, wanted.activity) &&
      has(each.user_ids, wanted.person)
    );
  }

  async function find(id: string, call?: Call): Promise<{ row: Row; rows: Row[] }> {
    if (id !== whole) wireId(id, "a rate");
    const rows = await all(call);
    const found = rows.find((each) => idOf(each) === id);
    if (!found) throw notThere("rate", id);
    return { row: found, rows };
  }

  async function record(id: string): Promise<ServiceRecord> {
    const [{ row: found, rows }, name] = await Promise.all([find(id), naming()]);
    return recordOf(found, rows, name);
  }

  async function setDefault(draft: RecordDraft, call?: Call) {
    const others = Object.keys(draft).filter((name) => name !== "rate");
    if (others.length > 0)
      throw new InputError("argument", `The default rate has no ${others.join(", ")}: it holds for everything.`);
    const body = { hourly_rate: draft.rate };
    const answer = one(z.object({ hourly_rate: z.number() }));
    return saveOnce(
      clockodo,
      async () => (await client.write(answer, "PUT", pathOf("rates", whole), { body }, call)).data,
      async () => ((await find(whole)).row.hourly_rate === draft.rate ? { hourly_rate: Number(draft.rate) } : null),
    );
  }

  /** Clockodo takes the whole order of one level. */
  async function move(id: number, position: number, call?: Call) {
    const { row: moved, rows } = await find(String(id), call);
    const level = rows
      .filter(
        (each) => each.id !== null && each.id !== id && (each.parent_rate_id ?? 0) === (moved.parent_rate_id ?? 0),
      )
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
      .flatMap((each) => each.id ?? []);
    const ids = level.toSpliced(position, 0, id);
    const path = pathOf("rates", moved.parent_rate_id ?? 0, "sort");
    return saveOnce(
      clockodo,
      async () => {
        await client.write(nothing, "PUT", path, { body: { ids } }, call);
        return true;
      },
      async () => ((await find(String(id))).row.position === ids.indexOf(id) ? true : null),
    );
  }

  return {
    describe: async (call) => {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const writable = (["create", "update", "delete"] as const).filter((action) => !(`rate.${action}` in refused));
      return {
        actions: ["list", "get", ...writable],
        parents: [],
        fields: plainFields(fields),
        filters,
        notes: [
          `The rate with the id "${whole}" holds where no other does; only its rate can be changed.`,
          "A rate below another narrows it; deleting one deletes those below it.",
        ],
      };
    },
    async list(query, call) {
      const [rows, name] = await Promise.all([all(call), naming(call)]);
      return pageOf(
        rows.filter((each) => fits(each, query)).map((each) => recordOf(each, rows, name)),
        query,
      );
    },
    async get(id, _of, call) {
      const [{ row: found, rows }, name] = await Promise.all([find(id, call), naming(call)]);
      return recordOf(found, rows, name);
    },
    async create(values, _of, call) {
      checkDraft(values, fields, "create", "rate");
      // The parent must be there, if only to say that there is none.
      const body = { parent_rate_id: null, ...wireBody(values, fields) };
      const old = new Set((await all(call)).map((each) => each.id));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(row), "POST", pathOf("rates"), { body }, call)).data,
        async () => (await all()).find((each) => !old.has(each.id) && holds(each, body)) ?? null,
      );
      return { record: await record(idOf(value)), notes };
    },
    async update(id, values, _of, call) {
      checkDraft(values, fields, "change", "rate");
      if (id === whole) return { notes: (await setDefault(values, call)).notes, record: await record(id) };
      const number = wireId(id, "a rate");
      const { position, ...rest } = values;
      const body = wireBody(rest, fields);
      const notes: string[] = [];
      if (Object.keys(body).length > 0) {
        const saved = await saveOnce(
          clockodo,
          async () => (await client.write(one(row), "PUT", pathOf("rates", number), { body }, call)).data,
          async () => {
            const now = (await find(id)).row;
            return holds(now, body) ? now : null;
          },
        );
        notes.push(...saved.notes);
      }
      if (typeof position === "number") notes.push(...(await move(number, position, call)).notes);
      return { record: await record(id), notes };
    },
    async remove(id, _of, call) {
      if (id === whole) throw new InputError("argument", "The default rate cannot be deleted; it can be 0.");
      const number = wireId(id, "a rate");
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathOf("rates", number), {}, call);
          return true;
        },
        async () => ((await all()).some((each) => each.id === number) ? null : true),
      );
    },
    async consequences(id, _of, call) {
      const { row: found, rows } = await find(id, call);
      const below = (parent: number): number =>
        rows
          .filter((each) => each.parent_rate_id === parent && each.id !== null)
          .reduce((sum, each) => sum + 1 + below(each.id ?? 0), 0);
      const count = found.id === null ? 0 : below(found.id);
      return count === 0 ? [] : [{ what: count === 1 ? "rate below it" : "rates below it", count }];
    },
  };
}
