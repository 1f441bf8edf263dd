import { useReducer } from "react";
import { useActiveAccount } from "../../lib/store";
import { type DraftFields, entryKey, useDrafts } from "../../lib/use-drafts";

/** What was typed about the running entry and not saved; the form of the same entry in the main window shows it, too. */
export interface RunningDraft {
  fields: DraftFields;
  /** When it was typed last; null: there is none. */
  at: string | null;
  put(part: DraftFields): void;
  /** These parts are saved or given up. */
  forget(...parts: (keyof DraftFields)[]): void;
}

export function useRunningDraft(entryId: string): RunningDraft {
  const account = useActiveAccount();
  const slot = useDrafts(account?.id ?? null)?.of(entryKey(entryId));
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const fields = slot?.kept?.fields ?? {};
  return {
    fields,
    at: slot?.kept?.at ?? null,
    put: (part) => slot?.keep({ ...slot.kept?.fields, ...part }),
    forget(...parts) {
      const left = Object.entries(slot?.kept?.fields ?? {}).filter(([name]) => !parts.some((part) => part === name));
      if (left.length > 0) slot?.keep(Object.fromEntries(left));
      else slot?.drop();
      redraw();
    },
  };
}
