import type { Cell } from "#core/domain/permission-cells";
import { textOf } from "#core/domain/question/lines";
import type { RecordType, ServiceRecord } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { more, said } from "../lib/question/english";
import { counted, recordWord } from "../lib/record-word";
import { failureText, maybeSaved, runBulk } from "../lib/run-concurrently";
import { noteLines } from "../lib/view";
import { createWhole, type MadePart } from "./create-whole";
import { RecordNames } from "./record-names";
import { allParts, mostParts, partTargets } from "./record-parts";
import { type PlannedRecord, RecordPlanner } from "./record-planner";
import { recordLine, recordTitle, recordView } from "./record-view";
import { actionCell, cellOf, recordsOf } from "./record-words";
import type { saveRecord } from "./save-record";

/** A new one changes what others may do: what the service says of that is told before and after. */
const reaching: readonly RecordType[] = ["grant"];

export const run: RunOf<typeof saveRecord> = async (input, call) => {
  const { type } = input;
  const records = recordsOf(call, type);
  // First, as it is learned with them what the service has and allows.
  const facts = await call.facts();
  requireAny();
  const { signal } = call;
  const info = await records.describe(type, { signal });
  const names = new RecordNames(call, records);
  const planner = new RecordPlanner(call, info, names, timeContext(call, facts), facts);
  const failed: { index: number; id?: string; message: string }[] = [];
  const single = input.records.length === 1;
  const quiet = { ...call, progress: () => undefined };
  const outcomes = await runBulk([...input.records.entries()], quiet, ([index, one]) => planner.plan(one, index));
  const prepared = outcomes.flatMap((outcome, index) => {
    if ("ok" in outcome) return outcome.ok;
    if (single) throw outcome.error;
    failed.push({ index, message: failureText(outcome.error, call) });
    return [];
  });
  // Two changes of one record would be saved in no certain order.
  const rowOf = new Map<string, number>();
  const planned = prepared.filter(({ action, place: { id, of }, index, title }) => {
    if (action === "create") return true;
    const place = JSON.stringify([id, of]);
    const first = rowOf.get(place);
    rowOf.set(place, first ?? index);
    if (first === undefined) return true;
    const message = `${title} is changed by row ${first + 1} too: say it in one row.`;
    failed.push({ index, message: cleanText(message, 500) });
    return false;
  });
  const widely = reaching.includes(type) && planned.some(({ action }) => action === "create");
  const brought = planned.flatMap(({ parts }) => allParts(parts));
  const granted = brought.find((part) => reaching.includes(part.type))?.info.notes ?? [];
  const notes = [...names.notes, ...(widely ? info.notes : granted)];
  const cells = [
    ...new Set([
      ...planned.map(({ action }): Cell => cellOf(type, action)),
      ...brought.map((part): Cell => cellOf(part.type, "create")),
    ]),
  ];
  const linesOf = ({ line, parts }: PlannedRecord) => [line, ...allParts(parts).map(({ shown }) => said(shown))];
  const lines = planned.flatMap(linesOf);
  // What comes with one record is all of it what the person agrees to.
  const most = brought.length > 0 ? mostParts + 20 : 20;
  const what = counted(planned.length, type) + withParts(brought);
  const report = (saved: Saved[], title: string, extra: object = {}) => ({
    data: {
      ...extra,
      records: saved.map(({ view }) => view),
      notes: noteLines(notes),
      ...(failed.length > 0 && { failed: failed.sort((a, b) => a.index - b.index) }),
    },
    text: [
      title,
      ...saved.map(({ line }) => line),
      ...noteLines(notes),
      ...failed.map(({ index, message }) => `Row ${index + 1} failed: ${message}`),
    ].join("\n"),
  });

  if (input.dry_run) {
    call.require(cells);
    const would = planned.map((one) => ({
      view: {
        ...(one.place.id && { id: cleanText(one.place.id, 100) }),
        action: one.action,
        would: cleanText(linesOf(one).map(textOf).join("; "), 2_000),
      },
      line: linesOf(one).map(textOf).join("\n"),
    }));
    const title = planned.length === 0 ? "Nothing would be saved." : `Nothing was saved. Would save ${what}:`;
    return { ...report(would, title, { dry_run: true }), failed: planned.length === 0 };
  }
  if (planned.length === 0) return { ...report([], "Nothing was saved."), failed: true };
  await call.confirm({
    cells,
    always: planned.some(({ others }) => others),
    count: planned.length,
    preview: [
      ...(lines.length > 1
        ? [said({ kind: "head", act: "save", of: type, count: planned.length, parts: countedParts(brought) })]
        : []),
      ...lines.slice(0, most),
      ...more(lines.length - most),
      ...noteLines(notes),
    ],
    targets: planned.map(({ action, place, copyOf, draft, before, parts }) => [
      ...[action, place, copyOf, draft, before?.values],
      ...(parts.length > 0 ? [partTargets(parts)] : []),
    ]),
  });
  let sent = false;
  const written = await runBulk(planned, call, async (one) => {
    const { action, place, draft, before, same } = one;
    const nothing: MadePart[] = [];
    if (same && before) return { record: before, parts: nothing, notes: ["It is like that already."] };
    const { type: _type, id, of } = place;
    const saved =
      action === "create"
        ? await createWhole(one, records, signal)
        : { parts: nothing, ...(await records.update({ type, id, of }, draft, { signal })) };
    sent = true;
    return saved;
  });
  const saved: Saved[] = [];
  for (const [at, outcome] of written.entries()) {
    const one = planned[at];
    if (!one) continue;
    if ("ok" in outcome) {
      const title = recordTitle(type, outcome.ok.record);
      for (const note of outcome.ok.notes) notes.push(planned.length === 1 ? note : `${title}: ${note}`);
      saved.push(savedView(outcome.ok.record, Object.keys(one.draft)), ...outcome.ok.parts.map(partView));
    } else {
      if (planned.length === 1) throw outcome.error;
      const id = one.place.id === "" ? undefined : cleanText(one.place.id, 100);
      const message = cleanText(`${one.title}: ${failureText(outcome.error, call)}`, 1_000);
      failed.push({ index: one.index, ...(id !== undefined && { id }), message });
    }
  }
  const whole = written.flatMap((outcome) => ("ok" in outcome ? [outcome.ok] : []));
  const told = counted(whole.length, type) + withParts(whole.flatMap(({ parts }) => parts.map(({ part }) => part)));
  return {
    ...report(saved, `Saved ${told}${failed.length > 0 ? `, ${failed.length} failed` : ""}:`),
    failed: saved.length === 0,
    wrote: sent || maybeSaved(written),
  };

  interface Saved {
    view: object;
    line: string;
  }

  /** One: all of it. Many: what was asked for, as it is now. */
  function savedView(record: ServiceRecord, asked: string[]): Saved {
    const view = recordView(record, "full");
    const values = Object.fromEntries(Object.entries(view.values).filter(([name]) => asked.includes(name)));
    const shown = planned.length === 1 ? view : { ...view, values };
    return { view: shown, line: recordLine(shown, info.fields) };
  }

  function partView({ part, record }: MadePart): Saved {
    const view = recordView(record, "short");
    return { view, line: `${recordWord(part.type)} ${recordLine(view, part.info.fields)}` };
  }

  /** Before anything is looked up: where all that is wanted is off, names tell nothing. */
  function requireAny(): void {
    const wanted = input.records.map(({ id }) =>
      id === undefined && actionCell(type, "create") ? "create" : "update",
    );
    const needed = [...new Set(wanted)].map((action): Cell => cellOf(type, action));
    if (needed.every((cell) => call.level(cell) === "off")) call.require(needed);
  }
};

/** ` with 2 activities, 1 rate` */
function withParts(parts: readonly { type: RecordType }[]): string {
  const each = countedParts(parts);
  return each.length === 0 ? "" : ` with ${each.map(({ type, count }) => counted(count, type)).join(", ")}`;
}

const countedParts = (parts: readonly { type: RecordType }[]) =>
  [...new Set(parts.map(({ type }) => type))].map((type) => ({
    type,
    count: parts.filter((part) => part.type === type).length,
  }));
