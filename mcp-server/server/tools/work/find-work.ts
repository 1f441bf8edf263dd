import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { also, choices, flag, listing, only, text } from "../lib/schema";
import { detailShape, favorites, limitShape, subprojects, tagged } from "../lib/shapes";

export const findable = ["customer", "project", "subproject", "activity", "tag", "person"] as const;

export const findWork = defineTool({
  name: "find_work",
  title: "Find work",
  description: "Find what time can be booked on, by name. Not needed before other tools: they take names.",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    query: also(["text", "name", "search"], text("Part of a name. Default: all")),
    levels: choices(findable, "What to look for. Default: all that time can be booked on", {
      offered: {
        customer: { services: servicesWith("customers") },
        subproject: subprojects,
        activity: { services: servicesWith("activities") },
        tag: tagged,
        person: { cells: ["person.read"] },
      },
    }),
    project: text("Only what belongs to this project: name or #id"),
    customer: only({ services: servicesWith("customers") }, text("Only what belongs to this customer: name or #id")),
    include_hidden: flag("true: also what is hidden or has ended"),
    recent: listing(
      flag("true: also {}"),
      ["what was worked on lately", "descriptions used before", ["favorites", favorites]],
      "and",
    ),
    detail: detailShape,
    limit: limitShape("Results"),
  },
});
