import type { z } from "zod";
import type { AccessPolicy } from "#core/access/access-policy";
import { InputError } from "#core/domain/errors";
import { type ImportDone, type ImportPending, type importRunRequest, mostImported } from "#core/domain/results/imports";
import { cleanText } from "#core/domain/text";
import { isOpen, type PlannedRow } from "#core/imports/classify";
import { importError } from "#core/imports/import-error";
import type { JournalStore } from "#core/journal/journal-store";
import type { MessageText } from "#core/messages/catalog";
import { instantOf } from "#core/time/civil";
import { loadFile } from "./load-file";
import { dropPending, keepPending, type PendingFile, type PendingRow, readPending } from "./pending-file";
import { existingAround, makePlan } from "./plan";
import { isWritten, shareOf } from "./preview-view";
import { type ImportSession, inAccount, writingIn } from "./session";
import { changeOf, countUnseen, rowKey, settleUnknown, takeBack, writtenRows } from "./take-back";
import { isRunning, type Run, undoOf, writeAll } from "./write-all";

/**
 * Imports a file as it was previewed: all of it, or nothing. What was written before a failure or a cancel is taken back.
 * @throws InputError, ServiceError of the row that failed, or of taking back, which says what is left
 */
export function runImport(asked: z.output<typeof importRunRequest>, run: Run): Promise<ImportDone> {
  const { policy, signal } = run;
  return writingIn(policy, asked.account, signal, async (session) => {
    const now = (policy.options.now ?? Date.now)();
    if (readPending(policy.options.home))
      throw new InputError("conflict", "Another import has not come to its end yet.");
    const file = await loadFile(asked.path);
    if (file.sha256 !== asked.sha256) throw importError("changed");
    const { rows, work } = await makePlan(file, session.account, asked.choices, now, signal);
    const written = rows.filter(isWritten);
    demandAgreed(written, asked.expected);
    if (file.order.kind === "ambiguous" && asked.choices.order === undefined)
      throw new InputError("argument", "It is not said whether the day or the month comes first.");
    if (written.some((row) => isOpen(row, work)))
      throw new InputError("argument", "Not every row has something to be booked on.");
    const pending: PendingFile = {
      version: 1,
      account: asked.account,
      name: cleanText(asked.name, 200),
      at: now,
      rows: written.toSorted((a, b) => ((a.begin ?? "") < (b.begin ?? "") ? -1 : 1)).map(pendingRow),
    };
    await demandJournal(await policy.journal.store());
    keepPending(policy.options.home, pending);
    return writeAll(pending, pending.rows, null, session, run);
  });
}

/** What was shown and agreed to is what is written. @throws InputError `conflict` */
function demandAgreed(rows: readonly PlannedRow[], expected: { rows: number; seconds: number }): void {
  const share = shareOf(rows);
  if (share.rows === 0) throw importError("no_rows");
  if (share.rows > mostImported)
    throw new InputError("argument", `At most ${mostImported} entries can be imported at once.`);
  if (share.rows !== expected.rows || share.seconds !== expected.seconds)
    throw new InputError(
      "conflict",
      "The account has changed since the preview, so another number of rows would be imported.",
      {
        next: "Look at the preview again.",
      },
    );
}

/** By it an import is taken back. @throws InputError `activity_unwritable` */
async function demandJournal(store: JournalStore): Promise<void> {
  try {
    // Changes nothing: no change has this id.
    await store.setZone(0, "");
  } catch {
    throw new InputError(
      "activity_unwritable",
      "Punchcard's activity cannot be written to just now, so nothing is imported.",
      {
        next: "Try again in a moment; if it stays, look whether the disk is full.",
      },
    );
  }
}

const pendingRow = ({
  line,
  begin,
  end,
  booked,
  text,
  kept,
  billable,
  exported,
  breakSeconds,
}: PlannedRow): PendingRow => ({
  line,
  begin: begin ?? "",
  end: end ?? "",
  booked,
  text,
  tags: kept,
  billable,
  exported,
  breakSeconds,
});

/** Goes on with what a crash left. @throws as `runImport` */
export function goOn(run: Run): Promise<ImportDone> {
  const { policy, signal } = run;
  return writingIn(policy, demandPending(policy).account, signal, async (session) => {
    // Another process may have brought it to its end while this one waited.
    const pending = demandPending(policy);
    const { store, change } = await stateOf(pending, policy);
    if (change !== null) await settleUnknown({ ...session, store, change }, signal);
    const keys = await keysThere(pending, change === null ? null : await writtenRows(store, change), session, signal);
    const left = withoutDone(pending.rows, keys);
    return writeAll(pending, left, change, session, run);
  });
}

/** What of the rows is in the account. @param written null: the journal was cleared meanwhile, so what is there just so is it */
async function keysThere(
  { rows }: PendingFile,
  written: ReadonlyMap<string, string> | null,
  { service }: ImportSession,
  signal: AbortSignal,
): Promise<string[]> {
  const entries = await existingAround(rows, service, signal);
  if (written) return entries.flatMap(({ id }) => written.get(id) ?? []);
  return entries.flatMap(({ begin, end, text }) => (end === null ? [] : [rowKey({ begin, end, text })]));
}

/** Each key stands for one row. */
function withoutDone(rows: readonly PendingRow[], keys: readonly string[]): PendingRow[] {
  const done = new Map<string, number>();
  for (const key of keys) done.set(key, (done.get(key) ?? 0) + 1);
  return rows.filter((row) => {
    const count = done.get(rowKey(row)) ?? 0;
    done.set(rowKey(row), count - 1);
    return count <= 0;
  });
}

/** Removes what a crash left. @returns how many entries that were, and names of what was made and is still used */
export function takeBackPending({ policy, signal }: Run): Promise<{ removed: number; notes: MessageText[] }> {
  return writingIn(policy, demandPending(policy).account, signal, async (session) => {
    // Another process may have brought it to its end while this one waited.
    const pending = demandPending(policy);
    const { store, change } = await stateOf(pending, policy);
    if (change === null) await demandNoneThere(pending, session, signal);
    const undone =
      change === null
        ? { removed: 0, notes: [] }
        : await takeBack({ ...session, store, change }, undoOf(session, change), signal);
    dropPending(policy.options.home);
    return undone;
  });
}

/**
 * Without its change in the journal, which was cleared or damaged, an entry that looks like a row may be the person's own.
 * @throws InputError `import_forgotten`
 */
async function demandNoneThere(pending: PendingFile, session: ImportSession, signal: AbortSignal): Promise<void> {
  const keys = await keysThere(pending, null, session, signal);
  const count = pending.rows.length - withoutDone(pending.rows, keys).length;
  if (count === 0) return;
  throw new InputError(
    "import_forgotten",
    `Activity does not know this import any more, so it cannot be told whether ${count} of its rows were imported or there before.`,
    { next: "Go on with the import, or delete them under Entries." },
  );
}

/** Where the account does not answer, rows whose write ended unseen are not counted. */
export async function pendingImport(policy: AccessPolicy, signal: AbortSignal): Promise<ImportPending> {
  const pending = readPending(policy.options.home);
  if (!pending) return { pending: null };
  const { account, name, at, rows } = pending;
  const { store, change } = await stateOf(pending, policy);
  const unseen = (change: number) =>
    inAccount(policy, account, signal, ({ service }) => countUnseen({ store, service, change }, signal)).catch(() => 0);
  const written = change === null ? 0 : (await writtenRows(store, change)).size + (await unseen(change));
  return { pending: { account, name, at: instantOf(at), running: isRunning(), written, all: rows.length } };
}

/** Whose import is open; undefined: none is. */
export const pendingAccount = ({ options }: AccessPolicy): string | undefined => readPending(options.home)?.account;

function demandPending(policy: AccessPolicy): PendingFile {
  const pending = readPending(policy.options.home);
  if (!pending) throw new InputError("not_found", "No import is open any more.");
  return pending;
}

async function stateOf({ account, at }: PendingFile, { journal }: AccessPolicy) {
  const store = await journal.store();
  return { store, change: (await changeOf(store, account, at))?.id ?? null };
}
