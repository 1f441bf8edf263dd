import { defineTool } from "../lib/define";
import { outputSchema } from "../lib/schema";

export const getStatus = defineTool({
  name: "get_status",
  title: "Status",
  description: "What runs, today and this week against target, current time. Not for past entries (list_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {},
  output: outputSchema({ state: "string" }),
});
