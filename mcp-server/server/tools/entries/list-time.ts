import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { choiceOf, flag, only, text } from "../lib/schema";
import { cursorShape, detailShape, exportShape, filterShape, limitShape, periodShape } from "../lib/shapes";

const changeTimes = { services: servicesWith("changeTimes") };

export const listTime = defineTool({
  name: "list_time",
  title: "List time",
  description: "Entries of a period with their ids, and the total.",
  notFor: { how: "for", tools: { report_time: "sums by project, day or person" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  alwaysAsks: [{ cells: ["time.read", "others_time.read"] }],
  weekView: true,
  input: {
    period: periodShape("this week"),
    ...filterShape,
    running: flag("true: only what runs (with people: who works now); false: only what has ended. Default: both"),
    changed_since: only(changeTimes, text("Only entries changed since that day or moment")),
    order: choiceOf(
      ["newest", "oldest", "longest", "rate"],
      { rate: { cells: ["rate.read"] } },
      "Default: newest first",
    ),
    detail: detailShape,
    export: exportShape,
    limit: limitShape("Entries"),
    cursor: cursorShape,
  },
});
