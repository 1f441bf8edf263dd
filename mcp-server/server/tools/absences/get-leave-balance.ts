import { defineTool } from "../lib/define";
import { also, only, text } from "../lib/schema";

export const getLeaveBalance = defineTool({
  name: "get_leave_balance",
  title: "Leave balance",
  description: "Days or hours of leave that are left, by type.",
  notFor: { how: "for", tools: { report_time: "overtime" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    as_of: also(["day", "date"], text("On which day. Default: today")),
    person: only({ cells: ["others_absence.read"] }, text("Whose: name or #id. Default: your person's")),
  },
});
