import { recordTypes } from "../../domain/records";
import { defineTool } from "../lib/define";
import { choice, count, flag, outputSchema, text, values } from "../lib/schema";

export const listRecords = defineTool({
  name: "list_records",
  title: "List records",
  description:
    "What the service keeps besides time and leave: teams, rates, invoices. No type: which types. Not to find work (find_work).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  records: "read",
  input: {
    type: choice(recordTypes, "Which"),
    id: text("One: name or #id"),
    of: text("Parent: project Website, team #3"),
    text: text("In the name"),
    period: text("2026-11, for dated ones"),
    filter: values("By field"),
    hidden: flag("Hidden ones too"),
    describe: flag("Its fields and filters instead"),
    file: flag("Save its file (invoice)"),
    detail: choice(["short", "full"], "Default short"),
    limit: count("Default 25", 500),
    cursor: text("next of the last page"),
  },
  output: outputSchema({ notes: "array" }),
});
