import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, ServiceRecord } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { checkDraft, holds, many, nothing, notThere, one, plainFields, saveOnce, wireBody } from "../shared";
import type { ClockodoRecordType } from "../type";
import {
  isWanted,
  type RateRow,
  rateFields,
  rateFilters,
  rateId,
  rateNaming,
  rateRecord,
  rateRow,
  whole,
} from "./rate-shape";

/** Rates per hour: a tree in which the narrower one counts. */
export function rateType(clockodo: Clockodo): ClockodoRecordType {
  const { client, lists } = clockodo;
  const all = async (call?: Call) => (await client.get(many(rateRow), pathOf("rates"), {}, call)).data;

  async function find(id: string, call?: Call): Promise<{ row: RateRow; rows: RateRow[] }> {
    if (id !== whole) wireId(id, "a rate");
    const rows = await all(call);
    const found = rows.find((each) => rateId(each) === id);
    if (!found) throw notThere("rate", id);
    return { row: found, rows };
  }

  async function record(id: string): Promise<ServiceRecord> {
    const [{ row: found, rows }, name] = await Promise.all([find(id), rateNaming(lists)]);
    return rateRecord(found, rows, name);
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
        fields: plainFields(rateFields),
        filters: rateFilters,
        notes: [
          `The rate with the id "${whole}" holds where no other does; only its rate can be changed.`,
          "A rate below another narrows it; deleting one deletes those below it.",
        ],
      };
    },
    async list(query, call) {
      const [rows, name] = await Promise.all([all(call), rateNaming(lists, call)]);
      return pageOf(
        rows.filter((each) => isWanted(each, query)).map((each) => rateRecord(each, rows, name)),
        query,
      );
    },
    async get(id, _of, call) {
      const [{ row: found, rows }, name] = await Promise.all([find(id, call), rateNaming(lists, call)]);
      return rateRecord(found, rows, name);
    },
    async create(values, _of, call) {
      checkDraft(values, rateFields, "create", "rate");
      // The parent must be there, if only to say that there is none.
      const body = { parent_rate_id: null, ...wireBody(values, rateFields) };
      const old = new Set((await all(call)).map((each) => each.id));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(rateRow), "POST", pathOf("rates"), { body }, call)).data,
        async () => (await all()).find((each) => !old.has(each.id) && holds(each, body)) ?? null,
      );
      return { record: await record(rateId(value)), notes };
    },
    async update(id, values, _of, call) {
      checkDraft(values, rateFields, "change", "rate");
      if (id === whole) return { notes: (await setDefault(values, call)).notes, record: await record(id) };
      const number = wireId(id, "a rate");
      const { position, ...rest } = values;
      const body = wireBody(rest, rateFields);
      const notes: string[] = [];
      if (Object.keys(body).length > 0) {
        const saved = await saveOnce(
          clockodo,
          async () => (await client.write(one(rateRow), "PUT", pathOf("rates", number), { body }, call)).data,
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
