import { defineTool } from "../lib/define";
import { choice, count, flag, outputSchema, text } from "../lib/schema";
import { filterShape } from "../lib/shapes";

export const listTime = defineTool({
  name: "list_time",
  title: "List time",
  description: "Entries of a period with ids and total. Not for totals by group (report_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    period: text("mon-wed, 2026-11; default this week"),
    ...filterShape,
    exported: flag("Only these or only others"),
    running: flag("Only these or only others"),
    changed_since: text("Day, moment"),
    order: choice(["newest", "oldest", "longest", "rate"], "Default newest"),
    detail: choice(["short", "full"], "Default short"),
    limit: count("Default 25", 500),
    cursor: text("next of the last page", 500),
  },
  output: outputSchema({ total: "object" }),
});
