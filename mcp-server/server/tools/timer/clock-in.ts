import { defineTool } from "../lib/define";
import { also, listing, text } from "../lib/schema";
import { billableShape, descriptionShape, favorites, tagsShape, workShape, writeShape } from "../lib/shapes";

export const clockIn = defineTool({
  name: "clock_in",
  title: "Clock in",
  description: "Start the timer. Without work named: on the most recent. What runs before is ended.",
  notFor: { how: "for", tools: { log_time: "finished work", update_time: "changes to an entry" } },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  alwaysAsks: [{ cells: ["timer.create"] }],
  input: {
    ...workShape,
    description: descriptionShape,
    tags: tagsShape,
    billable: billableShape,
    again: listing(text("In place of work: start again like this. {}"), [
      "An entry's #id",
      "'last'",
      ["the name of a favorite", favorites],
    ]),
    at: also(["from", "start", "begin", "when"], text("Start, if not now: '8:45', '20 minutes ago'")),
    create_missing: writeShape.create_missing,
  },
});
