import { useRef, useState } from "react";

/** Rows that are chosen to be changed together. */
export interface Selection {
  /** Those of the shown rows that are chosen, from top to bottom. */
  chosen: readonly string[];
  has(id: string): boolean;
  /** @param isRange chooses all from the row that was toggled last up to this one */
  toggle(id: string, isRange?: boolean): void;
  add(ids: readonly string[]): void;
  all(): void;
  clear(): void;
}

/** As many as one change can hold. */
const mostChosen = 500;

/** @param shown ids of the rows from top to bottom; what is not among them is not chosen */
export function useSelection(shown: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const chosen = shown.filter((id) => ids.has(id));
  const has = (id: string) => ids.has(id);
  const put = (wanted: readonly string[]) => setIds(new Set(wanted.slice(0, mostChosen)));
  const add = (more: readonly string[]) => put([...new Set([...chosen, ...more])]);
  return {
    chosen,
    has,
    add,
    toggle(id, isRange = false) {
      const [from, to] = [last.current === null ? -1 : shown.indexOf(last.current), shown.indexOf(id)].sort(
        (a, b) => a - b,
      ) as [number, number];
      last.current = id;
      if (isRange && from >= 0) add(shown.slice(from, to + 1));
      else if (ids.has(id)) put(chosen.filter((one) => one !== id));
      else add([id]);
    },
    all: () => put(shown),
    clear() {
      last.current = null;
      setIds(new Set());
    },
  };
}
