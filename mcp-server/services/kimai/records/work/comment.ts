import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordPlace, ServiceRecord } from "../../../../domain/records";
import { cleanText } from "../../../../domain/text";
import { sentOnce } from "../../../shared/send-once";
import { nothing } from "../../client/client";
import { user } from "../../client/wire";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import { wireId } from "../../mapping/entry-form";
import { foundByLooking } from "../../mapping/phrases";
import { readTime } from "../../mapping/wire-time";
import type { Lists } from "../../work/lists";
import { checkDraft, type WireField } from "../draft";
import { asRefused, demandBelow, demandVersion, notThere, pageOf, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import { workRoutes } from "./work-fields";

const row = z.object({
  id: z.number(),
  message: z.string().catch(""),
  createdBy: user.nullish(),
  createdAt: z.string().nullish(),
  pinned: z.boolean().nullish(),
});
type Row = z.infer<typeof row>;

const fields: WireField[] = [
  { name: "message", wire: "message", kind: "text", needed: true, when: "create", hint: "Markdown." },
  { name: "pinned", wire: "pinned", kind: "flag" },
  { name: "person", wire: "", kind: "ref", of: "person", when: "never" },
  { name: "created", wire: "", kind: "text", when: "never", hint: "Moment in UTC." },
];
const parents = ["customer", "project"] as const;

/** Comments on customers and projects, since 2.57. */
export function commentType({ client, facts, secondLookMs }: Kimai, lists: Lists): KimaiRecordType {
  async function placeOf(of: RecordPlace["of"], call?: Call) {
    demandVersion(await facts.get({ signal: call?.signal }), [2, 57], "Comments");
    const { type, id } = demandBelow(of, parents, "Comments");
    const route = workRoutes[type];
    const number = wireId(id, `a ${type}`);
    const name = (await lists[route].get(call)).find((each) => each.id === number)?.name ?? `#${id}`;
    return { path: [route, number, "comments"] as const, parent: { type, id, name }, what: `comments of this ${type}` };
  }
  type Place = Awaited<ReturnType<typeof placeOf>>;

  const all = (place: Place, call?: Call) =>
    asRefused(`see ${place.what}`, client.get(z.array(row), place.path, [], call?.signal));

  const recordOf = (each: Row, { parent }: Place): ServiceRecord => ({
    type: "comment",
    id: String(each.id),
    name: cleanText(each.message.replace(/\s+/g, " "), 60),
    parent,
    values: {
      message: each.message,
      pinned: each.pinned === true,
      ...(each.createdBy ? { person: personRef(each.createdBy) } : {}),
      ...(each.createdAt ? { created: readTime(each.createdAt) } : {}),
    },
  });

  async function one(id: string, place: Place, call?: Call): Promise<Row> {
    const number = wireId(id, "a comment");
    const found = (await all(place, call)).find((each) => each.id === number);
    if (!found) throw notThere("comment", id);
    return found;
  }

  /** Kimai's route turns the pin over, so what it is now is read first. */
  async function pin(number: number, wanted: boolean, place: Place, call?: Call) {
    const now = await one(String(number), place, call);
    if ((now.pinned === true) === wanted) return { value: now, looked: false };
    return asRefused(
      `pin ${place.what}`,
      sentOnce(
        () => client.write(row, "PATCH", [...place.path, number, "pin"], {}, call?.signal),
        async () => {
          const later = await one(String(number), place);
          return (later.pinned === true) === wanted ? later : null;
        },
        secondLookMs,
      ),
    );
  }

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "update", "delete"],
      parents,
      fields: plainFields(fields),
      filters: [{ name: "pinned", kind: "flag" }],
      notes: ["Kimai's API can pin and unpin a comment, not change its text."],
    }),
    async list(query, call) {
      const place = await placeOf(query.of, call);
      const { pinned } = query.filters ?? {};
      const rows = (await all(place, call)).filter((each) => pinned === undefined || (each.pinned === true) === pinned);
      return pageOf(
        rows.map((each) => recordOf(each, place)),
        query,
      );
    },
    async get(id, of, call) {
      const place = await placeOf(of, call);
      return recordOf(await one(id, place, call), place);
    },
    async create(values, of, _copy, call) {
      checkDraft(values, fields, "create", "comment");
      const place = await placeOf(of, call);
      const old = new Set((await all(place, call)).map((each) => each.id));
      const body = { message: values.message, ...(values.pinned === undefined ? {} : { pinned: values.pinned }) };
      const made = await asRefused(
        `write ${place.what}`,
        sentOnce(
          () => client.write(row, "POST", place.path, body, call?.signal),
          async () => (await all(place)).find((each) => !old.has(each.id) && each.message === values.message) ?? null,
          secondLookMs,
        ),
      );
      return { record: recordOf(made.value, place), notes: made.looked ? [foundByLooking] : [] };
    },
    async update(id, values, of, call) {
      checkDraft(values, fields, "change", "comment");
      if (typeof values.pinned !== "boolean")
        throw new InputError("argument", "Say whether the comment shall be pinned.", {
          next: "pinned: true or false.",
        });
      const place = await placeOf(of, call);
      const done = await pin(wireId(id, "a comment"), values.pinned, place, call);
      return { record: recordOf(done.value, place), notes: done.looked ? [foundByLooking] : [] };
    },
    async remove(id, of, call) {
      const place = await placeOf(of, call);
      const number = wireId(id, "a comment");
      await asRefused(
        `delete ${place.what}`,
        sentOnce(
          async () => {
            await client.write(nothing, "DELETE", [...place.path, number], undefined, call?.signal);
            return true;
          },
          async () => {
            const left = await one(id, place).catch((error) => {
              if (error instanceof ServiceError && error.kind === "not_found") return null;
              throw error;
            });
            return left === null ? true : null;
          },
          secondLookMs,
        ),
      );
    },
  };
}
