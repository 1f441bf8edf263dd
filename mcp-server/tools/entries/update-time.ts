import { servicesWith } from "../../services/descriptors";
import { defineTool } from "../lib/define";
import { flag, need, needUnless, only, outputSchema, rows, text, values } from "../lib/schema";
import { bulkByFilter, entryShape, writeShape } from "../lib/shapes";

export const changeShape = {
  id: need(text("Id")),
  ...entryShape,
  reopen: only({ services: servicesWith("reopening") }, flag("Run again")),
  copy: flag("Change a copy instead"),
  split: text("Cut in two at 10:30, change the later part"),
};

export const updateTime = defineTool({
  name: "update_time",
  title: "Update time",
  description:
    "Change entries; what is not named stays, empty clears. Not to end the timer (clock_out) or add entries (log_time).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  alwaysAsks: [{ cells: ["others_time.update", "others_time.create"] }, { ...bulkByFilter, cells: ["time.update"] }],
  input: {
    changes: needUnless(bulkByFilter, rows(changeShape, "Up to 500", 500)),
    all_of: only(bulkByFilter, values("Or all that fit: period and filters of list_time")),
    change: only(bulkByFilter, values("What all_of gets: work, text, billable, person")),
    ...writeShape,
  },
  output: outputSchema({ entries: "array" }),
});
