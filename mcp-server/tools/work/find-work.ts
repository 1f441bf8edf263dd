import { defineTool } from "../lib/define";
import { also, choices, flag, text } from "../lib/schema";
import { detailShape, limitShape } from "../lib/shapes";

export const findable = ["customer", "project", "subproject", "activity", "tag", "person"] as const;

export const findWork = defineTool({
  name: "find_work",
  title: "Find work",
  description: "Find customers, projects, activities, tags or people. Not needed before other tools: they take names.",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    query: also(["text", "name", "search"], text("Part of a name. Default: all")),
    levels: choices(findable, "What to look for. Default: all that time can be booked on"),
    project: text("Only what belongs to this project: name or #id"),
    customer: text("Only what belongs to this customer: name or #id"),
    include_hidden: flag("true: also what is hidden or has ended"),
    recent: flag("true: also what was worked on lately, descriptions used before, and favorites"),
    detail: detailShape,
    limit: limitShape("Results"),
  },
});
