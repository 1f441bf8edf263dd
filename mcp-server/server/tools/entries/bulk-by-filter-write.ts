import { idsOf as workIds } from "#core/domain/drafts";
import { canBeMadeAgain } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import type { BulkChange, BulkPlan, BulkPort } from "#core/domain/ports";
import { type QuestionLine, textOf } from "#core/domain/question/lines";
import type { PartOf, QuestionPart } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import type { ToolCall, ToolResult } from "../lib/define";
import { bringBack, said } from "../lib/question/english";
import { changeText, countOf } from "../lib/question/entries";
import { factsOf } from "../lib/require-permission";
import type { InputOf } from "../lib/schema";
import { noteLines, workNames } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import { type BulkSelection, requireSameCount, selectByFilter } from "./bulk-by-filter";
import { namedWork } from "./entry-change";
import { readDetails } from "./entry-details";
import type { allChangeShape } from "./update-time";
import { idsOf as idsIn } from "./written-as-one";

type Wanted = InputOf<typeof allChangeShape>;

/** Asks, acts, and tells what the service did. */
async function confirmAndCommit(
  { found, query, words, lines }: BulkSelection,
  plan: BulkPlan,
  cells: Cell[],
  title: QuestionPart,
  call: ToolCall,
  last: readonly QuestionLine[] = [],
): Promise<{ count: number; notes: MessageText[] }> {
  const preview = [said(title), ...words, ...lines, said({ kind: "countedByService" }), ...last];
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
  const title: QuestionPart = { kind: "head", act: "delete", of: "entry", count: plan.count };
  const { count, notes } = await confirmAndCommit(selection, plan, selection.cells, title, call, [
    bringBack(selection.found.map(canBeMadeAgain)),
  ]);
  const { ids: deleted, ...more } = idsIn(selection.found);
  return {
    data: { count, deleted, ...more, failed: [], notes: noteLines(notes) },
    text: [`Deleted ${countOf(count)}.`, ...selection.words.map(textOf), ...noteLines(notes)].join("\n"),
    wrote: true,
  };
}

/** What all of them get: for the service, and in words. @throws InputError where it says nothing */
async function readChange(wanted: Wanted, { facts, found }: BulkSelection, call: ToolCall) {
  const named = namedWork(wanted);
  const resolver = new WorkResolver(call);
  const moves = Object.values(named).some((name) => name !== undefined);
  const work = moves ? (await resolver.resolve(named, {}, false)).work : undefined;
  const { description: described, billable: charged } = wanted;
  const read = await readDetails(
    { description: described, billable: charged, person: wanted.person },
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
    ...(described !== undefined && { text: read.details.text }),
    ...(charged !== undefined && { billable: charged }),
    ...(read.person && { personId: read.person.id }),
  };
  const told: PartOf<"changeAll">["change"] = {
    ...(work && { work: workNames(work) }),
    ...(described !== undefined && { text: described === "" ? null : cleanText(described, 120) }),
    ...(charged !== undefined && { billable: charged }),
    ...(read.person && { person: quote(read.person.name, 80) }),
  };
  const owner: Cell[] = read.person ? [read.person.id === facts.person.id ? "time.create" : "others_time.create"] : [];
  return { change, told, cells: owner };
}

/** `update_time` with `all_of`, where the service changes everything in one go. */
export async function changeInOneGo(
  all: Record<string, unknown>,
  wanted: Wanted,
  dryRun: boolean | undefined,
  call: ToolCall,
): Promise<ToolResult> {
  const selection = await selectByFilter(all, "update", call);
  const { change, told, cells } = await readChange(wanted, selection, call);
  const touched = [...selection.cells, ...cells];
  call.require(touched);
  const plan = await bulkOf(selection).prepare(selection.query, change, { signal: call.signal });
  requireSameCount(plan.count, selection);
  const words = changeText(told);
  if (dryRun)
    return {
      data: { dry_run: true, count: plan.count, entries: [], notes: [] },
      text: ["Nothing was saved.", `Would change ${countOf(plan.count)}.`, words, ...selection.words.map(textOf)].join(
        "\n",
      ),
    };
  const title: QuestionPart = { kind: "changeAll", count: plan.count, change: told };
  const done = await confirmAndCommit(selection, plan, touched, title, call);
  const notes = noteLines(done.notes);
  return {
    data: { count: done.count, ...idsIn(selection.found), entries: [], notes },
    text: [`Changed ${countOf(done.count)}.`, words, ...selection.words.map(textOf), ...notes].join("\n"),
    wrote: true,
  };
}
