import { z } from "zod";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { field, ref } from "./fields";
import type { RecordSpec } from "./record-type";
import { many } from "./shared";
import { color } from "./work/work-fields";

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
const usualColor = 6;

/** One's own presets to start the clock with (clockodo-api.md §2.7). Everybody has their own and sees no others. */
export function favouriteRow({ client }: Clockodo): RecordSpec<z.infer<typeof row>> {
  const rows: RecordSpec<z.infer<typeof row>>["rows"] = async (_query, call) => {
    const { data } = await client.get(many(row), pathOf("favorites"), {}, call);
    return data.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  };
  return {
    type: "favourite",
    what: "a favourite",
    resource: "favorites",
    row,
    rows,
    // A list is always open; whether a single one can be read is written down nowhere.
    listOnly: true,
    fields: [
      field("name", "text", { needed: true, maxLength: 50 }),
      ref("customer", "customers_id", "customer", { needed: true }),
      ref("project", "projects_id", "project"),
      ref("subproject", "subprojects_id", "subproject"),
      ref("activity", "services_id", "activity", { needed: true }),
      field("billable", "flag", { binary: true, hint: "Left out: as the customer or project says." }),
      field("text", "text", { maxLength: 1000 }),
      color,
      field("position", "number", { range: [0, Number.MAX_SAFE_INTEGER, 1], hint: "0 is first." }),
    ],
    notes: ["Your own; nobody else sees them."],
    knownBy: "name",
    async complete(given, _draft, before, call) {
      if (before) return given;
      // Clockodo wants a color and a place (§2.7): the usual one, and the last.
      const last = Math.max(-1, ...(await rows({}, call)).map((each) => each.position ?? 0)) + 1;
      return { color: usualColor, position: last, ...given };
    },
  };
}
