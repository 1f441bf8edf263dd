import { type RefObject, useLayoutEffect, useRef } from "react";
import { piecesOf, type WeekRows } from "../../../lib/week-rows";
import type { Shown } from "./block";
import type { OwnView } from "./own/use-own-calendar";

/** Rows above what a week opens at. */
const margin = 10;
/** Where nothing stands in the week. */
const morning = 480;

interface Parts {
  box: RefObject<HTMLElement | null>;
  rows: WeekRows;
  /** Pixels of a row. */
  scale: number;
  /** Entries of the week; null: they have not been read. */
  shown: readonly Shown[] | null;
  /** The own calendar's; null: off, or not read yet. */
  own: OwnView | null;
}

/** A week opens at the first of its entries and events; events that come later move it only where nobody scrolled since. */
export function useOpening({ box, rows, scale, shown, own }: Parts): void {
  const opened = useRef({ week: "", hasEvents: false, top: 0 });
  useLayoutEffect(() => {
    const scroller = box.current;
    if (!scroller || !shown) return;
    const week = `${rows.days[0]}/${rows.zone}`;
    const before = opened.current;
    if (before.week === week && (before.hasEvents || !own || scroller.scrollTop !== before.top)) return;
    const events = (own?.timed ?? []).flatMap(({ begin, end }) =>
      piecesOf(rows, { from: Date.parse(begin), to: Date.parse(end) }),
    );
    const earliest = Math.min(...[...shown.map(({ piece }) => piece), ...events].map(({ from }) => from));
    scroller.scrollTop = ((Number.isFinite(earliest) ? earliest : morning) - margin) * scale;
    // As the browser keeps it: rounded, and within the hours of a day.
    opened.current = { week, hasEvents: own !== null, top: scroller.scrollTop };
  });
}
