import { reportKeys, reportParts } from "../time/report/names";
import { defineTool } from "./define";
import { choices, count, flag, outputSchema, text, texts } from "./schema";

export const reportTime = defineTool({
  name: "report_time",
  title: "Report time",
  description:
    "Sums of a period by any grouping; overtime, gaps, overlaps, missing days, budgets, comparison. Not for single entries (list_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    period: text("Default this month"),
    from: text("First day, instead of period"),
    to: text("Last day, included"),
    people: texts("`me`, `everyone`, names, `team X`"),
    customer: text("Name or #id"),
    project: text("Name or #id"),
    activity: text("Name or #id"),
    tags: texts("All of these"),
    text: text("Part of the description"),
    billable: flag("Only (not) billable"),
    by: choices(reportKeys, "Up to 3, nested"),
    show: choices(reportParts, "target: overtime too"),
    shortest_gap: text("Default 5m"),
    limit: count("Groups per level", 500),
  },
  output: outputSchema({ total: "object", groups: "array", more: "number", read: "object" }),
  run: (input, call, kit) => kit.reportTime(input, call),
});
