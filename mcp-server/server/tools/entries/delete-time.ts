import { defineTool } from "../lib/define";
import { also, needUnless, only, texts, values } from "../lib/schema";
import { bulkByFilter } from "../lib/shapes";

export const deleteTime = defineTool({
  name: "delete_time",
  title: "Delete time",
  description: "Delete entries for good. Of several, or of other people's, your person is asked first.",
  notFor: { how: "to", tools: { clock_out: "stop the timer", update_time: "correct entries" } },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  alwaysAsks: true,
  input: {
    ids: needUnless(
      bulkByFilter,
      also(["id"], texts("Entries: their #ids, or words for one's own: 'yesterday's last', 'running'", 500, 200)),
    ),
    all_of: only(bulkByFilter, values("In place of ids: all entries that fit. period, and filters as in list_time")),
  },
});
