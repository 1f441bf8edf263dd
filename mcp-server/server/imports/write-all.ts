import type { AccessPolicy } from "#core/access/access-policy";
import type { Entry } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { ImportDone } from "#core/domain/results/imports";
import { errorWords } from "#core/journal/error-words";
import { cleanMessage } from "../tools/lib/errors";
import { dropPending, type PendingFile, type PendingRow } from "./pending-file";
import { asOneChange, type ImportSession } from "./session";
import { takeBack } from "./take-back";
import { writeRows } from "./write-rows";

export interface Run {
  policy: AccessPolicy;
  /** Ends it, by the person's word or because nobody is there any more. */
  signal: AbortSignal;
  /** Whether it was the person's word. */
  isCancelled(): boolean;
  progress(done: number, all: number): void;
}

/** This process writes an import. */
let running = false;
export const isRunning = () => running;

export const undoOf = (session: ImportSession, undoes: number) => session.recordOf({ tool: "undo", undoes });

/**
 * Writes rows of an import: all, or none.
 * @param known the change of the journal that has the rows before these; null: there are none
 * @throws InputError, ServiceError of the row that failed, or of taking back, which says what is left
 */
export async function writeAll(
  pending: PendingFile,
  rows: readonly PendingRow[],
  known: number | null,
  session: ImportSession,
  { policy, signal, isCancelled, progress }: Run,
): Promise<ImportDone> {
  const { home } = policy.options;
  const before = pending.rows.length - rows.length;
  const made: Entry[] = [];
  const wrote = (entry: Entry) => {
    made.push(entry);
    progress(before + made.length, pending.rows.length);
  };
  running = true;
  try {
    return await asOneChange(session, known, async (record) => {
      try {
        const notes = await writeRows(rows, { ...session, signal, wrote });
        const entries = record.change === null ? made : await entriesOf(record.change, policy);
        dropPending(home);
        const seconds = entries.reduce((all, entry) => all + (entry.seconds ?? 0), 0);
        const shortNotes = notes.slice(0, 20).map((note) => cleanMessage(note, 300));
        return { change: record.change, rows: pending.rows.length, seconds, notes: shortNotes };
      } catch (error) {
        // The app is gone: this process ends at any moment, and the next one asks the person how to go on.
        if (signal.aborted && !isCancelled()) throw error;
        throw await taken(error, { change: record.change, made, session, policy, isCancelled: isCancelled() });
      }
    });
  } finally {
    running = false;
  }
}

async function entriesOf(change: number, { journal }: AccessPolicy): Promise<Entry[]> {
  const parts = await (await journal.store()).parts(change);
  return parts.flatMap(({ subject, state, after }) =>
    subject === "entry" && state === "done" ? [after as Entry] : [],
  );
}

interface Begun {
  change: number | null;
  made: readonly Entry[];
  session: ImportSession;
  policy: AccessPolicy;
  isCancelled: boolean;
}

/** After a failure or a cancel: takes back what was written. @returns the error of the whole, which says what is left */
async function taken(error: unknown, begun: Begun): Promise<unknown> {
  const { change, policy, isCancelled } = begun;
  try {
    await removeAll(begun);
    dropPending(policy.options.home);
  } catch (left) {
    const message = `${errorWords(error)} What was written before that could not be taken back: ${errorWords(left)}`;
    const next = "Open the import again: go on, or take it back, once that works.";
    return new ServiceError("conflict", message, { saved: "yes", next, cause: left });
  }
  const gone = change === null ? "" : " What was written before that is taken back.";
  if (isCancelled) return new InputError("cancelled", `The import was cancelled.${gone}`);
  if (error instanceof ServiceError)
    return new ServiceError(error.kind, `${error.message}${gone}`, { next: error.next, cause: error });
  return error instanceof InputError
    ? new InputError(error.code, `${error.message}${gone}`, { next: error.next })
    : error;
}

async function removeAll({ change, made, session, policy }: Begun): Promise<void> {
  // Whatever ended the import must not end this.
  const { signal } = new AbortController();
  const store = await policy.journal.store();
  const known = new Set((change === null ? [] : await store.parts(change)).map(({ subjectId }) => subjectId));
  if (change !== null) await takeBack({ ...session, store, change }, undoOf(session, change), signal);
  // Of what the journal could not take any more only this process knows.
  for (const { id } of made.filter((entry) => !known.has(entry.id))) await session.service.time.remove(id);
}
