import { defineTool } from "../lib/define";

export const getStatus = defineTool({
  name: "get_status",
  title: "Status",
  description:
    "What is running, worked time of today and this week against target, and the current time and zone. Not for past entries (list_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {},
});
