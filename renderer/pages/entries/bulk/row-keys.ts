import type { KeyboardEvent } from "react";
import type { Selection } from "./use-selection";

/**
 * Keys of the list: ↑ and ↓ go from row to row over the days, with Shift they choose on their way; Space chooses a row,
 * Ctrl+A all, Esc none. Before the row's own button sees them, which takes Space for a press.
 */
export function rowKeys(event: KeyboardEvent<HTMLElement>, selection: Selection): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.indexOf(event.target as HTMLElement);
  const id = rows[here]?.dataset.row;
  if (id === undefined) return;
  const { key, shiftKey, ctrlKey, metaKey } = event;
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const next = step === 0 ? undefined : rows[here + step];
  if (next) {
    if (shiftKey) selection.add([id, next.dataset.row ?? id]);
    next.focus();
  } else if (key === " ") selection.toggle(id, shiftKey);
  else if ((ctrlKey || metaKey) && key.toLowerCase() === "a") selection.all();
  else if (key === "Escape" && selection.chosen.length > 0) selection.clear();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
