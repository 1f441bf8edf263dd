import { defineTool } from "../lib/define";
import { choice, choices, count, flag, outputSchema, text } from "../lib/schema";

export const findable = ["customer", "project", "subproject", "activity", "tag", "person"] as const;

export const findWork = defineTool({
  name: "find_work",
  title: "Find work",
  description: "Find customers, projects, activities, tags, people. Not needed before other tools: they take names.",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    query: text("Part of a name"),
    levels: choices(findable, "Default all work"),
    project: text("Only below it"),
    customer: text("Only below it"),
    include_hidden: flag("Also hidden and ended"),
    recent: flag("Also recent work, texts, favourites"),
    detail: choice(["short", "full"], "Default short"),
    limit: count("Default 25", 500),
  },
  output: outputSchema({ more: "number" }),
});
