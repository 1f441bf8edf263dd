import { reportKeys, reportParts } from "../../time/report/names";
import { defineTool } from "../lib/define";
import { choices, count, outputSchema, text } from "../lib/schema";
import { filterShape } from "../lib/shapes";

export const reportTime = defineTool({
  name: "report_time",
  title: "Report time",
  description: "Sums, overtime, gaps, overlaps, missing days, budgets. Not for single entries (list_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  multiAccount: "groups",
  input: {
    period: text("Default this month"),
    ...filterShape,
    by: choices(reportKeys, "Up to 3, nested"),
    show: choices(reportParts, "target: overtime too"),
    shortest_gap: text("Default 5m"),
    limit: count("Groups a level", 500),
  },
  output: outputSchema({ total: "object" }),
});
