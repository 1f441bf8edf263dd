import { useEffect, useMemo, useState } from "react";
import type { DraftRef, KeptDraft } from "#main/ipc/contract/entries/drafts";
import { bridge } from "./bridge";
import { mainNow } from "./store";

export type DraftFields = KeptDraft["fields"];

/** The draft of one form. */
export interface DraftSlot {
  ref: DraftRef;
  kept: Pick<KeptDraft, "fields" | "at"> | null;
  keep(fields: DraftFields): void;
  /** Saved or given up. */
  drop(): void;
}

export interface Drafts {
  has(key: string): boolean;
  of(key: string): DraftSlot;
}

export const newKey = "new";
export const entryKey = (id: string) => `entry/${id}`;
export const copyKey = (id: string) => `copy/${id}`;

type Kept = Map<string, Pick<KeptDraft, "fields" | "at">>;

/** Main keeps each change at once: this window may be gone with the next moment. */
const slotsOf = (account: string, drafts: Kept): Drafts => ({
  has: (key) => drafts.has(key),
  of: (key) => ({
    ref: { account, key },
    kept: drafts.get(key) ?? null,
    keep(fields) {
      drafts.set(key, { fields, at: new Date(mainNow()).toISOString() });
      void bridge.invoke("drafts:keep", { account, key, fields });
    },
    drop() {
      if (drafts.delete(key)) void bridge.invoke("drafts:drop", { account, key });
    },
  }),
});

/** @returns what was typed into forms of the account and neither saved nor given up; null until main has told */
export function useDrafts(account: string | null): Drafts | null {
  const [read, setRead] = useState<{ account: string; drafts: Kept } | null>(null);
  useEffect(() => {
    if (account === null) return;
    let isWanted = true;
    void bridge.invoke("drafts:list", { account }).then((answer) => {
      const drafts = answer.ok ? answer.value : [];
      if (isWanted) setRead({ account, drafts: new Map(drafts.map((draft) => [draft.key, draft])) });
    });
    return () => {
      isWanted = false;
    };
  }, [account]);
  return useMemo(() => (read && read.account === account ? slotsOf(read.account, read.drafts) : null), [read, account]);
}
