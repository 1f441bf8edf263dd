import { draftOf } from "#core/domain/drafts";
import type { AccountFacts, Entry, Instant } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { EntryPatch } from "#core/domain/ports";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import type { ToolCall } from "../lib/define";

interface Made {
  entry: Entry;
  notes: MessageText[];
}

const known = (id: string) => `#${cleanText(id, 100)}`;

/** Only an entry that has ended can be copied or cut. @throws InputError `argument` */
export function demandEnded(entry: Entry, what: string): Instant {
  if (entry.end !== null) return entry.end;
  throw new InputError("argument", `${known(entry.id)} still runs: it cannot be ${what}.`, {
    next: "End it first (clock_out); clock_in with `again` starts the same work anew.",
  });
}

const without = (entry: Entry, made: Entry): string[] => [
  ...(entry.meta && !made.meta ? ["The copy has no custom fields: this account cannot set them."] : []),
  ...(entry.breakSeconds > 0 && made.breakSeconds === 0 ? ["The copy has no break."] : []),
  ...(entry.billable !== undefined && made.billable !== undefined && made.billable !== entry.billable
    ? [`The copy is ${made.billable ? "" : "not "}billable: the service decided so.`]
    : []),
];

/** Creates an entry with the values of `before` and `patch`, in one request. */
async function createLike(before: Entry, patch: EntryPatch, facts: AccountFacts, call: ToolCall): Promise<Made> {
  const { exported: _exported, ...own } = draftOf(before, facts);
  const made = await call.service.time.create({ ...own, ...patch }, { signal: call.signal });
  const expected: Entry = { ...before, ...(patch.billable !== undefined && { billable: patch.billable }) };
  return { entry: made.entry, notes: [...made.notes, ...without(expected, made.entry)] };
}

/**
 * A new entry like `before` with `patch`; `before` stays. The service's own copy keeps more (rates), but stands beside
 * the first for a moment, so it is used only where entries may overlap.
 * @throws ServiceError: nothing is left of a copy that could not be changed, or the error says that it is
 */
export async function copyEntry(before: Entry, patch: EntryPatch, facts: AccountFacts, call: ToolCall): Promise<Made> {
  const { time } = call.service;
  const options = { signal: call.signal };
  const besideIt = facts.booking.allowsOverlap || before.amount !== undefined;
  if (!time.copy || !besideIt) return createLike(before, patch, facts, call);
  const copied = await time.copy(before.id, options);
  if (Object.keys(patch).length === 0) return copied;
  try {
    const changed = await time.update(copied.entry.id, patch, options);
    return { entry: changed.entry, notes: [...copied.notes, ...changed.notes] };
  } catch (error) {
    if (isUnknown(error))
      throw stillThere(error, `the copy ${known(copied.entry.id)} is made, and whether it was changed is not known`);
    throw await undone(error, `the copy ${known(copied.entry.id)}`, () => time.remove(copied.entry.id));
  }
}

/**
 * Cuts an entry in two at a moment inside it: all or nothing. The entry is shortened first and its later part created in
 * one request, so that a program that is killed in between never leaves the same time twice.
 * @param patch what the later part has otherwise
 * @returns the earlier and the later part
 */
export async function splitEntry(
  before: Entry,
  at: Instant,
  patch: EntryPatch,
  facts: AccountFacts,
  call: ToolCall,
): Promise<{ entries: Entry[]; notes: MessageText[] }> {
  const { time } = call.service;
  const options = { signal: call.signal };
  const shorten = async (): Promise<Made> => {
    try {
      return await time.update(before.id, { end: at }, options);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.saved === "no") throw error;
      const now = await time.get(before.id).catch(() => null);
      if (now?.end !== at) throw error;
      return { entry: now, notes: [] };
    }
  };
  const parts = (first: Made, second: Made) => ({
    entries: [first.entry, second.entry],
    notes: [...first.notes, ...second.notes],
  });
  const first = await shorten();
  try {
    return parts(first, await createLike(before, { ...patch, begin: at }, facts, call));
  } catch (error) {
    if (isUnknown(error))
      throw stillThere(error, `${known(before.id)} was cut, and whether its later part was made is not known`);
    throw await undone(error, `the cut of ${known(before.id)}`, () =>
      time.update(before.id, { end: before.end ?? at }),
    );
  }
}

const stillThere = (error: unknown, what: string) =>
  new ServiceError(
    error instanceof ServiceError ? error.kind : "unavailable",
    `${error instanceof Error ? error.message : "It failed."} Now ${what}.`,
    { saved: "yes", next: "Look with list_time, then correct it with update_time or delete_time.", cause: error },
  );

const isUnknown = (error: unknown) => error instanceof ServiceError && error.saved !== "no";

/** Takes back what was done before `error`. @returns the error of the whole, which says what is left */
async function undone(error: unknown, what: string, undo: () => Promise<unknown>): Promise<unknown> {
  // Without the signal of the call: one that was cancelled has to be tidied up, too.
  try {
    await undo();
    return error;
  } catch {
    return stillThere(error, `${what} is there and could not be taken back`);
  }
}
