import { type CSSProperties, type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { clockOf, longDay, weekdayOf } from "../../../lib/format";
import { inLanes } from "../../../lib/lanes";
import { useApp } from "../../../lib/store";
import { blankRows, hourRows, piecesOf, rowOf, type WeekRows } from "../../../lib/week-rows";
import type { Day } from "../analysis";
import { Block, type Shown } from "./block";
import type { Cursor } from "./shown";
import type { Span } from "./spans";
import type { useDrag } from "./use-drag";

interface Props {
  box: RefObject<HTMLDivElement | null>;
  rows: WeekRows;
  days: readonly Day[];
  shown: readonly Shown[];
  now: number;
  today: string;
  /** Pixels of a row, and minutes between the fine lines. */
  scale: number;
  step: number;
  columns: string;
  drag: ReturnType<typeof useDrag>;
  /** A new entry that is being made. */
  fresh: Span | null;
  cursor: Cursor;
  current: string | null;
  onOpen: (shown: Shown) => void;
  onOpenFresh: () => void;
  onCursor: () => void;
  onFocus: (key: string) => void;
  onBlockKey: (shown: Shown, event: KeyboardEvent<HTMLElement>) => void;
  onCursorKey: (event: KeyboardEvent<HTMLElement>) => void;
  /** What lies behind the entries. */
  children?: ReactNode;
}

/** The least height at which a block can be read and taken. Pixels. */
const leastHeight = 14;

/** Hours beside seven days. Blocks lie in one list above the days, so that one that is moved keeps the focus. */
export function Grid(props: Props) {
  const { box, rows, days, shown, now, today, scale, step, columns, drag, fresh, cursor, current } = props;
  const { t } = useTranslation();
  const { language } = useApp();
  const px = (row: number) => `${row * scale}px`;
  const lines = { "--hour": px(60), "--fine": step < 60 ? px(step) : "100%", height: px(rows.length) };
  const isToday = days.some(({ day }) => day === today);
  const nowRow = rowOf(rows, today, now);

  // What is at the top stays there when the zoom changes.
  const before = useRef(scale);
  useLayoutEffect(() => {
    if (box.current && before.current !== scale) box.current.scrollTop *= scale / before.current;
    before.current = scale;
  }, [box, scale]);

  const placed = days.flatMap(({ day }) =>
    inLanes(
      shown
        .filter(({ piece }) => piece.day === day)
        .map((one) => ({
          one,
          from: one.piece.from,
          to: Math.max(one.piece.to, one.piece.from + leastHeight / scale),
        })),
    ),
  );
  const column = (day: string) => ({ gridColumn: days.findIndex((one) => one.day === day) + 1 });
  const range = ({ from, to }: Span) => `${clockOf(from, rows.zone)}–${clockOf(to, rows.zone)}`;
  return (
    <div className="calbody" ref={box}>
      <div
        className="calgrid"
        style={{ ...lines, gridTemplateColumns: `40px ${columns}` } as CSSProperties}
        data-live={drag.isLive || undefined}
        {...drag.handlers}
      >
        <div className="calrail" aria-hidden="true">
          {hourRows(rows).map(({ row, hour }) => (
            <span key={row} className="num" style={{ top: px(row) }}>
              {row > 0 && !(isToday && Math.abs(row - nowRow) * scale < 14) && String(hour).padStart(2, "0")}
            </span>
          ))}
        </div>
        {days.map(({ day, lines: inside }) => {
          const blank = blankRows(rows, day);
          return (
            <div key={day} className={weekdayOf(day) > 4 ? "calcol calcol--off" : "calcol"} data-day={day}>
              {blank && <i className="calblank" style={{ top: px(blank.from), height: px(blank.to - blank.from) }} />}
              {inside.map((line) => {
                if (line.kind !== "gap") return null;
                const [from, to] = [rowOf(rows, day, Date.parse(line.from)), rowOf(rows, day, Date.parse(line.to))];
                return (
                  <i
                    key={line.from}
                    className="calgap"
                    title={t("entry.gap")}
                    style={{ top: px(from), height: px(to - from) }}
                  />
                );
              })}
              {day === today && <i className="nowbar" style={{ top: px(nowRow) }} />}
            </div>
          );
        })}
        {isToday && (
          <p className="nowline" aria-hidden="true" style={{ top: px(nowRow) }}>
            <span className="num">{clockOf(now, rows.zone)}</span>
          </p>
        )}
        {props.children}
        <div className="callayer" style={{ gridTemplateColumns: columns }}>
          <div className="calcell" style={column(cursor.day)}>
            <button
              type="button"
              className="calcursor"
              data-cursor
              style={{ top: px(cursor.from), height: px(cursor.to - cursor.from) }}
              aria-label={t("calendar.cursor", {
                day: longDay(cursor.day, language),
                span: `${clockOfRow(cursor.from)}–${clockOfRow(cursor.to)}`,
              })}
              onClick={props.onCursor}
              onKeyDown={props.onCursorKey}
            />
          </div>
          {fresh &&
            piecesOf(rows, fresh).map((piece) => (
              <div key={piece.day} className="calcell" style={column(piece.day)}>
                <button
                  type="button"
                  className="blk blk--plan blk--fresh"
                  data-fresh
                  style={{ top: px(piece.from), height: px(piece.to - piece.from) }}
                  onClick={props.onOpenFresh}
                >
                  <span className="sr">
                    {t("calendar.fresh", { day: longDay(piece.day, language), span: range(fresh) })}
                  </span>
                  <span className="blk__body" aria-hidden="true">
                    <span className="blk__t num">{range(fresh)}</span>
                    {!drag.isLive && <span className="blk__a">{t("calendar.unsaved")}</span>}
                  </span>
                </button>
              </div>
            ))}
        </div>
        <ul className="callayer" style={{ gridTemplateColumns: columns }} aria-label={t("calendar.blocks")}>
          {placed.map(({ block: { one, from, to }, lane, lanes }) => (
            <li key={one.key} className="calcell" style={column(one.piece.day)}>
              <Block
                shown={one}
                zone={rows.zone}
                height={(to - from) * scale}
                isHalf={lanes > 1}
                isCurrent={one.key === current}
                style={{
                  top: px(from),
                  height: px(to - from),
                  left: `calc(${(lane / lanes) * 100}% + 2px)`,
                  width: `calc(${100 / lanes}% - 4px)`,
                }}
                onOpen={() => props.onOpen(one)}
                onFocus={() => props.onFocus(one.key)}
                onKeyDown={(event) => props.onBlockKey(one, event)}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );

  /** Of the cursor's day, in which a time can stand twice. */
  function clockOfRow(row: number): string {
    const repeated = rows.repeat && row >= rows.repeat.at ? row - rows.repeat.by : row;
    return `${String(Math.floor(repeated / 60)).padStart(2, "0")}:${String(repeated % 60).padStart(2, "0")}`;
  }
}
