import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordPlace, ServiceRecord } from "../../../../domain/records";
import { sentOnce } from "../../../shared/send-once";
import { nothing } from "../../client/client";
import { user } from "../../client/wire";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import { wireId } from "../../mapping/entry-form";
import { foundByLooking } from "../../mapping/phrases";
import type { Lists } from "../../work/lists";
import { checkDraft, idOf, type WireField } from "../draft";
import { asRefused, demandBelow, notThere, pageOf, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import { workKinds, workRoutes } from "./work-fields";

const row = z.object({
  id: z.number(),
  user: user.nullish(),
  rate: z.number().catch(0),
  internalRate: z.number().nullish(),
  isFixed: z.boolean().nullish(),
});
type Row = z.infer<typeof row>;

/** Fixed by Kimai; an empty form would not tell them, for it would make a rate of 0 (recorded). */
const fields: WireField[] = [
  { name: "rate", wire: "rate", kind: "money", needed: true },
  { name: "person", wire: "user", kind: "ref", of: "person", hint: "Empty: for everybody." },
  { name: "internal_rate", wire: "internalRate", kind: "money" },
  { name: "is_fixed", wire: "isFixed", kind: "flag", hint: "true: for an entry as a whole; false: for each hour." },
];

/** Rates of customers, projects and activities. The narrower one counts, and one of a person before all others (§3.8). */
export function rateType({ client, secondLookMs }: Kimai, lists: Lists): KimaiRecordType {
  async function placeOf(of: RecordPlace["of"], call?: Call) {
    const { type, id } = demandBelow(of, workKinds, "Rates");
    const route = workRoutes[type];
    const number = wireId(id, `a ${type}`);
    const name = (await lists[route].get(call)).find((each) => each.id === number)?.name ?? `#${id}`;
    return { path: [route, number, "rates"] as const, parent: { type, id, name }, what: `rates of this ${type}` };
  }
  type Place = Awaited<ReturnType<typeof placeOf>>;

  const all = (place: Place, call?: Call) =>
    asRefused(`see ${place.what}`, client.get(z.array(row), place.path, [], call?.signal));

  function recordOf(each: Row, { parent }: Place): ServiceRecord {
    const person = each.user ? personRef(each.user) : null;
    const { rate, internalRate, isFixed } = each;
    return {
      type: "rate",
      id: String(each.id),
      name: `${rate}${isFixed ? " fixed" : " an hour"} for ${person?.name ?? "everybody"}`,
      parent,
      values: {
        rate,
        is_fixed: isFixed === true,
        ...(person ? { person } : {}),
        ...(internalRate == null ? {} : { internal_rate: internalRate }),
      },
    };
  }

  async function one(id: string, place: Place, call?: Call): Promise<Row> {
    const number = wireId(id, "a rate");
    const found = (await all(place, call)).find((each) => each.id === number);
    if (!found) throw notThere("rate", id);
    return found;
  }

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "delete"],
      parents: workKinds,
      fields: plainFields(fields),
      filters: [],
      notes: [
        "Kimai's API cannot change a rate: delete it and create another.",
        "Needs the right to edit what it is of.",
      ],
    }),
    async list(query, call) {
      const place = await placeOf(query.of, call);
      return pageOf(
        (await all(place, call)).map((each) => recordOf(each, place)),
        query,
      );
    },
    async get(id, of, call) {
      const place = await placeOf(of, call);
      return recordOf(await one(id, place, call), place);
    },
    async create(values, of, _copy, call) {
      checkDraft(values, fields, "create", "rate");
      const place = await placeOf(of, call);
      const person = values.person == null ? null : idOf(values.person, "a person");
      const body = {
        rate: values.rate,
        ...(person === null ? {} : { user: person }),
        ...(values.internal_rate === undefined ? {} : { internalRate: values.internal_rate }),
        ...(values.is_fixed === undefined ? {} : { isFixed: values.is_fixed }),
      };
      const before = await all(place, call);
      const twin = before.find((each) => (each.user?.id ?? null) === person);
      if (twin)
        throw new ServiceError(
          "conflict",
          `There is a rate like this already: ${quote(recordOf(twin, place).name, 80)} (#${twin.id}).`,
          {
            next: "Delete it first; there can be one for everybody and one for each person.",
          },
        );
      const old = new Set(before.map((each) => each.id));
      const made = await asRefused(
        `create ${place.what}`,
        sentOnce(
          () => client.write(row, "POST", place.path, body, call?.signal),
          async () =>
            (await all(place)).find((each) => !old.has(each.id) && (each.user?.id ?? null) === person) ?? null,
          secondLookMs,
        ),
      );
      return { record: recordOf(made.value, place), notes: made.looked ? [foundByLooking] : [] };
    },
    async remove(id, of, call) {
      const place = await placeOf(of, call);
      const { id: number } = await one(id, place, call);
      await asRefused(
        `delete ${place.what}`,
        sentOnce(
          async () => {
            await client.write(nothing, "DELETE", [...place.path, number], undefined, call?.signal);
            return true;
          },
          async () => ((await all(place)).some((each) => each.id === number) ? null : true),
          secondLookMs,
        ),
      );
    },
  };
}
