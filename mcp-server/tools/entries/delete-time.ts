import type { Entry } from "../../domain/entities";
import type { Cell } from "../../domain/permission-cells";
import { defineTool } from "../lib/define";
import { needUnless, only, outputSchema, texts, values } from "../lib/schema";
import { sweeping } from "../lib/shapes";

export const deleteTime = defineTool({
  name: "delete_time",
  title: "Delete time",
  description: "Delete entries for good. Not to end the timer (clock_out) or correct entries (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  input: {
    ids: needUnless(sweeping, texts("From list_time", 500, 100)),
    all_of: only(sweeping, values("Or all that fit: period and filters of list_time")),
  },
  output: outputSchema({ deleted: "array" }),
  async run(input, call, kit) {
    if (input.all_of) {
      if (input.ids) throw new kit.InputError("argument", "Give ids or `all_of`, not both.");
      return kit.deleteAll(input.all_of, call);
    }
    const ids = [...new Set(input.ids?.map(kit.entryId))];
    if (ids.length === 0) throw new kit.InputError("argument", "Name at least one id.");
    const facts = await call.facts();
    const place = { zone: facts.zone, now: kit.timeContext(call, facts).now };
    const failed: { id: string; message: string }[] = [];
    const fail = (id: string, error: unknown) => {
      if (ids.length === 1) throw error;
      failed.push({ id: kit.cleanText(id, 100), message: kit.failureText(error, call) });
    };
    const found: Entry[] = [];
    const fetched = await kit.runBulk(ids, { ...call, progress: () => undefined }, (id) =>
      call.service.time.get(id, { signal: call.signal }),
    );
    for (const [at, outcome] of fetched.entries())
      if ("ok" in outcome) found.push(outcome.ok);
      else fail(ids[at] ?? "", outcome.error);
    const owned = found.map((entry) => {
      const others = kit.isOthersEntry(entry, facts);
      const cells: Cell[] = [others ? "others_time.delete" : "time.delete"];
      return { id: kit.cleanText(entry.id, 100), others, cells };
    });
    const others = owned.some((one) => one.others);
    const readable = await kit.openFetched("time", owned, call);
    const line = (entry: Entry) =>
      readable(kit.isOthersEntry(entry, facts)) ? kit.entryLine(entry, place) : `#${kit.cleanText(entry.id, 100)}`;
    if (found.length > 0)
      await call.confirm({
        cells: [...new Set(owned.flatMap(({ cells }) => cells))],
        always: ids.length > 1 || others,
        count: found.length,
        preview: [
          `Delete ${found.length === 1 ? "one entry" : `${found.length} entries`} for good:`,
          ...found.slice(0, 20).map((entry) => kit.entryLine(entry, place)),
          ...(found.length > 20 ? [`and ${found.length - 20} more`] : []),
        ],
        targets: found.map(kit.factsOf),
        shows: owned.map((one) => kit.readCellOf("time", one.others)),
      });
    const outcomes = await kit.runBulk(found, call, (entry) =>
      call.service.time.remove(entry.id, { signal: call.signal }),
    );
    const deleted: Entry[] = [];
    for (const [at, outcome] of outcomes.entries()) {
      const entry = found[at];
      if (!entry) continue;
      if ("ok" in outcome) deleted.push(entry);
      else fail(entry.id, outcome.error);
    }
    return {
      data: { deleted: deleted.map(({ id }) => kit.cleanText(id, 100)), failed, untrusted: kit.untrusted },
      text: [
        `Deleted ${deleted.length}:`,
        ...deleted.map(line),
        ...failed.map(({ id, message }) => `#${id} failed: ${message}`),
        kit.untrusted,
      ].join("\n"),
      failed: deleted.length === 0,
      wrote: deleted.length > 0 || kit.maybeSaved(outcomes),
    };
  },
});
