import { defineTool } from "../lib/define";
import { also, text } from "../lib/schema";
import { billableShape, descriptionShape, tagsShape, workShape, writeShape } from "../lib/shapes";

export const clockIn = defineTool({
  name: "clock_in",
  title: "Clock in",
  description: "Start the timer. Without project or activity: on the most recent work. What runs before is ended.",
  notFor: { how: "for", tools: { log_time: "finished work", update_time: "changes to an entry" } },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  alwaysAsks: [{ cells: ["timer.create"] }],
  input: {
    ...workShape,
    description: descriptionShape,
    tags: tagsShape,
    billable: billableShape,
    again: text("In place of work: start again like this. An entry's #id, 'last', or the name of a favorite"),
    at: also(["from", "start", "begin", "when"], text("Start, if not now: '8:45', '20 minutes ago'")),
    create_missing: writeShape.create_missing,
  },
});
