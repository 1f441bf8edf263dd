import { weekdayOf } from "../../../lib/format";
import { type Drafts, entryKey } from "../../../lib/use-drafts";
import { piecesOf, snapRow, type WeekRows } from "../../../lib/week-rows";
import type { Day, Line } from "../analysis";
import type { Shown } from "./block";
import { spanOf } from "./spans";
import type { Place } from "./use-drag";
import type { Moved } from "./use-moves";

interface Parts {
  days: readonly Day[];
  rows: WeekRows;
  now: number;
  shows: (line: Line) => boolean;
  moved: Moved | null;
  drafts: Drafts;
  /** Key of the piece whose form is open. */
  open: string | null;
}

/** The blocks of a week in the order in which keys walk through them. */
export function shownBlocks({ days, rows, now, shows, moved, drafts, open }: Parts): Shown[] {
  const shown = days.flatMap(({ lines }) =>
    lines.flatMap((line): Shown[] => {
      if (line.kind === "gap" || !shows(line)) return [];
      const { entry, seconds, overlap } = line;
      const move = moved?.id === entry.id ? moved : null;
      const span = move?.span ?? spanOf(entry, now);
      return piecesOf(rows, span).map((piece, index) => {
        const key = `${entry.id}/${index}`;
        const hasDraft = drafts.has(entryKey(entry.id));
        return {
          key,
          entry,
          span,
          piece,
          seconds,
          overlap,
          isMoving: move !== null,
          isSelected: open === key,
          hasDraft,
        };
      });
    }),
  );
  return shown.sort((a, b) => a.piece.day.localeCompare(b.piece.day) || a.piece.from - b.piece.from);
}

/** Tracks of the days: a weekend is narrow until something stands in it. */
export function columnsOf(days: readonly Day[], isUsed: (day: string) => boolean): string {
  const isWide = (day: string) => weekdayOf(day) < 5 || isUsed(day);
  return days.map(({ day }) => (isWide(day) ? "minmax(0, 1fr)" : "66px")).join(" ");
}

export interface Cursor {
  day: string;
  /** Rows. */
  from: number;
  to: number;
}

/** Where a new entry would be made by keys: where it was put, within the week that is shown. */
export function cursorOf(rows: WeekRows, placed: Place & { length: number }, today: string, step: number): Cursor {
  const day = [placed.day, today].find((one) => rows.days.includes(one)) ?? rows.days[0] ?? today;
  const from = snapRow(rows, day, Math.min(placed.row, rows.length - step), step);
  const length = Math.max(step, Math.ceil(placed.length / step) * step);
  return { day, from, to: Math.min(rows.length, from + length) };
}
