import { InputError, ServiceError } from "#core/domain/errors";
import type { PartOf } from "#core/domain/question/parts";
import type { RecordPlace } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { bringBack, more, said } from "../lib/question/english";
import { goneText } from "../lib/question/records";
import { counted } from "../lib/record-word";
import { failureText, maybeSaved, runBulk } from "../lib/run-concurrently";
import { cleanRef, noteLines } from "../lib/view";
import type { deleteRecord } from "./delete-record";
import { isOthers } from "./is-others";
import { RecordNames } from "./record-names";
import { recordId } from "./record-planner";
import { belowPart, goneThings, recordPart, recordView } from "./record-view";
import { able, cellOf, readRecord, recordsOf } from "./record-words";

/** The service says itself that this one stays: asking its person would be in vain. */
const refusals = ["conflict", "locked", "not_found", "invalid", "unsupported"];

/** So many are told with the values that they had. */
const mostTold = 10;

export const run: RunOf<typeof deleteRecord> = async (input, call) => {
  const { type } = input;
  const records = recordsOf(call, type);
  const cell = cellOf(type, "delete");
  // First, as it is learned with them what the service has and allows.
  const facts = await call.facts();
  call.require([cell]);
  const { signal } = call;
  const info = await records.describe(type, { signal });
  able(info, "delete", facts.refused);
  const names = new RecordNames(call, records);
  const parents = await names.parents(info, input.of);
  const context = timeContext(call, facts);
  const below = parents.length > 0 ? parents : [undefined];
  const wanted = below.flatMap((parent) => [...new Set(input.ids)].map((given) => ({ given, parent })));
  if (wanted.length === 0) throw new InputError("argument", "Name at least one.");
  const failed: { id: string; message: string }[] = [];
  const fail = (id: string, error: unknown) => {
    if (wanted.length === 1) throw error;
    failed.push({ id: cleanText(id, 100), message: failureText(error, call) });
  };

  const quiet = { ...call, progress: () => undefined };
  const found = await runBulk(wanted, quiet, async ({ given, parent }) => {
    const of = parent && { type: parent.type, id: parent.id };
    const ref = await recordId(info, given, of, names, context, true);
    const place: RecordPlace = { type, id: ref.id, of };
    // Names what goes, and finds out that it is there, before anybody is asked.
    const record = await readRecord(info, place, call);
    const name = record?.name ?? ref.name;
    let goes: Pick<PartOf<"record">, "gone" | "uncounted">;
    try {
      goes = { gone: goneThings(await records.consequences(place, { signal })) };
    } catch (error) {
      if (!(error instanceof ServiceError) || refusals.includes(error.kind)) throw error;
      goes = { uncounted: cleanText(error.message, 150) };
    }
    const always = goes.uncounted !== undefined || isOthers(place, [record?.values], facts);
    const values = record?.values;
    const was = record && recordView(record, "full").values;
    const line = said({
      kind: "record",
      record: recordPart(type, { id: ref.id, name }),
      ...belowPart(parent),
      ...goes,
    });
    return { place, values, was, line, name, gone: goneText(goes), always };
  });
  const ready = [];
  for (const [at, outcome] of found.entries())
    if ("ok" in outcome) ready.push(outcome.ok);
    else fail(wanted[at]?.given ?? "", outcome.error);
  const unique = [...new Map(ready.map((one) => [JSON.stringify(one.place), one])).values()];
  const notes = noteLines([...names.notes]);
  if (unique.length > 0)
    await call.confirm({
      cells: [cell],
      always: wanted.length > 1 || unique.some(({ gone, always }) => always || gone !== ""),
      count: unique.length,
      preview: [
        info.archives === undefined
          ? said({ kind: "head", act: "delete", of: type, count: unique.length })
          : said({ kind: "archive", type, count: unique.length, why: info.archives }),
        ...unique.slice(0, 20).map(({ line }) => line),
        ...more(unique.length - 20),
        ...notes,
        bringBack(unique.map(({ was, gone }) => was !== undefined && gone === "" && info.actions.includes("create"))),
      ],
      targets: unique.map(({ place, values, gone }) => [place, values, gone]),
    });
  const outcomes = await runBulk(unique, call, ({ place }) => records.remove(place, { signal }));
  const deleted: typeof unique = [];
  for (const [at, outcome] of outcomes.entries()) {
    const one = unique[at];
    if (!one) continue;
    if ("ok" in outcome) deleted.push(one);
    else fail(one.place.id, outcome.error);
  }
  const back =
    deleted.some(({ was }) => was) && info.archives === undefined && info.actions.includes("create")
      ? ["save_record can make a new one with these values; it gets another id, and nothing that went with this one."]
      : [];
  return {
    data: {
      deleted: deleted.map(({ place, name, gone, was }, index) => ({
        ...cleanRef({ id: place.id, name }),
        ...(gone && { with: gone.slice(2) }),
        ...(was && index < mostTold && { was }),
      })),
      failed,
      ...(notes.length + back.length > 0 && { notes: [...back, ...notes] }),
    },
    text: [
      `${info.archives === undefined ? "Deleted" : "Archived"} ${counted(deleted.length, type)}${failed.length > 0 ? `, ${failed.length} failed` : ""}:`,
      ...deleted.map(({ line, was }, index) =>
        was && index < mostTold ? `${line.text}; it was ${JSON.stringify(was)}` : line.text,
      ),
      ...back,
      ...failed.map(({ id, message }) => `#${id} failed: ${message}`),
      ...notes,
    ].join("\n"),
    failed: deleted.length === 0,
    wrote: deleted.length > 0 || maybeSaved(outcomes),
  };
};
