import type { KeyboardEvent } from "react";
import { piecesOf, type WeekRows } from "../../../lib/week-rows";
import type { Shown } from "./block";
import type { Cursor } from "./shown";
import { nudged, onDay, type Span } from "./spans";
import { type Step, stepBy } from "./steps";
import type { Place } from "./use-drag";

export type Arrow = [across: number, down: number];

const arrows: Partial<Record<string, Arrow>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

type Keys = KeyboardEvent<HTMLElement>;
const isCommand = ({ ctrlKey, metaKey }: Keys) => ctrlKey || metaKey;

/** The block to which an arrow leads: along the order, or to the nearest hour of the day beside. */
function neighborOf(shown: readonly Shown[], { key, piece }: Shown, [across, down]: Arrow): Shown | undefined {
  const index = shown.findIndex((one) => one.key === key);
  if (down !== 0) return shown[index + down];
  const others = shown.filter(({ piece: { day } }) => (across > 0 ? day > piece.day : day < piece.day));
  const day = (across > 0 ? others[0] : others.at(-1))?.piece.day;
  const near = others.filter((one) => one.piece.day === day);
  near.sort((a, b) => Math.abs(a.piece.from - piece.from) - Math.abs(b.piece.from - piece.from));
  return near[0];
}

/** Alt moves, Shift changes the end, both together the begin. */
export function nudgedSpan(
  rows: WeekRows,
  span: Span,
  [across, down]: Arrow,
  { altKey, shiftKey }: { altKey: boolean; shiftKey: boolean },
  step: number,
): { span: Span; day: string } | null {
  const begin = piecesOf(rows, span)[0];
  const day = begin && rows.days[rows.days.indexOf(begin.day) + across];
  if (!day) return null;
  const edge = !shiftKey ? "both" : altKey ? "from" : "to";
  return { day, span: across !== 0 ? onDay(rows, span, day) : nudged(rows, span, edge, down * step) };
}

interface BlockActions {
  shown: readonly Shown[];
  nudge: (one: Shown, arrow: Arrow, event: Keys) => void;
  focus: (key: string | undefined) => void;
  edit: (one: Shown) => void;
  remove: (one: Shown) => void;
  /** @returns false: nothing is being moved */
  revert: () => boolean;
}

export function blockKeys({ shown, nudge, focus, edit, remove, revert }: BlockActions) {
  return (one: Shown, event: Keys) => {
    const arrow = arrows[event.key];
    if (isCommand(event)) return;
    if (arrow && (event.altKey || event.shiftKey)) nudge(one, arrow, event);
    else if (arrow) focus(neighborOf(shown, one, arrow)?.key);
    else if (event.key === "F2") edit(one);
    else if (event.key === "Delete") remove(one);
    else if (event.key !== "Escape" || !revert()) return;
    event.preventDefault();
  };
}

/** Arrows move the cursor over empty time, with Shift they change its length. */
export function cursorKeys(
  rows: WeekRows,
  cursor: Cursor,
  step: number,
  place: (at: Place & { length: number }) => void,
) {
  return (event: Keys) => {
    const arrow = arrows[event.key];
    if (!arrow || isCommand(event) || event.altKey) return;
    event.preventDefault();
    const [across, down] = arrow;
    const day = rows.days[rows.days.indexOf(cursor.day) + across] ?? cursor.day;
    const length = cursor.to - cursor.from;
    if (event.shiftKey) place({ day, row: cursor.from, length: Math.max(step, length + down * step) });
    else place({ day, row: Math.max(0, cursor.from + down * step), length });
  };
}

interface GridActions {
  step: Step;
  setStep: (step: Step) => void;
  openNew: () => void;
  toToday: () => void;
}

/** Keys of the calendar as a whole. */
export function gridKeys({ step, setStep, openNew, toToday }: GridActions) {
  return (event: Keys) => {
    const key = event.key.toLowerCase();
    if (isCommand(event) && (key === "+" || key === "=")) setStep(stepBy(step, 1));
    else if (isCommand(event) && key === "-") setStep(stepBy(step, -1));
    else if (!isCommand(event) && !event.altKey && key === "n") openNew();
    else if (!isCommand(event) && !event.altKey && key === "t") toToday();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
