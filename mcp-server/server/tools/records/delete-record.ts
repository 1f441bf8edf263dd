import { recordTypes } from "#core/domain/records";
import { defineTool } from "../lib/define";
import { also, choice, need, text, texts } from "../lib/schema";

export const deleteRecord = defineTool({
  name: "delete_record",
  title: "Delete records",
  description:
    "Delete records for good, with all that belongs to them. Of several, or with more, your person is asked first.",
  notFor: { how: "for", tools: { delete_time: "time" } },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  records: "delete",
  alwaysAsks: true,
  input: {
    type: need(choice(recordTypes, "Type of record")),
    ids: need(also(["id"], texts("Names or #ids", 500))),
    of: text("What they belong to, type first: 'project Website'"),
  },
});
