import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockOf, weekdayDate } from "../../../../lib/format";
import { inLanes } from "../../../../lib/lanes";
import { useApp } from "../../../../lib/store";
import { piecesOf, type WeekRows } from "../../../../lib/week-rows";
import type { OwnEvent } from "./use-own-calendar";

interface Props {
  events: readonly OwnEvent[];
  rows: WeekRows;
  /** Pixels of a row. */
  scale: number;
  columns: string;
  onOpen: (event: OwnEvent) => void;
}

/** Lower ones could not be pressed. Pixels. */
const leastHeight = 24;

/** Events of the own calendar behind the entries: one stop of Tab, arrows walk through them. */
export function OwnLayer({ events, rows, scale, columns, onOpen }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const [focused, setFocused] = useState<string | null>(null);
  const pieces = events.flatMap((event) =>
    piecesOf(rows, { from: Date.parse(event.begin), to: Date.parse(event.end) }).map((piece) => ({ event, piece })),
  );
  const placed = rows.days.flatMap((day) =>
    inLanes(
      pieces
        .filter(({ piece }) => piece.day === day)
        .map(({ event, piece }) => {
          const from = Math.min(piece.from, rows.length - leastHeight / scale);
          return { event, piece, from, to: Math.max(piece.to, from + leastHeight / scale) };
        }),
    ),
  );
  if (placed.length === 0) return null;
  const keyOf = ({ block: { event, piece } }: (typeof placed)[number]) => `${event.key}/${piece.day}`;
  const current = placed.some((one) => keyOf(one) === focused) ? focused : placed[0] && keyOf(placed[0]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by]?.focus();
  };
  return (
    <ul
      className="callayer"
      style={{ gridTemplateColumns: columns }}
      aria-label={t("ownCalendar.events")}
      onKeyDown={onKeyDown}
    >
      {placed.map((one) => {
        const { event, piece, from, to } = one.block;
        const title = event.title || t("ownCalendar.untitled");
        const span = `${clockOf(event.begin, rows.zone)}–${clockOf(event.end, rows.zone)}`;
        const name = [title, `${weekdayDate(piece.day, language)} ${span}`, event.isFree && t("ownCalendar.why.free")];
        return (
          <li key={keyOf(one)} className="calcell" style={{ gridColumn: rows.days.indexOf(piece.day) + 1 }}>
            <button
              type="button"
              className={event.isFree ? "calevent calevent--free" : "calevent"}
              data-own
              tabIndex={keyOf(one) === current ? 0 : -1}
              aria-label={t("ownCalendar.event", { name: name.filter(Boolean).join(", ") })}
              title={`${span} ${title}`}
              style={{
                top: `${from * scale}px`,
                height: `${(to - from) * scale}px`,
                left: `calc(${(one.lane / one.lanes) * 100}% + 2px)`,
                width: `calc(${100 / one.lanes}% - 6px)`,
              }}
              onClick={() => onOpen(event)}
              onFocus={() => setFocused(keyOf(one))}
            >
              <span className="clip">{title}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
