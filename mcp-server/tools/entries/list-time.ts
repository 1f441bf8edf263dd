import { defineTool } from "../lib/define";
import { choice, flag, text } from "../lib/schema";
import { cursorShape, detailShape, exportShape, filterShape, limitShape, periodShape } from "../lib/shapes";

export const listTime = defineTool({
  name: "list_time",
  title: "List time",
  description:
    "Entries of a period with their ids, and the total. Not for sums by project, day or person (report_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  alwaysAsks: [{ cells: ["time.read", "others_time.read"] }],
  weekView: true,
  input: {
    period: periodShape("this week"),
    ...filterShape,
    exported: flag("true: only exported ones; false: only others. Default: both"),
    running: flag("true: only what runs (with people: who works now); false: only what has ended. Default: both"),
    changed_since: text("Only entries changed since that day or moment"),
    order: choice(["newest", "oldest", "longest", "rate"], "Default: newest first"),
    detail: detailShape,
    export: exportShape,
    limit: limitShape("Entries"),
    cursor: cursorShape,
  },
});
