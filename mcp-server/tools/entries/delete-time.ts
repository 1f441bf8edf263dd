import { defineTool } from "../lib/define";
import { needUnless, only, outputSchema, texts, values } from "../lib/schema";
import { bulkByFilter } from "../lib/shapes";

export const deleteTime = defineTool({
  name: "delete_time",
  title: "Delete time",
  description: "Delete entries for good. Not to end the timer (clock_out) or correct entries (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  alwaysAsks: true,
  input: {
    ids: needUnless(bulkByFilter, texts("From list_time", 500, 100)),
    all_of: only(bulkByFilter, values("Or all that fit: period and filters of list_time")),
  },
  output: outputSchema({ deleted: "array" }),
});
