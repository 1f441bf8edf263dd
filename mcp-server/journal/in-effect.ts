import type { Change, Part } from "./change";
import type { Store } from "./store";

/** The undo that holds of a change; null: it stands. An undo that was undone itself does not hold. */
export const undoneBy = (store: Store, { id }: Pick<Change, "id">): Change | null =>
  store.undosOf(id).find((undo) => undo.complete && isInEffect(store, undo)) ?? null;

export const isInEffect = (store: Store, change: Pick<Change, "id">): boolean => undoneBy(store, change) === null;

/**
 * Who wrote a record last after a change; null: nobody that the journal knows of. An undo that holds and what it took back
 * are as if neither had been.
 */
export function latestOn(store: Store, change: Change, { subject, subjectId, of }: Part): Change | null {
  if (subjectId === null) return null;
  const { account } = change;
  const current = store.currentId(account, { subject, id: subjectId, of });
  const later = [subjectId, current].flatMap((id) => store.laterOn(account, { subject, id, of }, change.id));
  const counts = (one: Change) => isInEffect(store, one) && !(one.undoes !== undefined && one.complete);
  return later.sort((a, b) => b.id - a.id).find(counts) ?? null;
}
