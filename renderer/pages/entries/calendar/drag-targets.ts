import { momentAt, piecesOf, snapRow, type WeekRows } from "../../../lib/week-rows";
import { movedTo, type Span, stretchedTo } from "./spans";
import type { Drag } from "./use-drag";

/** The new entry that a drag over empty time makes, at least a step long. */
export function drawnSpan(rows: WeekRows, { origin, at, isFine }: Drag, step: number): Span {
  const fine = isFine ? 1 : step;
  const [first, last] = origin.row < at.row ? [origin.row, at.row] : [at.row, origin.row];
  const from = snapRow(rows, origin.day, first, fine);
  const end = Math.max(snapRow(rows, origin.day, last, fine), Math.min(rows.length, from + fine));
  return { from: momentAt(rows, origin.day, from), to: momentAt(rows, origin.day, end) };
}

/** Where an entry lies while it, or an edge of it, is dragged; null: it begins outside of the week. */
export function draggedSpan(rows: WeekRows, span: Span, { kind, origin, at, isFine }: Drag, step: number): Span | null {
  const fine = isFine ? 1 : step;
  if (kind === "from" || kind === "to") return stretchedTo(rows, span, kind, at, fine);
  const begin = piecesOf(rows, span)[0];
  if (!begin) return null;
  const days = rows.days.indexOf(at.day) - rows.days.indexOf(origin.day);
  const day = rows.days[rows.days.indexOf(begin.day) + days] ?? at.day;
  return movedTo(rows, span, day, begin.from + at.row - origin.row, fine);
}
