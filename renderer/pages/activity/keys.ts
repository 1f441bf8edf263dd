import type { KeyboardEvent } from "react";

interface Actions {
  toggle(id: number, on: boolean): void;
  undo(id: number): void;
}

/** ↑ ↓ from row to row, → ← open and close, U undoes. */
export function keyAction(event: KeyboardEvent<HTMLElement>, { toggle, undo }: Actions): void {
  const here = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
  const id = Number(here?.dataset.row);
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step !== 0) rows[rows.indexOf(here) + step]?.focus();
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") toggle(id, event.key === "ArrowRight");
  else if (event.key.toLowerCase() === "u") undo(id);
  else return;
  event.preventDefault();
}
