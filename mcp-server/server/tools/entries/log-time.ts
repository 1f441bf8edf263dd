import { defineTool } from "../lib/define";
import { need, rows } from "../lib/schema";
import { entryShape, writeShape } from "../lib/shapes";

export const logTime = defineTool({
  name: "log_time",
  title: "Log time",
  description: "Record finished work; warns of overlaps.",
  notFor: { how: "to", tools: { clock_in: "start the timer", update_time: "correct an entry" } },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  alwaysAsks: [{ cells: ["time.create", "others_time.create"] }],
  weekView: true,
  input: {
    entries: need(rows(entryShape, "One object per entry, with two of from, to and duration", 500)),
    ...writeShape,
  },
});
