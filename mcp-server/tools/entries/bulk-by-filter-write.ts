import { idsOf as workIds } from "../../domain/drafts";
import { bringBackLine, canBeMadeAgain } from "../../domain/entities";
import { InputError } from "../../domain/errors";
import type { Cell } from "../../domain/permission-cells";
import type { BulkChange, BulkPlan, BulkPort } from "../../domain/ports";
import { quote } from "../../domain/quote";
import { cleanText } from "../../domain/text";
import type { ToolCall, ToolResult } from "../lib/define";
import { factsOf } from "../lib/require-permission";
import type { InputOf } from "../lib/schema";
import { noteLines, workLine } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import { type BulkSelection, requireSameCount, selectByFilter } from "./bulk-by-filter";
import { namedWork } from "./entry-change";
import { readDetails } from "./entry-details";
import type { allChangeShape } from "./update-time";
import { countOf, idsOf as idsIn } from "./written-as-one";

type Wanted = InputOf<typeof allChangeShape>;

const everyOne = "Counted by the service, which acts on everything that fits at that moment";

/** Asks, acts, and tells what the service did. */
async function confirmAndCommit(
  { found, query, words, lines }: BulkSelection,
  plan: BulkPlan,
  cells: Cell[],
  title: string,
  call: ToolCall,
  last: readonly string[] = [],
): Promise<{ count: number; notes: string[] }> {
  const preview = [title, ...words, ...lines, everyOne, ...last];
  const targets = [query, found.map(factsOf).sort((a, b) => (a.id < b.id ? -1 : 1))];
  await call.confirm({ cells, always: true, count: plan.count, preview, targets });
  if (call.signal.aborted) throw new InputError("cancelled", "Cancelled before it was sent.");
  const { count, notes } = await plan.commit({ signal: call.signal });
  return {
    count,
    notes: [...notes, ...(count === found.length ? [] : [`${countOf(found.length)} had been shown.`])],
  };
}

function bulkOf({ bulk }: BulkSelection): BulkPort {
  if (!bulk) throw new Error("this selection is acted on entry by entry");
  return bulk;
}

/** `delete_time` with `all_of` */
export async function deleteAll(all: Record<string, unknown>, call: ToolCall): Promise<ToolResult> {
  const selection = await selectByFilter(all, "delete", call);
  const plan = await bulkOf(selection).prepare(selection.query, "delete", { signal: call.signal });
  requireSameCount(plan.count, selection);
  const title = `Delete ${countOf(plan.count)}:`;
  const { count, notes } = await confirmAndCommit(selection, plan, selection.cells, title, call, [
    bringBackLine(selection.found.map(canBeMadeAgain)),
  ]);
  const { ids: deleted, ...more } = idsIn(selection.found);
  return {
    data: { count, deleted, ...more, failed: [], notes: noteLines(notes) },
    text: [`Deleted ${countOf(count)}.`, ...selection.words, ...noteLines(notes)].join("\n"),
    wrote: true,
  };
}

/** What all of them get: for the service, and in words. @throws InputError where it says nothing */
async function readChange(wanted: Wanted, { facts, found }: BulkSelection, call: ToolCall) {
  const named = namedWork(wanted);
  const resolver = new WorkResolver(call);
  const moves = Object.values(named).some((name) => name !== undefined);
  const work = moves ? (await resolver.resolve(named, {}, false)).work : undefined;
  const { description: said, billable: charged } = wanted;
  const read = await readDetails(
    { description: said, billable: charged, person: wanted.person },
    facts,
    resolver,
    call,
  );
  const billed = charged === undefined ? 0 : found.filter(({ exported }) => exported).length;
  if (billed > 0)
    throw new InputError("argument", `${countOf(billed)} of these would no longer be billed.`, {
      next: "Leave them out by a filter (`billable`), or take the mark off by `exported` first.",
    });
  const change: BulkChange = {
    ...(work && { work: workIds(work) }),
    ...(said !== undefined && { text: read.details.text }),
    ...(charged !== undefined && { billable: charged }),
    ...(read.person && { personId: read.person.id }),
  };
  const words = [
    ...(work ? [workLine(work)] : []),
    ...(said === undefined ? [] : [said === "" ? "no text" : `text ${JSON.stringify(cleanText(said, 120))}`]),
    ...(charged === undefined ? [] : [charged ? "billable" : "not billable"]),
    ...(read.person ? [`by ${quote(read.person.name, 80)}`] : []),
  ];
  const owner: Cell[] = read.person ? [read.person.id === facts.person.id ? "time.create" : "others_time.create"] : [];
  return { change, words: `→ ${words.join(", ")}`, cells: owner };
}

/** `update_time` with `all_of`, where the service changes everything in one go. */
export async function changeInOneGo(
  all: Record<string, unknown>,
  wanted: Wanted,
  dryRun: boolean | undefined,
  call: ToolCall,
): Promise<ToolResult> {
  const selection = await selectByFilter(all, "update", call);
  const { change, words, cells } = await readChange(wanted, selection, call);
  const touched = [...selection.cells, ...cells];
  call.require(touched);
  const plan = await bulkOf(selection).prepare(selection.query, change, { signal: call.signal });
  requireSameCount(plan.count, selection);
  if (dryRun)
    return {
      data: { dry_run: true, count: plan.count, entries: [], notes: [] },
      text: ["Nothing was saved.", `Would change ${countOf(plan.count)}.`, words, ...selection.words].join("\n"),
    };
  const done = await confirmAndCommit(selection, plan, touched, `Change ${countOf(plan.count)}: ${words}`, call);
  const notes = noteLines(done.notes);
  return {
    data: { count: done.count, ...idsIn(selection.found), entries: [], notes },
    text: [`Changed ${countOf(done.count)}.`, words, ...selection.words, ...notes].join("\n"),
    wrote: true,
  };
}
