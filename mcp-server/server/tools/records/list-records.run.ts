import { InputError, ServiceError } from "#core/domain/errors";
import type { RecordType } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import { parsePeriod } from "#core/time/parse";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { cleanRef, noteLines } from "../lib/view";
import { describeRecords } from "./describe-records";
import type { listRecords } from "./list-records";
import { RecordNames } from "./record-names";
import { checkValues } from "./record-values";
import { belowText, recordLine, recordView, totalText } from "./record-view";
import { able, cellOf, recordsOf } from "./record-words";

const writeCursor = (offset: number) => `r${offset}`;

export const run: RunOf<typeof listRecords> = async (input, call) => {
  if (input.type === undefined || input.describe) return await describeRecords(input.type, call);
  const { type } = input;
  const records = recordsOf(call, type);
  // First, as it is learned with them what the service has and allows.
  const facts = await call.facts();
  await call.confirm({
    cells: [cellOf(type, "read")],
    preview: [said({ kind: "readRecords", type })],
    targets: [],
  });
  const { signal } = call;
  const info = await records.describe(type, { signal });
  const names = new RecordNames(call, records);
  const context = timeContext(call, facts);
  const days = input.period === undefined ? undefined : parsePeriod(input.period, context);
  const narrowed = async () => {
    const { draft: filters } = await checkValues(input.filter ?? {}, info.filters, {
      type,
      as: "filter",
      context,
      names,
    });
    return {
      ...(days && { first: days.first, last: days.last }),
      ...(Object.keys(filters).length > 0 && { filters }),
    };
  };
  const [parent, ...others] = await names.parents(info, input.of);
  if (others.length > 0) throw new InputError("argument", "Name one person: everyone at once cannot be listed.");
  const of = parent && { type: parent.type, id: parent.id };

  if (input.id !== undefined) {
    const place = { type, of, id: (await names.one(type, input.id, of)).id };
    if (input.file) return await savedFile(place);
    able(info, "get", facts.refused);
    const found = await records.get({ ...place, ...(info.narrowsOne && (await narrowed())) }, { signal });
    const record = recordView(found, "full");
    const notes = noteLines([...names.notes, found.missing ?? ""].filter(Boolean));
    return {
      data: { type, records: [record], notes },
      text: [recordLine(record, info.fields, true), ...notes].join("\n"),
    };
  }
  if (input.file) throw new InputError("argument", "Which one? Give the id of the record whose file you want.");
  able(info, "list", facts.refused);
  const offset = readCursor(input.cursor);
  const page = await records.list(
    {
      type,
      of,
      text: input.query,
      includeHidden: input.hidden ?? false,
      ...(await narrowed()),
      limit: input.limit ?? 25,
      offset,
    },
    { signal },
  );
  const rows = page.records.map((record) => recordView(record, input.detail ?? "short"));
  const after = offset + rows.length;
  const full = rows.length >= (input.limit ?? 25);
  const more = page.total === null ? (full ? null : 0) : Math.max(0, page.total - after);
  const next = more === 0 || rows.length === 0 ? undefined : writeCursor(after);
  const notes = noteLines([
    ...new Set([...names.notes, ...page.notes, ...page.records.flatMap(({ missing }) => missing ?? [])]),
  ]);
  const head = `${totalText(type, page.total, rows.length)}${belowText(parent)}`;
  return {
    data: {
      type,
      ...(parent && { of: { type: parent.type, ...cleanRef(parent) } }),
      total: page.total,
      records: rows,
      notes,
      more,
      ...(next !== undefined && { next }),
    },
    text: [
      `${head}${rows.length > 0 ? ":" : "."}`,
      ...rows.map((row) => recordLine(row, info.fields, input.detail === "full")),
      ...notes,
      next === undefined ? "" : `${more ?? "Maybe"} more: cursor ${next}, or a higher limit.`,
    ]
      .filter(Boolean)
      .join("\n"),
  };

  async function savedFile(place: { type: RecordType; id: string }) {
    able(info, "download", facts.refused);
    if (!records.download) throw new ServiceError("unsupported", "This service gives no files.");
    const { name, mimeType, bytes } = await records.download(place, { signal });
    const path = await call.saveFile(name, bytes);
    const file = { path, mime_type: cleanText(mimeType, 100), bytes: bytes.length };
    return {
      data: { type, records: [], notes: [], file },
      text: `Saved as ${path} (${file.mime_type}, ${bytes.length} bytes).`,
    };
  }

  function readCursor(cursor: string | undefined): number {
    if (cursor === undefined) return 0;
    const place = /^r(\d{1,7})$/.exec(cursor)?.[1];
    if (place !== undefined) return Number(place);
    throw new InputError("argument", "This cursor is not one of list_records.", {
      next: "Leave it out for the first page; `next` of a page is the cursor of the following one.",
    });
  }
};
