import type { AccountFacts, WorkIds } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import { fold } from "#core/domain/names";
import type { Service } from "#core/domain/ports";
import { importTool } from "#core/domain/results/activity-terms";
import { isMadeOf } from "#core/imports/classify";
import { type CallRecord, recordingInto } from "#core/journal/call-record";
import type { Change, Part } from "#core/journal/change";
import { isInEffect } from "#core/journal/in-effect";
import type { JournalStore } from "#core/journal/journal-store";
import { entryOutcome } from "#core/journal/ports/time";
import { entryStep } from "#core/journal/undo/entries";
import { recordStep } from "#core/journal/undo/records";
import type { UndoOn } from "#core/journal/undo/step";
import type { MessageText } from "#core/messages/catalog";
import { existingAround } from "./plan";

/** What an import wrote, for taking it back. */
export interface Written {
  store: JournalStore;
  service: Service;
  facts: AccountFacts;
  change: number;
}

/**
 * The change that an import of this account began since then; null: it wrote nothing yet, or all of it was undone.
 * @param since milliseconds
 */
export async function changeOf(store: JournalStore, account: string, since: number): Promise<Change | null> {
  const changes = await store.changes(since, Number.MAX_SAFE_INTEGER, account, 2_000);
  for (const one of changes.filter(({ tool }) => tool === importTool).reverse())
    if (await isInEffect(store, one)) return one;
  return null;
}

interface Meant {
  begin: string;
  end: string;
  text: string;
  work: WorkIds;
}
const meantOf = ({ wanted }: Part): Meant => {
  const { text = "", ...meant } = wanted as Omit<Meant, "text"> & { text?: string };
  return { ...meant, text };
};
const isEntry = ({ subject, operation }: Part) => subject === "entry" && operation === "create";

/** What a row of the import is told from others by. */
export const rowKey = ({ begin, end, text }: Omit<Meant, "work">) => JSON.stringify([begin, end, fold(text)]);

/** Rows that were written and not taken back again, by the id of their entry. */
export async function writtenRows(store: JournalStore, change: number): Promise<Map<string, string>> {
  const undos = await store.undosOf(change);
  const undone = (await Promise.all(undos.map(({ id }) => store.parts(id)))).flat();
  const gone = new Set(
    undone
      .filter(({ operation, state }) => operation === "delete" && state === "done")
      .map(({ subjectId }) => subjectId),
  );
  const done = (await store.parts(change)).filter((part) => isEntry(part) && part.state === "done");
  const idOf = await currentIdIn(store, change);
  const there = await Promise.all(done.map(async (part) => [await idOf(part), rowKey(meantOf(part))] as const));
  return new Map(there.filter(([id]) => !gone.has(id)));
}

/** An undo that failed on its way has put what it removed in place again, with other ids. */
async function currentIdIn(store: JournalStore, change: number): Promise<(part: Part) => Promise<string>> {
  const account = (await store.change(change))?.account ?? "";
  return async ({ subject, subjectId, of }) => store.currentId(account, { subject, id: subjectId ?? "", of });
}

/** Rows whose write ended unseen, each with the entry that it made, if it did. @throws ServiceError */
async function lookForUnknown({ store, service, change }: Omit<Written, "facts">, signal: AbortSignal) {
  const parts = await store.parts(change);
  const entries = parts.filter((part) => part.state === "unknown" && isEntry(part));
  if (entries.length === 0) return [];
  const done = parts.filter(({ state }) => state === "done");
  const known = new Set(await Promise.all(done.map(await currentIdIn(store, change))));
  const there = await existingAround(entries.map(meantOf), service, signal);
  return entries.map((part) => {
    const meant = meantOf(part);
    const like = there.filter((entry) => !known.has(entry.id) && isMadeOf(entry, meant, meant.work));
    const found = like.find(({ begin, end }) => begin === meant.begin && end === meant.end) ?? like[0];
    if (found) known.add(found.id);
    return { part, found };
  });
}

/** How many rows are in the account although nobody saw their write end. Changes nothing: they may be under way. */
export const countUnseen = async (written: Omit<Written, "facts">, signal: AbortSignal): Promise<number> =>
  (await lookForUnknown(written, signal)).filter(({ found }) => found).length;

/**
 * A write whose end nobody saw is looked up in the account: it is there, or it is not. Else nothing could be taken back.
 * @throws ServiceError where the account does not answer
 */
export async function settleUnknown(written: Written, signal: AbortSignal): Promise<void> {
  const { store, change } = written;
  for (const { part, found } of await lookForUnknown(written, signal))
    await store.settle(part.id, found ? "done" : "failed", found ? [entryOutcome("create", found)] : []);
  // Work and tags are found again by their names where they are needed, and harm nobody where they are not.
  const others = (await store.parts(change)).filter((part) => part.state === "unknown" && !isEntry(part));
  for (const part of others) await store.settle(part.id, "nothing", []);
}

/**
 * Removes all that an import wrote, and the work it made as far as nobody else uses it. What is gone already (a crash may
 * have ended an earlier try) is as it should be; what somebody changed since stays.
 * @param record of the undo
 * @throws ServiceError which says what is left
 */
export async function takeBack(
  written: Written,
  record: CallRecord,
  signal: AbortSignal,
): Promise<{ removed: number; notes: MessageText[] }> {
  const { store, service, facts, change } = written;
  await settleUnknown(written, signal);
  const parts = (await store.parts(change)).filter(({ state }) => state === "done");
  const currentId = await currentIdIn(store, change);
  const account = (await store.change(change))?.account ?? "";
  const lastWrite = async (part: Part) =>
    store.lastWrite(account, { subject: part.subject, id: await currentId(part), of: part.of });
  const on: UndoOn = { service, facts, record, signal, currentId, lastWrite, leaving: new Set<string>() };
  let removed = 0;
  let changed = 0;
  await recordingInto(record, async () => {
    for (const part of parts.filter(isEntry).reverse()) {
      const step = await entryStep(part, on);
      const differences = await step.check();
      if (differences.includes("gone")) continue;
      if (differences.length > 0) {
        changed += 1;
        continue;
      }
      await step.send();
      removed += 1;
    }
  });
  if (changed > 0)
    throw new ServiceError(
      "conflict",
      `Of the entries that were written, ${changed} were changed since and are still there.`,
      {
        saved: "yes",
        next: "Look at the import under Activity.",
      },
    );
  await record.complete();
  return { removed, notes: await removeMade(parts, on) };
}

/** Last made first, so that a project is empty before its customer is looked at. */
async function removeMade(parts: readonly Part[], on: UndoOn): Promise<string[]> {
  const { records } = on.service;
  const made = parts.filter((part) => part.operation === "create" && !isEntry(part)).reverse();
  const left: string[] = [];
  for (const part of made) {
    const isGone = await recordingInto(on.record, async () => {
      const step = records ? await recordStep(part, records, on) : null;
      if (!step) return false;
      const differences = await step.check();
      if (differences.length === 0) await step.send();
      return differences.length === 0 || differences.includes("gone");
    }).catch(() => false);
    if (!isGone) left.push(String((part.after as { name?: string } | null)?.name ?? part.subject));
  }
  return left;
}
