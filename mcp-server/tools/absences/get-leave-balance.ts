import { defineTool } from "../lib/define";
import { only, outputSchema, text } from "../lib/schema";

export const getLeaveBalance = defineTool({
  name: "get_leave_balance",
  title: "Leave balance",
  description: "Leave left, by type. Not for worked hours (report_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    as_of: text("Default today"),
    person: only({ cells: ["others_absence.read"] }, text("Default me")),
  },
  output: outputSchema({ balances: "array" }),
});
