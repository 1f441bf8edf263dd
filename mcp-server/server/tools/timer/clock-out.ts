import { defineTool } from "../lib/define";
import { also, text } from "../lib/schema";

export const clockOut = defineTool({
  name: "clock_out",
  title: "Clock out",
  description: "Stop the timer: work ends.",
  notFor: { how: "for", tools: { take_break: "a pause" } },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  input: { at: also(["to", "end", "when"], text("End, if not now: '17:30', '5 minutes ago'")) },
});
