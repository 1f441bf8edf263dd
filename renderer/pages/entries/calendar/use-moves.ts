import { useRef, useState } from "react";
import type { MessageText } from "#core/messages/catalog";
import { useCall } from "../../../lib/call";
import type { Entry } from "../analysis";
import { moveOf, type Span } from "./spans";

export interface Moved {
  id: string;
  span: Span;
  /** It was sent, and is shown so until the entries have been read again. */
  sent: boolean;
}

/**
 * An entry that is being moved: shown where it would be, sent once it is let go.
 * @param onChanged reads the entries again
 */
export function useMoves(
  entries: readonly Entry[],
  now: number,
  zone: string,
  onChanged: (notes: MessageText[]) => Promise<void>,
) {
  const update = useCall("entries:update");
  const [moved, setMoved] = useState<Moved | null>(null);
  // Keys and pointers come faster than renders.
  const latest = useRef<Moved | null>(null);
  const put = (next: Moved | null) => {
    latest.current = next;
    setMoved(next);
  };

  return {
    moved,
    failure: update.failure,
    /** Where the entry would be now. */
    spanAt: (id: string) => (latest.current?.id === id ? latest.current.span : null),
    show: (id: string, span: Span) => {
      if (latest.current?.sent) return;
      update.forget();
      put({ id, span, sent: false });
    },
    revert: () => {
      if (!latest.current?.sent) put(null);
    },
    commit: async () => {
      const move = latest.current;
      if (!move || move.sent) return;
      const entry = entries.find(({ id }) => id === move.id);
      const request = entry && moveOf(entry, move.span, now, zone);
      if (!request) return put(null);
      put({ ...move, sent: true });
      const answer = await update.run(request);
      if (answer?.ok) await onChanged(answer.value.notes);
      put(null);
    },
  };
}
