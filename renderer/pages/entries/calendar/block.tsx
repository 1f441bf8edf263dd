import type { CSSProperties, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { clockOf, hoursMinutes, weekdayDate } from "../../../lib/format";
import { useProjectColor } from "../../../lib/project-color";
import { useApp } from "../../../lib/store";
import type { Piece } from "../../../lib/week-rows";
import { workDetail, workTitle } from "../../../lib/work";
import { Icon } from "../../../ui/icon";
import type { Entry, Overlap } from "../analysis";
import { useLocks } from "../use-locks";
import type { Span } from "./spans";

export interface Shown {
  /** Of the piece: an entry over midnight has one on each of its days. */
  key: string;
  entry: Entry;
  span: Span;
  piece: Piece;
  /** Seconds, and what it overlaps. */
  seconds: number;
  overlap: Overlap | null;
  isMoving: boolean;
  isSelected: boolean;
  hasDraft: boolean;
}

interface Props {
  shown: Shown;
  zone: string;
  style: CSSProperties;
  /** Height in pixels: small blocks drop the activity first, never the time. */
  height: number;
  /** Another one stands beside it. */
  isHalf: boolean;
  isCurrent: boolean;
  onOpen: () => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** An entry as a block at its hours. */
export function Block({ shown, zone, style, height, isHalf, isCurrent, onOpen, onFocus, onKeyDown }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const colorOf = useProjectColor();
  const { entry, span, piece, overlap, isMoving, isSelected, hasDraft } = shown;
  const { locked, why } = useLocks()(entry);
  const isRunning = entry.end === null;
  const title = workTitle(entry.work) || t("work.none");
  const [begin, end] = [clockOf(span.from, zone), isRunning ? t("entry.now") : clockOf(span.to, zone)];
  const times = `${begin}–${end}`;
  const seconds = isMoving && !isRunning ? (span.to - span.from) / 1000 - (entry.breakSeconds ?? 0) : shown.seconds;
  const name = [
    title,
    workDetail(entry.work, { text: entry.text }),
    `${weekdayDate(piece.day, language)} ${times}`,
    hoursMinutes(seconds),
    entry.planned && t("entry.planned"),
    hasDraft && t("calendar.unsaved"),
    overlap &&
      t("entry.overlap", {
        time: hoursMinutes(overlap.seconds),
        work: workTitle(overlap.with.work) || t("work.none"),
        span: `${clockOf(overlap.from, zone)}–${clockOf(overlap.to, zone)}`,
      }),
  ]
    .filter(Boolean)
    .join(", ");
  const classes = [
    "blk",
    isRunning && "blk--run",
    entry.planned && "blk--plan",
    overlap && "blk--over",
    isSelected && "blk--sel",
    isMoving && "blk--move",
    isHalf && "blk--half",
    height < 28 ? "blk--line" : height < (isHalf ? 60 : 46) ? "blk--short" : height < 62 && "blk--tight",
  ];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(" ")}
      style={{ ...style, "--p": colorOf(entry.work) } as CSSProperties}
      data-block={entry.id}
      data-piece={shown.key}
      data-fixed={why !== null || isRunning ? "" : undefined}
      tabIndex={isCurrent ? 0 : -1}
      title={[`${times} ${title}`, workDetail(entry.work, { text: entry.text }), why].filter(Boolean).join(" · ")}
      onClick={onOpen}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <span className="sr">{why ? t("entry.rowLocked", { name, why }) : t("entry.row", { name })}</span>
      <span className="blk__body" aria-hidden="true">
        <span className="blk__n">{title}</span>
        {entry.work.activity && <span className="blk__a">{entry.work.activity.name}</span>}
        <span className="blk__t num">
          {begin}–<wbr />
          {end}
        </span>
        {entry.planned && <span className="blk__a">{t("entry.planned")}</span>}
        {hasDraft && <span className="blk__a">{t("calendar.unsaved")}</span>}
      </span>
      {locked ? <Icon name="lock" /> : overlap && <Icon name="warning" />}
      {why === null && piece.begins && <i className="grip grip--top" data-edge="from" aria-hidden="true" />}
      {why === null && piece.ends && !isRunning && <i className="grip grip--end" data-edge="to" aria-hidden="true" />}
    </button>
  );
}
