import { servicesWith } from "../../services/descriptors";
import { defineTool } from "../lib/define";
import { flag, only, outputSchema, text } from "../lib/schema";

export const takeBreak = defineTool({
  name: "take_break",
  title: "Break",
  description: "Pause the running work, or go on. Not for the end of the day (clock_out).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  timer: true,
  input: {
    resume: flag("Go on"),
    at: text("9:30; default now"),
    type: only({ services: servicesWith("breakTypes") }, text("Name; default as last time")),
  },
  output: outputSchema({ notes: "array" }),
});
