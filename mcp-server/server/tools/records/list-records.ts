import { recordTypes } from "#core/domain/records";
import { defineTool } from "../lib/define";
import { also, choice, flag, only, text, values } from "../lib/schema";
import { cursorShape, detailShape, limitShape } from "../lib/shapes";

export const listRecords = defineTool({
  name: "list_records",
  title: "List records",
  description: "What else the service keeps, as `type` lists it. Without type: which types there are.",
  notFor: { how: "to", tools: { find_work: "find work to book on" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  records: "read",
  input: {
    type: choice(recordTypes, "Type of record"),
    id: text("Only this one: name or #id"),
    of: text("What they belong to, type first: 'project Website'"),
    query: also(["text", "name", "search"], text("Part of a name")),
    period: text("Of dated ones, only these: '2026-11'"),
    filter: values('Values of fields: {"visible": false}. describe lists what can be filtered'),
    hidden: flag("true: also what is hidden, ended or archived"),
    describe: flag("true: in place of records, the fields and filters of the type"),
    file: only(
      { cells: ["invoice.read"] },
      flag("true, with id: save its file (invoice) on this computer and tell the path"),
    ),
    detail: detailShape,
    limit: limitShape("Records"),
    cursor: cursorShape,
  },
});
