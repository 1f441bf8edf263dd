import { defineTool } from "../lib/define";

export const getStatus = defineTool({
  name: "get_status",
  title: "Status",
  description: "What is running, worked time of today and this week against target, and the current time and zone.",
  notFor: { how: "for", tools: { list_time: "past entries" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {},
});
