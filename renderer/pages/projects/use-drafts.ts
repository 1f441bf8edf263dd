import { useSyncExternalStore } from "react";
import type { Draft } from "./model";

/** What was typed and not saved, by account and project: another project or page is looked at, and it is still there. */
let kept: Readonly<Record<string, Draft>> = {};
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The drafts of one account by id of the project; of a new one by an empty id. */
export function useDrafts(accountId: string) {
  const all = useSyncExternalStore(subscribe, () => kept);
  const keyOf = (id: string) => `${accountId}/${id}`;
  return {
    of: (id: string): Draft | null => all[keyOf(id)] ?? null,
    put(id: string, draft: Draft | null): void {
      const { [keyOf(id)]: _old, ...others } = kept;
      kept = draft ? { ...others, [keyOf(id)]: draft } : others;
      for (const listener of listeners) listener();
    },
  };
}
