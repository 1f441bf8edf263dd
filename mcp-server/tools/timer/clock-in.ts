import { defineTool } from "../lib/define";
import { flag, only, outputSchema, text, texts } from "../lib/schema";
import { workShape, writeShape } from "../lib/shapes";

export const clockIn = defineTool({
  name: "clock_in",
  title: "Clock in",
  description: "Start working; default the most recent work. Not for past work (log_time) or changes (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  input: {
    ...workShape,
    text: text("Description", 10_000),
    tags: texts("Tag names"),
    billable: only({ field: "billable" }, flag("Billable")),
    again: text("Like this: entry id, last, favourite"),
    at: text("8:45; default now"),
    create_missing: writeShape.create_missing,
  },
  output: outputSchema({ entry: "object" }),
});
