import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError } from "../../../../domain/errors";
import type { ServiceRecord } from "../../../../domain/records";
import { remembered } from "../../../http/cache";
import { sentOnce } from "../../../shared/send-once";
import { nothing } from "../../client/client";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { foundByLooking } from "../../mapping/phrases";
import type { Lists } from "../../work/lists";
import { checkDraft, type WireField } from "../draft";
import { asRefused, notThere, pageOf, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import type { Colors } from "./colors";

const row = z.object({
  id: z.number(),
  name: z.string(),
  visible: z.boolean().nullish(),
  color: z.string().nullish(),
});
type Row = z.infer<typeof row>;

const fields: WireField[] = [
  { name: "name", wire: "name", kind: "text", needed: true, minLength: 2, maxLength: 100, hint: "Without comma." },
  { name: "color", wire: "color", kind: "text" },
  { name: "visible", wire: "visible", kind: "flag", hint: "Hidden tags cannot be found or used in filters." },
];

const recordOf = ({ id, name, visible, color }: Row): ServiceRecord => ({
  type: "tag",
  id: String(id),
  name,
  values: { visible: visible !== false, ...(color ? { color } : {}) },
});

/** Tags can be made and deleted; Kimai's API has no change and no single read of them (§3.10). */
export function tagType({ client, env, facts, secondLookMs }: Kimai, colors: Colors, lists: Lists): KimaiRecordType {
  const form = remembered(10 * 60_000, env.now, () => client.formFields("tags"));
  // `name` must be there, if only empty: without it Kimai finds nothing.
  const all = (call?: Call) => client.get(z.array(row), ["tags", "find"], [["name", ""]], call?.signal);
  const one = async (id: string, call?: Call): Promise<Row> => {
    const number = wireId(id, "a tag");
    const found = (await all(call)).find((each) => each.id === number);
    if (!found) throw notThere("tag", id);
    return found;
  };

  return {
    async describe(call) {
      const [offered, told] = await Promise.all([form.get(call), colors.told(plainFields(fields), call)]);
      return {
        actions: ["list", "get", ...(offered ? (["create"] as const) : []), "delete"],
        parents: [],
        fields: told,
        filters: [],
        notes: ["Kimai's API cannot change a tag; deleting one takes it off all time."],
      };
    },
    async list(query, call) {
      const rows = await all(call);
      const shown = query.includeHidden ? rows : rows.filter((each) => each.visible !== false);
      return pageOf(shown.map(recordOf), query);
    },
    get: async (id, _of, call) => recordOf(await one(id, call)),
    async create(values, _of, _copy, call) {
      checkDraft(values, fields, "create", "tag");
      const name = String(values.name).trim();
      if (name.length < 2 || name.length > 100 || name.includes(","))
        throw new InputError("argument", "A tag in Kimai has 2 to 100 characters and no comma.");
      const before = new Set((await all(call)).map((each) => each.id));
      // A tag is hidden unless said otherwise, and a hidden one cannot be found again (§3.6).
      const body = { name, visible: values.visible !== false, ...(values.color ? { color: values.color } : {}) };
      const made = await asRefused(
        "create tags",
        colors.write(
          body,
          (body) =>
            sentOnce(
              () => client.write(row, "POST", ["tags"], body, call?.signal),
              async () => (await all()).find((each) => each.name === name && !before.has(each.id)) ?? null,
              secondLookMs,
            ),
          call,
        ),
      );
      lists.forget();
      return { record: recordOf(made.value), notes: made.looked ? [foundByLooking] : [] };
    },
    async remove(id, _of, call) {
      const { id: number } = await one(id, call);
      await asRefused(
        "delete tags",
        sentOnce(
          async () => {
            await client.write(nothing, "DELETE", ["tags", number], undefined, call?.signal);
            return true;
          },
          async () => ((await all()).some((each) => each.id === number) ? null : true),
          secondLookMs,
        ),
      );
      lists.forget();
    },
    async consequences(id, _of, call) {
      const tag = await one(id, call);
      // Kimai refuses a filter by a hidden tag.
      if (tag.visible === false) return [];
      const query = [
        ["user", "all"],
        ["tags[]", tag.name],
      ] as const;
      const [count, { roles }] = await Promise.all([
        client.count(query, call?.signal),
        facts.get({ signal: call?.signal }),
      ]);
      const least = roles.some((each) => /ADMIN/.test(each)) ? "" : " at least (you may not see all)";
      const what = count === 1 ? "entry that loses it" : "entries that lose it";
      return count > 0 || least ? [{ what: `${what}${least}`, count }] : [];
    },
  };
}
