import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { ServiceError } from "../../../domain/errors";
import type { ServiceRecord } from "../../../domain/records";
import { explained, reworded } from "../../../domain/reworded";
import { at, recordType, type WritableType } from "../../shared/record-engine";
import { nullWhere } from "../../shared/refusals";
import { saveOnce } from "../../shared/save-once";
import { nothing } from "../client/client";
import { expanded } from "../client/wire";
import type { Kimai } from "../context";
import { checkDraft, demandVersion, idOf, recordProduct, type WireField } from "./shared";

const route = ["favorites", "timesheets"] as const;

const fields: readonly WireField[] = [
  { name: "entry", wire: "id", kind: "ref", needed: true, when: "create", hint: "Id of an entry of your own." },
  { name: "customer", wire: "", kind: "ref", of: "customer", when: "never" },
  { name: "project", wire: "", kind: "ref", of: "project", when: "never" },
  { name: "activity", wire: "", kind: "ref", of: "activity", when: "never" },
  { name: "text", wire: "", kind: "text", when: "never" },
  { name: "tags", wire: "", kind: "list", item: "text", when: "never" },
];

/** Entries that the person marked to start them again, since 2.66; each has the id of its entry. */
export function favouriteType(kimai: Kimai): WritableType {
  const { client } = kimai;
  const product = recordProduct(kimai);
  const type = recordType(product, {
    type: "favourite",
    what: "a favourite",
    row: expanded,
    fields,
    notes: ["Start one again with clock_in and its entry."],
    place: at(...route),
    async rows(_place, call) {
      demandVersion(await kimai.facts.get(call), [2, 66], "Favourites");
      return client.get(z.array(expanded), route, [], call?.signal);
    },
    recordOf(row) {
      const { id, work, text, tags } = kimai.entry(row);
      const names = [work.activity, work.project, work.customer].flatMap((each) => (each ? [each.name] : []));
      const values = { ...work, ...(text && { text }), ...(tags.length > 0 && { tags }) };
      return { type: "favourite", id, name: names.join(", "), values };
    },
    create: {},
    remove: true,
  });
  const find = (id: string, call?: Call) => nullWhere(["not_found"], type.get(id, undefined, call));

  return {
    ...type,
    async create(values, _of, call) {
      checkDraft(values, fields, "create", "favourite");
      const number = idOf(values.entry, "an entry");
      const id = String(number);
      const there = await find(id, call);
      if (there) return { record: there, notes: ["It was a favourite already."] };
      const { notes } = await saveOnce(
        product,
        () => explained(client.write(nothing, "POST", [...route, number], {}, call?.signal), "forbidden", notOwn),
        async () => ((await find(id)) ? undefined : null),
      );
      const plain: ServiceRecord = { type: "favourite", id, name: `Entry #${id}`, values: {} };
      return { record: (await find(id).catch(() => null)) ?? plain, notes };
    },
  };
}

const notOwn = (error: ServiceError) =>
  reworded(error, "Only entries of your own can be favourites.", { next: undefined });
