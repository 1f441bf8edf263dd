import type { AccountFacts, Entry } from "#core/domain/entities";
import { Interruption } from "#core/domain/interruption";
import type { Cell } from "#core/domain/permission-cells";
import type { QuestionLine } from "#core/domain/question/lines";
import type { MessageText } from "#core/messages/catalog";
import { englishOf } from "#core/messages/message";
import type { TimeContext } from "#core/time/parse";
import type { ToolCall, ToolResult } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { more, said } from "../lib/question/english";
import { countOf, missingText } from "../lib/question/entries";
import { factsOf } from "../lib/require-permission";
import { failureText, maybeSaved, runBulk } from "../lib/run-concurrently";
import { noteLines, type Place } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import { besideIndex, checkBeside, type Planned, sameAs } from "./entry-warnings";
import { entriesAround } from "./existing-entries";
import { writtenReport } from "./written-answer";
import { type AsOne, asOneAnswer, asOneQuestion } from "./written-as-one";

/** What preparing a row of log_time or update_time needs. */
export interface Booking {
  call: ToolCall;
  facts: AccountFacts;
  context: TimeContext;
  place: Place;
  resolver: WorkResolver;
}

export async function openBooking(call: ToolCall, createMissing = false): Promise<Booking> {
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  return { call, facts, context, place, resolver: new WorkResolver(call, createMissing) };
}

/** What a row tells while it is written. */
interface Telling {
  note(notes: readonly MessageText[]): void;
  /** Something took effect, in words: `#12 was changed`. */
  did(change: MessageText): void;
}

/** One row, ready to be shown or written. Nothing was sent for it yet. */
export interface Row {
  /** The entries that it leaves behind, as they would be. */
  after: Entry[];
  preview: QuestionLine[];
  /** What it is made from, as that was read; absent: nothing is there yet. */
  before?: Entry;
  /** Reading it is not allowed: only that it was done is told. */
  hidden?: boolean;
  /** Its span, which is looked at beside others' where `moved`. */
  planned: Planned;
  moved: boolean;
  /** It is like that already. */
  same?: true;
  cells: readonly Cell[];
  /** Under which the preview's values were read. */
  shows?: Cell;
  notes: MessageText[];
  write(tell: Telling): Promise<Entry[]>;
}

interface RowsOf<I> {
  items: readonly I[];
  /** How notes and failures call a row: `Row 3`, `#41`. */
  name(item: I, index: number): string;
  /** What a failed row tells beside its number. */
  failed(item: I): object;
  words: { save: "save" | "change"; saved: string };
  /** What is asked for where no row is left to tell. */
  cell: Cell;
  /** A row that is there already exactly so is asked about: the call may have been sent twice. */
  asksTwins?: true;
  /** All rows are one change of what fits a filter. It always asks, and leaves out what is like that already. */
  asOne?: AsOne;
  prepare(item: I, index: number): Promise<Row>;
}

/**
 * Prepares each row alone, looks at all beside each other and beside what is there already, then shows or writes them,
 * ten at a time. A row that fails stops no other; of a single one the failure is that of the call.
 */
export async function runRows<I>(
  { call, facts, context, place, resolver }: Booking,
  { items, name, failed: failedOf, words, cell, asksTwins, asOne, prepare }: RowsOf<I>,
  dryRun = false,
): Promise<ToolResult> {
  const single = items.length === 1;
  const failed: { index: number; message: string }[] = [];
  const fail = (index: number, error: unknown) => {
    if (single || error instanceof Interruption) throw error;
    failed.push({ index, ...failedOf(items[index] as I), message: failureText(error, call) });
  };
  const named = (index: number) => name(items[index] as I, index);
  const marked = ({ index, hidden }: Row & { index: number }, notes: readonly MessageText[]) => {
    if (hidden) return [];
    return single ? notes : notes.map((note) => `${named(index)}: ${note}`);
  };

  const prepared: (Row & { index: number })[] = [];
  for (const [index, item] of items.entries())
    try {
      prepared.push({ index, ...(await prepare(item, index)) });
    } catch (error) {
      fail(index, error);
    }
  const moving = prepared.filter(({ moved }) => moved).map(({ planned }) => planned);
  const changing = new Set(prepared.flatMap(({ planned }) => planned.id ?? []));
  const around = await entriesAround(moving, facts, call);
  const beside = besideIndex([
    ...around.filter(({ id, partOf }) => ![id, partOf].some((one) => one !== undefined && changing.has(one))),
    ...prepared.map(({ planned }) => planned),
  ]);
  const ready: typeof prepared = [];
  let twins = false;
  let same = 0;
  for (const row of prepared)
    try {
      const found = row.moved ? checkBeside(row.planned, beside(row.planned), facts, context) : [];
      twins ||= asksTwins === true && found.some((note) => englishOf(note).startsWith(`${sameAs} #`));
      row.notes.push(...found);
      if (asOne && row.same) same += 1;
      else ready.push(row);
    } catch (error) {
      fail(row.index, error);
    }

  const notes = [...new Set([...resolver.guesses, ...ready.flatMap((row) => marked(row, row.notes))])];
  if (same > 0)
    notes.unshift(
      `${countOf(same)} of these ${same === 1 ? "is" : "are"} like that already, and left as ${same === 1 ? "it is" : "they are"}.`,
    );
  const touched = ready.flatMap((row) => row.cells);
  const cells = [...new Set<Cell>([...(touched.length > 0 ? touched : [cell]), ...resolver.cells])];
  const hidden = new Set(ready.filter((row) => row.hidden).flatMap(({ after }) => after));
  const report = writtenReport(place, notes, failed, ({ index }) => named(index), hidden);
  if (dryRun) {
    call.require(cells);
    notes.push(...resolver.pending.map((what) => `Would make ${missingText(what)}.`));
    const entries = ready.flatMap(({ after }) => after);
    if (asOne) return { ...asOneAnswer(asOne, entries, notes, failed, true), failed: ready.length === 0 && same === 0 };
    return {
      data: report.data(entries, { dry_run: true }),
      text: report.text(`Nothing was saved. Would ${words.save} ${ready.length}`, entries),
      failed: ready.length === 0,
    };
  }
  if (ready.length === 0 && asOne) return { ...asOneAnswer(asOne, [], notes, failed, false), failed: same === 0 };
  if (ready.length === 0)
    return { data: report.data([]), text: report.text(`Nothing was ${words.saved}`, []), failed: true };
  await call.confirm({
    cells,
    always: asOne !== undefined || twins || cells.some((one) => one.startsWith("others_")),
    count: ready.length,
    preview: asOne
      ? asOneQuestion(
          asOne,
          ready.map(({ preview }) => preview),
          notes,
        )
      : [
          said({ kind: "head", act: words.save, of: "entry", count: ready.length }),
          ...ready.slice(0, 20).flatMap(({ preview }) => preview),
          ...more(ready.length - 20),
          ...resolver.pending.map(said),
          ...noteLines(notes),
        ],
    targets: ready.map(({ before, after }) => [before && factsOf(before), after.map(factsOf)]),
    shows: [...new Set(ready.flatMap(({ shows }) => shows ?? []))],
  });
  await resolver.createTags();
  if (resolver.pending.length > 0) for (const { planned } of ready) await resolver.create(planned.work);
  let sent = resolver.pending.length > 0;
  const outcomes = await runBulk(ready, call, (row) =>
    row.write({
      note: (more) => void notes.push(...marked(row, more)),
      did(change) {
        sent = true;
        if (single) call.did(change);
      },
    }),
  );
  const saved: Entry[] = [];
  let done = 0;
  for (const [at, outcome] of outcomes.entries()) {
    if ("error" in outcome) fail(ready[at]?.index ?? at, outcome.error);
    else {
      saved.push(...outcome.ok);
      if (ready[at]?.hidden) for (const entry of outcome.ok) hidden.add(entry);
      done += 1;
    }
  }
  notes.push(...resolver.pending.map((what) => `Made ${missingText(what)}.`));
  if (asOne)
    return {
      ...asOneAnswer(asOne, saved, notes, failed, false),
      failed: done === 0,
      wrote: sent || maybeSaved(outcomes),
    };
  return {
    data: report.data(saved),
    text: report.text(`${capital(words.saved)} ${done}${failed.length > 0 ? `, ${failed.length} failed` : ""}`, saved),
    failed: done === 0,
    wrote: sent || maybeSaved(outcomes),
  };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
