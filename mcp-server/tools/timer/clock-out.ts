import { defineTool } from "../lib/define";
import { outputSchema, text } from "../lib/schema";

export const clockOut = defineTool({
  name: "clock_out",
  title: "Clock out",
  description: "End the running work. Not for a pause (take_break).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  input: { at: text("17:30; default now") },
  output: outputSchema({ entries: "array" }),
});
