import { z } from "zod";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { RecordField, ServiceRecord } from "../../../domain/records";
import { sentOnce } from "../../shared/send-once";
import { nothing } from "../client/client";
import { expanded } from "../client/wire";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import { foundByLooking } from "../mapping/phrases";
import { checkDraft, idOf } from "./draft";
import { demandVersion, notThere, pageOf } from "./shared";
import type { KimaiRecordType } from "./type";

const fields: RecordField[] = [
  { name: "entry", kind: "ref", needed: true, when: "create", hint: "Id of an entry of your own." },
  { name: "customer", kind: "ref", of: "customer", when: "never" },
  { name: "project", kind: "ref", of: "project", when: "never" },
  { name: "activity", kind: "ref", of: "activity", when: "never" },
  { name: "text", kind: "text", when: "never" },
  { name: "tags", kind: "list", item: "text", when: "never" },
];

/** Entries that the person marked to start them again, since 2.66; each has the id of its entry. */
export function favouriteType(kimai: Kimai): KimaiRecordType {
  const { client } = kimai;
  const route = ["favorites", "timesheets"] as const;

  async function all(call?: Call): Promise<ServiceRecord[]> {
    demandVersion(await kimai.facts.get({ signal: call?.signal }), [2, 66], "Favourites");
    const rows = await client.get(z.array(expanded), route, [], call?.signal);
    return rows.map((row) => {
      const { id, work, text, tags } = kimai.entry(row);
      const names = [work.activity, work.project, work.customer].flatMap((each) => (each ? [each.name] : []));
      return {
        type: "favourite",
        id,
        name: names.join(", "),
        values: { ...work, ...(text ? { text } : {}), ...(tags.length > 0 ? { tags } : {}) },
      };
    });
  }
  const find = async (id: string, call?: Call) => (await all(call)).find((each) => each.id === id) ?? null;

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "delete"],
      parents: [],
      fields,
      filters: [],
      notes: ["Start one again with clock_in and its entry."],
    }),
    list: async (query, call) => pageOf(await all(call), query),
    async get(id, _of, call) {
      const found = await find(id, call);
      if (!found) throw notThere("favourite", id);
      return found;
    },
    async create(values, _of, call) {
      checkDraft(values, fields, "create", "favourite");
      const number = idOf(values.entry, "an entry");
      const id = String(number);
      const there = await find(id, call);
      if (there) return { record: there, notes: ["It was a favourite already."] };
      const made = await sentOnce(
        async () => {
          await client.write(nothing, "POST", [...route, number], {}, call?.signal);
          return true;
        },
        async () => ((await find(id)) ? true : null),
        kimai.secondLookMs,
      ).catch((error) => {
        if (!(error instanceof ServiceError) || error.kind !== "forbidden") throw error;
        throw new ServiceError("forbidden", "Only entries of your own can be favourites.", {
          requestId: error.requestId,
          cause: error,
        });
      });
      const plain: ServiceRecord = { type: "favourite", id, name: `Entry #${id}`, values: {} };
      return { record: (await find(id).catch(() => null)) ?? plain, notes: made.looked ? [foundByLooking] : [] };
    },
    async remove(id, _of, call) {
      const number = wireId(id, "an entry");
      if (!(await find(id, call))) throw notThere("favourite", id);
      await sentOnce(
        async () => {
          await client.write(nothing, "DELETE", [...route, number], undefined, call?.signal);
          return true;
        },
        async () => ((await find(id)) ? null : true),
        kimai.secondLookMs,
      );
    },
  };
}
