import { z } from "zod";
import { InputError } from "../../../../domain/errors";
import { remembered } from "../../../http/cache";
import { at, recordType } from "../../../shared/record-engine";
import type { Kimai } from "../../context";
import type { Lists } from "../../work/lists";
import { recordProduct } from "../shared";
import type { Colors } from "./colors";

const row = z.object({
  id: z.number(),
  name: z.string(),
  visible: z.boolean().nullish(),
  color: z.string().nullish(),
});

/** Tags can be made and deleted; Kimai's API has no change and no single read of them (§3.10). */
export function tagType(kimai: Kimai, colors: Colors, lists: Lists) {
  const { client, env, facts } = kimai;
  const form = remembered(10 * 60_000, env.now, () => client.formFields("tags"));
  return recordType(recordProduct(kimai), {
    type: "tag",
    what: "a tag",
    row,
    fields: [
      { name: "name", wire: "name", kind: "text", needed: true, minLength: 2, maxLength: 100, hint: "Without comma." },
      { name: "color", wire: "color", kind: "text" },
      { name: "visible", wire: "visible", kind: "flag", hint: "Hidden tags cannot be found or used in filters." },
    ],
    notes: ["Kimai's API cannot change a tag; deleting one takes it off all time."],
    place: at("tags"),
    may: (verb) => (verb === "see" ? undefined : `${verb} tags`),
    // `name` must be there, if only empty: without it Kimai finds nothing.
    rows: (_place, call) => client.get(z.array(row), ["tags", "find"], [["name", ""]], call?.signal),
    recordOf: ({ id, name, visible, color }) => ({
      type: "tag",
      id: String(id),
      name,
      values: { visible: visible !== false, ...(color && { color }) },
    }),
    wanted: ({ visible }, { includeHidden }) => includeHidden === true || visible !== false,
    async described(info, call) {
      const [offered, fields] = await Promise.all([form.get(call), colors.told(info.fields, call)]);
      return { ...info, fields, actions: info.actions.filter((action) => action !== "create" || offered !== null) };
    },
    create: {
      body({ name: given, visible, color }) {
        const name = String(given).trim();
        if (name.length < 2 || name.length > 100 || name.includes(","))
          throw new InputError("argument", "A tag in Kimai has 2 to 100 characters and no comma.");
        // A tag is hidden unless said otherwise, and a hidden one cannot be found again (§3.6).
        return { name, visible: visible !== false, ...(color && { color }) };
      },
      is: ({ name }, body) => name === body.name,
    },
    around: (body, send, call) => colors.write(body, send, call),
    remove: true,
    changed: () => lists.forget(),
    async consequences(tag, _place, call) {
      // Kimai refuses a filter by a hidden tag.
      if (tag.visible === false) return [];
      const query = [
        ["user", "all"],
        ["tags[]", tag.name],
      ] as const;
      const [count, { roles }] = await Promise.all([client.count(query, call?.signal), facts.get(call)]);
      const least = roles.some((each) => /ADMIN/.test(each)) ? "" : " at least (you may not see all)";
      const what = count === 1 ? "entry that loses it" : "entries that lose it";
      return count > 0 || least ? [{ what: `${what}${least}`, count }] : [];
    },
  });
}
