import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { also, flag, only, text } from "../lib/schema";

export const takeBreak = defineTool({
  name: "take_break",
  title: "Break",
  description: "Pause the running work, or go on after a pause.",
  notFor: { how: "for", tools: { clock_out: "the end of work" } },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  timer: true,
  input: {
    resume: flag("true: end the pause and go on with the work before it. Default: begin a pause"),
    at: also(
      ["from", "start", "when"],
      text("When it begins, or ends with resume, if not now: '12:00', '10 minutes ago'"),
    ),
    type: only({ services: servicesWith("breakTypes") }, text("Kind of break, by name. Default: as last time")),
  },
});
