import type { AccountFacts } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { Service } from "../../domain/ports";
import type { UndoReason } from "../../domain/results/activity";
import type { MessageText } from "../../messages/catalog";
import { type CallRecord, recordingInto } from "../call-record";
import type { Change, Part } from "../change";
import { errorWords } from "../error-words";
import { isInEffect, latestOn } from "../in-effect";
import type { JournalStore } from "../journal-store";
import { cannotUndo } from "./cannot";
import { planUndo } from "./plan";
import type { Difference } from "./same";
import type { Step, UndoOn } from "./step";

/** Something that is not as the change left it, and who changed it since, as far as the journal knows. */
interface ChangedSince {
  part: Part;
  differences: Difference[];
  by: Change | null;
}

export type UndoOutcome =
  | { kind: "done"; notes: MessageText[] }
  | { kind: "cannot"; reason: UndoReason }
  | { kind: "changed"; changed: ChangedSince[] };

export interface UndoDeps {
  store: JournalStore;
  service: Service;
  facts: AccountFacts;
  /** Of the undo itself, which is a change like others. */
  record: CallRecord;
  signal: AbortSignal;
}

/**
 * Takes a change back, all of it or nothing: first each of its records is read and compared with how the change left it,
 * then each is written, read back and compared with how it was.
 * @throws ServiceError of the service; what was taken back before it is put in place again, or `saved` and the message say
 * that it could not
 */
export async function undoChange(id: number, deps: UndoDeps): Promise<UndoOutcome> {
  const { store, record } = deps;
  const change = await store.change(id);
  if (!change) return { kind: "cannot", reason: "gone" };
  if (!(await isInEffect(store, change))) return { kind: "cannot", reason: "undone" };
  const parts = await store.parts(id);
  const reason = cannotUndo(change, parts);
  if (reason) return { kind: "cannot", reason };
  const on = await undoOn(change, parts, deps);
  const steps = await planUndo(parts, on);
  if (typeof steps === "string") return { kind: "cannot", reason: steps };
  const changed = await lookAt(steps, change, store);
  if (changed.length > 0) return { kind: "changed", changed };
  return recordingInto(record, async () => {
    const notes = await sendAll(steps, on, deps);
    await record.complete();
    return { kind: "done", notes: [...new Set(notes)] };
  });
}

async function undoOn(change: Change, parts: readonly Part[], { store, ...deps }: UndoDeps): Promise<UndoOn> {
  const currentId = async ({ subject, subjectId, of }: Part) =>
    store.currentId(change.account, { subject, id: subjectId ?? "", of });
  const lastWrite = async (part: Part) =>
    store.lastWrite(change.account, { subject: part.subject, id: await currentId(part), of: part.of });
  const ends = ({ operation, subject }: Part) =>
    subject === "entry" && (operation === "start" || operation === "reopen");
  return { ...deps, currentId, lastWrite, leaving: new Set(await Promise.all(parts.filter(ends).map(currentId))) };
}

async function lookAt(steps: readonly Step[], change: Change, store: JournalStore): Promise<ChangedSince[]> {
  const changed: ChangedSince[] = [];
  for (const { part, check } of steps) {
    const differences = await check();
    if (differences.length === 0) continue;
    changed.push({ part, differences: [...new Set(differences)], by: await latestOn(store, change, part) });
  }
  return changed;
}

async function sendAll(steps: readonly Step[], on: UndoOn, deps: UndoDeps): Promise<MessageText[]> {
  const notes: MessageText[] = [];
  for (const step of steps)
    try {
      notes.push(...(await step.send()));
    } catch (error) {
      throw await putBack(error, on, deps);
    }
  return notes;
}

/** Takes back what this undo has written so far. @returns the error of the whole, which says what is left */
async function putBack(error: unknown, on: UndoOn, { store, record }: UndoDeps): Promise<unknown> {
  const written = record.change === null ? [] : await store.parts(record.change);
  const open = written.filter(({ state }) => state === "unknown" || state === "meant").length;
  const done = written.filter(({ state }) => state === "done");
  const kind = error instanceof ServiceError ? error.kind : "unavailable";
  const because = errorWords(error);
  if (done.length === 0 && open === 0) return error;
  let left = done.length;
  try {
    const steps = await planUndo(done, on);
    if (typeof steps !== "string")
      for (const step of steps) {
        await step.send();
        left -= 1;
      }
  } catch {
    // What is left is told below.
  }
  if (left === 0 && open === 0)
    return new ServiceError(kind, `${because} What was taken back before that is as it was again.`, { cause: error });
  return new ServiceError(kind, `${because} A part of it was taken back (${left + open} of ${written.length}).`, {
    saved: open > 0 ? "unknown" : "yes",
    next: "Look at these records, and correct what is not right.",
    cause: error,
  });
}
