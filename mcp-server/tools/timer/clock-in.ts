import { defineTool } from "../lib/define";
import { also, text, texts } from "../lib/schema";
import { billableShape, descriptionShape, workShape, writeShape } from "../lib/shapes";

export const clockIn = defineTool({
  name: "clock_in",
  title: "Clock in",
  description:
    "Start the timer. Without project or activity: on the most recent work. What runs before is ended. Not for finished work (log_time) or changes to an entry (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  alwaysAsks: [{ cells: ["timer.create"] }],
  input: {
    ...workShape,
    description: descriptionShape,
    tags: texts("Tag names. New ones need create_missing"),
    billable: billableShape,
    again: text("In place of work: start again like this. An entry's #id, 'last', or the name of a favorite"),
    at: also(["from", "start", "begin", "when"], text("Start, if not now: '8:45', '20 minutes ago'")),
    create_missing: writeShape.create_missing,
  },
});
