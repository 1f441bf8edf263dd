import { recordTypes } from "../../domain/records";
import { defineTool } from "../lib/define";
import { choice, need, outputSchema, text, texts } from "../lib/schema";

export const deleteRecord = defineTool({
  name: "delete_record",
  title: "Delete records",
  description: "Delete records for good, with what hangs on them. Not for time (delete_time).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  records: "delete",
  alwaysAsks: true,
  input: {
    type: need(choice(recordTypes, "Which")),
    ids: need(texts("Names or #ids", 500)),
    of: text("Parent: project Website"),
  },
  output: outputSchema({ deleted: "array" }),
});
