import { type RecordType, recordTypes } from "../../domain/records";
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
  async run(input, call, kit) {
    if (input.type === undefined || input.describe) return await kit.describeRecords(input.type, call);
    const { type } = input;
    const records = kit.recordsOf(call, type);
    // First, as it is learned with them what the service has and allows.
    const facts = await call.facts();
    await call.confirm({
      cells: [kit.cellOf(type, "read")],
      preview: [`Read ${kit.recordWord(type, 2)}`],
      targets: [],
    });
    const { signal } = call;
    const info = await records.describe(type, { signal });
    const names = new kit.RecordNames(call, records);
    const [parent, ...others] = await names.parents(info, input.of);
    if (others.length > 0) throw new kit.InputError("argument", "Name one person: everyone at once cannot be listed.");
    const of = parent && { type: parent.type, id: parent.id };

    if (input.id !== undefined) {
      const place = { type, of, id: (await names.one(type, input.id, of)).id };
      if (input.file) return await savedFile(place);
      kit.able(info, "get", facts.refused);
      const found = await records.get(place, { signal });
      const record = kit.recordView(found, "full");
      const notes = kit.noteLines([...names.notes, found.missing ?? ""].filter(Boolean));
      return {
        data: { type, records: [record], notes, untrusted: kit.untrusted },
        text: [kit.untrusted, kit.recordLine(record, info.fields, true), ...notes].join("\n"),
      };
    }
    if (input.file) throw new kit.InputError("argument", "Which one? Give the id of the record whose file you want.");
    kit.able(info, "list", facts.refused);
    const context = kit.timeContext(call, facts);
    const { draft: filters } = await kit.checkValues(input.filter ?? {}, info.filters, {
      type,
      as: "filter",
      context,
      names,
    });
    const days = input.period === undefined ? undefined : kit.parsePeriod(input.period, context);
    const offset = readCursor(input.cursor);
    const page = await records.list(
      {
        type,
        of,
        text: input.text,
        includeHidden: input.hidden ?? false,
        ...(days && { first: days.first, last: days.last }),
        ...(Object.keys(filters).length > 0 && { filters }),
        limit: input.limit ?? 25,
        offset,
      },
      { signal },
    );
    const rows = page.records.map((record) => kit.recordView(record, input.detail ?? "short"));
    const after = offset + rows.length;
    const full = rows.length >= (input.limit ?? 25);
    const more = page.total === null ? (full ? null : 0) : Math.max(0, page.total - after);
    const next = more === 0 || rows.length === 0 ? undefined : writeCursor(after);
    const notes = kit.noteLines([
      ...new Set([...names.notes, ...page.notes, ...page.records.flatMap(({ missing }) => missing ?? [])]),
    ]);
    const head = `${kit.totalText(type, page.total, rows.length)}${kit.belowText(parent)}`;
    return {
      data: {
        type,
        ...(parent && { of: { type: parent.type, ...kit.cleanRef(parent) } }),
        total: page.total,
        records: rows,
        notes,
        more,
        ...(next !== undefined && { next }),
        untrusted: kit.untrusted,
      },
      text: [
        `${head}${rows.length > 0 ? ":" : "."}`,
        kit.untrusted,
        ...rows.map((row) => kit.recordLine(row, info.fields, input.detail === "full")),
        ...notes,
        next === undefined ? "" : `${more ?? "Maybe"} more: cursor ${next}, or a higher limit.`,
      ]
        .filter(Boolean)
        .join("\n"),
    };

    async function savedFile(place: { type: RecordType; id: string }) {
      kit.able(info, "download", facts.refused);
      if (!records.download) throw new kit.ServiceError("unsupported", "This service gives no files.");
      const { name, mimeType, bytes } = await records.download(place, { signal });
      const path = await call.saveFile(name, bytes);
      const file = { path, mime_type: kit.cleanText(mimeType, 100), bytes: bytes.length };
      return {
        data: { type, records: [], notes: [], file },
        text: `Saved as ${path} (${file.mime_type}, ${bytes.length} bytes).`,
      };
    }

    function readCursor(cursor: string | undefined): number {
      if (cursor === undefined) return 0;
      const place = /^r(\d{1,7})$/.exec(cursor)?.[1];
      if (place !== undefined) return Number(place);
      throw new kit.InputError("argument", "This cursor is not one of list_records.", {
        next: "Leave it out for the first page; `next` of a page is the cursor of the following one.",
      });
    }
  },
});

const writeCursor = (offset: number) => `r${offset}`;
