import { type RecordPlace, recordTypes } from "../../domain/records";
import { defineTool } from "../lib/define";
import { choice, need, outputSchema, text, texts } from "../lib/schema";

/** The service says itself that this one stays: asking its person would be in vain. */
const refusals = ["conflict", "locked", "not_found", "invalid", "unsupported"];

export const deleteRecord = defineTool({
  name: "delete_record",
  title: "Delete records",
  description: "Delete records for good, with what hangs on them. Not for time (delete_time).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  records: "delete",
  input: {
    type: need(choice(recordTypes, "Which")),
    ids: need(texts("Names or #ids", 500)),
    of: text("Parent: project Website"),
  },
  output: outputSchema({ deleted: "array" }),
  async run(input, call, kit) {
    const { type } = input;
    const records = kit.recordsOf(call, type);
    const cell = kit.cellOf(type, "delete");
    // First, as it is learned with them what the service has and allows.
    const facts = await call.facts();
    call.require([cell]);
    const { signal } = call;
    const info = await records.describe(type, { signal });
    kit.able(info, "delete", facts.refused);
    const names = new kit.RecordNames(call, records);
    const parents = await names.parents(info, input.of);
    const context = kit.timeContext(call, facts);
    const below = parents.length > 0 ? parents : [undefined];
    const wanted = below.flatMap((parent) => [...new Set(input.ids)].map((given) => ({ given, parent })));
    if (wanted.length === 0) throw new kit.InputError("argument", "Name at least one.");
    const failed: { id: string; message: string }[] = [];
    const fail = (id: string, error: unknown) => {
      if (wanted.length === 1) throw error;
      failed.push({ id: kit.cleanText(id, 100), message: kit.failureText(error, call) });
    };

    const quiet = { ...call, progress: () => undefined };
    const found = await kit.runBulk(wanted, quiet, async ({ given, parent }) => {
      const of = parent && { type: parent.type, id: parent.id };
      const ref = await kit.recordId(info, given, of, names, context, true);
      const place: RecordPlace = { type, id: ref.id, of };
      // Names what goes, and finds out that it is there, before anybody is asked.
      const record = await kit.readRecord(info, place, call);
      const name = record?.name ?? ref.name;
      let gone = "";
      let unsure = false;
      try {
        const counted = await records.consequences(place, { signal });
        gone = kit.consequenceText(counted.filter(({ count }) => count > 0));
      } catch (error) {
        if (!(error instanceof kit.ServiceError) || refusals.includes(error.kind)) throw error;
        unsure = true;
        gone = `: what would be deleted with it could not be counted (${kit.cleanText(error.message, 150)})`;
      }
      const title = kit.recordTitle(type, { id: ref.id, name });
      const others = kit.isOthers(place, [record?.values], facts);
      const values = record?.values;
      return { place, values, title: `${title}${kit.belowText(parent)}`, name, gone, always: unsure || others };
    });
    const ready = [];
    for (const [at, outcome] of found.entries())
      if ("ok" in outcome) ready.push(outcome.ok);
      else fail(wanted[at]?.given ?? "", outcome.error);
    const unique = [...new Map(ready.map((one) => [JSON.stringify(one.place), one])).values()];
    const notes = kit.noteLines([...names.notes]);
    if (unique.length > 0)
      await call.confirm({
        cells: [cell],
        always: wanted.length > 1 || unique.some(({ gone, always }) => always || gone !== ""),
        count: unique.length,
        preview: [
          info.archives === undefined
            ? `Delete ${unique.length === 1 ? "for good" : `${kit.counted(unique.length, type)} for good`}:`
            : `Archive ${unique.length === 1 ? "" : `${kit.counted(unique.length, type)} `}(${info.archives}):`,
          ...unique.slice(0, 20).map(({ title, gone }) => `${title}${gone}`),
          ...(unique.length > 20 ? [`and ${unique.length - 20} more`] : []),
          ...notes,
        ],
        targets: unique.map(({ place, values, gone }) => [place, values, gone]),
      });
    const outcomes = await kit.runBulk(unique, call, ({ place }) => records.remove(place, { signal }));
    const deleted: typeof unique = [];
    for (const [at, outcome] of outcomes.entries()) {
      const one = unique[at];
      if (!one) continue;
      if ("ok" in outcome) deleted.push(one);
      else fail(one.place.id, outcome.error);
    }
    return {
      data: {
        deleted: deleted.map(({ place, name, gone }) => ({
          ...kit.cleanRef({ id: place.id, name }),
          ...(gone && { with: gone.slice(2) }),
        })),
        failed,
        ...(notes.length > 0 && { notes }),
        untrusted: kit.untrusted,
      },
      text: [
        `${info.archives === undefined ? "Deleted" : "Archived"} ${kit.counted(deleted.length, type)}${failed.length > 0 ? `, ${failed.length} failed` : ""}:`,
        ...deleted.map(({ title, gone }) => `${title}${gone}`),
        ...failed.map(({ id, message }) => `#${id} failed: ${message}`),
        ...notes,
        kit.untrusted,
      ].join("\n"),
      failed: deleted.length === 0,
      wrote: deleted.length > 0 || kit.maybeSaved(outcomes),
    };
  },
});
