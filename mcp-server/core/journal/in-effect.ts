import type { Change, Part } from "./change";
import type { JournalStore } from "./journal-store";

/** The undo that holds of a change; null: it stands. An undo that was undone itself does not hold. */
export async function undoneBy(store: JournalStore, { id }: Pick<Change, "id">): Promise<Change | null> {
  for (const undo of await store.undosOf(id)) if (undo.complete && (await isInEffect(store, undo))) return undo;
  return null;
}

export const isInEffect = async (store: JournalStore, change: Pick<Change, "id">): Promise<boolean> =>
  (await undoneBy(store, change)) === null;

/**
 * Who wrote a record last after a change; null: nobody that the journal knows of. An undo that holds and what it took back
 * are as if neither had been.
 */
export async function latestOn(
  store: JournalStore,
  change: Change,
  { subject, subjectId, of }: Part,
): Promise<Change | null> {
  if (subjectId === null) return null;
  const { account } = change;
  const current = await store.currentId(account, { subject, id: subjectId, of });
  const later: Change[] = [];
  for (const id of new Set([subjectId, current]))
    later.push(...(await store.laterOn(account, { subject, id, of }, change.id)));
  for (const one of later.sort((a, b) => b.id - a.id))
    if (!(one.undoes !== undefined && one.complete) && (await isInEffect(store, one))) return one;
  return null;
}
