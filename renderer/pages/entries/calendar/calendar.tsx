import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Response } from "../../../../main/ipc/contract";
import { AccountFailure } from "../../../features/account-failure";
import { useCall } from "../../../lib/call";
import { addDays, clockOf, hoursMinutes, longDay, weekdayOf } from "../../../lib/format";
import { putState, useActiveAccount, useApp } from "../../../lib/store";
import { useQuery } from "../../../lib/use-query";
import { momentAt, piecesOf, snapRow, weekRows } from "../../../lib/week-rows";
import type { Work } from "../../../lib/work";
import type { Day, Entry, Line } from "../analysis";
import { DeleteQuestion } from "../delete-question";
import { blankDraft, type Draft } from "../draft";
import { draftOf } from "../entry-changes";
import { copyKey, type Drafts, entryKey, newKey } from "../use-drafts";
import { useLocks } from "../use-locks";
import type { Shown } from "./block";
import { CalendarBar, type Step, stepBy } from "./calendar-bar";
import { DayFeet, DayHeads } from "./day-heads";
import { EntryPopover } from "./entry-popover";
import { Grid } from "./grid";
import { movedTo, nudged, onDay, type Span, spanOf, stretchedTo, targetOf, timesOf } from "./spans";
import { type Drag, type Place, useDrag } from "./use-drag";
import { useMoves } from "./use-moves";

/** Pixels of an hour by the step. */
const hourHeights: Record<Step, number> = { 60: 24, 30: 34, 15: 44, 5: 96 };
const isLacking = (code: string | undefined) => code === "unsupported" || code === "forbidden";
const arrows: Partial<Record<string, [across: number, down: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const weekDays = (first: string) => Array.from({ length: 7 }, (_, index) => addDays(first, index));

interface Props {
  days: readonly Day[];
  today: string;
  /** Milliseconds. */
  now: number;
  zone: string;
  /** What was read of the week; null: nothing yet. */
  read: Response<"entries:list"> | null;
  /** What matches the search. */
  shows: (line: Line) => boolean;
  hasBreaks: boolean;
  drafts: Drafts;
  /** What a new entry begins with. */
  work: Work;
  /** Says what the service noted, and reads the week again. */
  onChanged: (notes: string[]) => Promise<void>;
  onLog: (draft: Partial<Draft>, key: string) => void;
  onToday: () => void;
}

/** A week as a calendar: entries at their hours, made, moved and changed where they stand. */
export function Calendar(props: Props) {
  const { days, today, now, zone, read, shows, hasBreaks, drafts, work, onChanged, onLog, onToday } = props;
  const { t } = useTranslation();
  const { ui, language } = useApp();
  const account = useActiveAccount();
  const locks = useLocks();
  const settings = useCall("settings:update");
  const first = days[0]?.day ?? today;
  const away = useQuery("absences:list", { from: first, to: days.at(-1)?.day ?? first, who: "me" });
  const known = read !== null;
  const entries = read?.entries ?? [];
  const moves = useMoves(entries, now, zone, onChanged);
  const rows = useMemo(() => weekRows(weekDays(first), zone), [first, zone]);
  const step = ui.calendarStep;
  const scale = hourHeights[step] / 60;

  const box = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  const [fresh, setFresh] = useState<Span | null>(null);
  /** Key of the piece whose form is open, or `new`. */
  const [open, setOpen] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<Entry | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [placed, setPlaced] = useState<Place & { length: number }>({ day: today, row: 540, length: 0 });

  const shown: Shown[] = days.flatMap(({ lines }) =>
    lines.flatMap((line): Shown[] => {
      if (line.kind === "gap" || !shows(line)) return [];
      const { entry, seconds, overlap } = line;
      const move = moves.moved?.id === entry.id ? moves.moved : null;
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
  shown.sort((a, b) => a.piece.day.localeCompare(b.piece.day) || a.piece.from - b.piece.from);
  const current = shown.find(({ key }) => key === focused)?.key ?? shown[0]?.key ?? null;
  const isWide = (day: string) => weekdayOf(day) < 5 || shown.some(({ piece }) => piece.day === day);
  const columns = days.map(({ day }) => (isWide(day) ? "minmax(0, 1fr)" : "66px")).join(" ");
  const cursorDay = rows.days.includes(placed.day) ? placed.day : rows.days.includes(today) ? today : first;
  const cursorRow = snapRow(rows, cursorDay, Math.min(placed.row, rows.length - step), step);
  const cursor = {
    day: cursorDay,
    from: cursorRow,
    to: Math.min(rows.length, cursorRow + Math.max(step, Math.ceil(placed.length / step) * step)),
  };

  // The week opens at its first entry, once it is known.
  const opened = useRef("");
  useLayoutEffect(() => {
    const key = `${first}/${zone}`;
    if (!known || !box.current || opened.current === key) return;
    opened.current = key;
    const earliest = Math.min(...shown.map(({ piece }) => piece.from));
    box.current.scrollTop = ((Number.isFinite(earliest) ? earliest : 480) - 10) * scale;
  });
  useLayoutEffect(() => {
    if (byKey.current && moves.moved) document.activeElement?.scrollIntoView({ block: "nearest" });
  }, [moves.moved]);

  const setStep = async (next: Step) => {
    if (next === step) return;
    const answer = await settings.run({ calendarStep: next });
    if (answer?.ok) putState(answer.value);
  };
  const find = (selector: string) => box.current?.querySelector<HTMLElement>(selector) ?? null;
  const focus = (key: string | undefined) => key && find(`[data-piece="${CSS.escape(key)}"]`)?.focus();

  const openNew = (span: Span) => {
    const { kept, keep } = drafts.of(newKey);
    // What was typed before goes with the new times.
    if (kept) keep({ ...kept.fields, ...timesFor(span) });
    setFresh(span);
    setOpen(newKey);
  };
  const timesFor = (span: Span) => {
    const { day, from, to } = timesOf(span, zone);
    const isMidnight = /^\S+ 00:00$/.test(to);
    return {
      day,
      from,
      to: isMidnight ? "24:00" : to,
      ...{ duration: hoursMinutes((span.to - span.from) / 1000), byDuration: false },
    };
  };
  const openAtCursor = () =>
    openNew({ from: momentAt(rows, cursor.day, cursor.from), to: momentAt(rows, cursor.day, cursor.to) });
  const edit = ({ key, entry }: Shown) => {
    if (locks(entry).why === null) setOpen(key);
  };
  const remove = (entry: Entry) => {
    if (locks(entry).locked === null) setDeleting(entry);
  };

  const dragged = ({ kind, id, origin, at, isFine }: Drag) => {
    const fine = isFine ? 1 : step;
    byKey.current = false;
    if (kind === "new") {
      const [from, to] = [origin.row, at.row].sort((a, b) => a - b).map((row) => snapRow(rows, origin.day, row, fine));
      if (from === undefined || to === undefined) return;
      const end = Math.max(to, Math.min(rows.length, from + fine));
      return setFresh({ from: momentAt(rows, origin.day, from), to: momentAt(rows, origin.day, end) });
    }
    const entry = entries.find((one) => one.id === id);
    if (!entry) return;
    const span = spanOf(entry, now);
    if (kind !== "move") return moves.show(entry.id, stretchedTo(rows, span, kind, at, fine));
    const begin = piecesOf(rows, span)[0];
    if (!begin) return;
    const days = rows.days.indexOf(at.day) - rows.days.indexOf(origin.day);
    const day = rows.days[rows.days.indexOf(begin.day) + days] ?? at.day;
    moves.show(entry.id, movedTo(rows, span, day, begin.from + at.row - origin.row, fine));
  };
  const drag = useDrag({
    grid: box,
    scale,
    onDrag: dragged,
    onDrop: ({ kind }) => {
      if (kind !== "new") void moves.commit();
      else if (fresh) openNew(fresh);
    },
    onTap: ({ day, row }) => setPlaced({ day, row: snapRow(rows, day, row - step / 2, step), length: 0 }),
    onCancel: () => {
      moves.revert();
      if (!drafts.has(newKey)) setFresh(null);
    },
  });

  /** Alt moves, Shift changes the end, both together the begin: shown until the keys are let go. */
  const nudge = ({ entry }: Shown, [across, down]: [number, number], alt: boolean, shift: boolean) => {
    const isRunning = entry.end === null;
    if (locks(entry).why !== null || (isRunning && !(alt && shift)) || (shift && across !== 0)) return;
    const span = moves.spanAt(entry.id) ?? spanOf(entry, now);
    const begin = piecesOf(rows, span)[0];
    const day = begin && rows.days[rows.days.indexOf(begin.day) + across];
    if (!begin || !day) return;
    const edge = !shift ? "both" : alt ? "from" : "to";
    const next = across !== 0 ? onDay(rows, span, day) : nudged(rows, span, edge, down * step);
    byKey.current = true;
    moves.show(entry.id, next);
    const end = isRunning ? t("entry.now") : clockOf(next.to, zone);
    setSaid(`${longDay(day, language)}, ${clockOf(next.from, zone)}–${end}`);
  };
  const walk = ({ key, piece }: Shown, [across, down]: [number, number]) => {
    const index = shown.findIndex((one) => one.key === key);
    if (down !== 0) return focus(shown[index + down]?.key);
    const others = shown.filter(({ piece: { day } }) => (across > 0 ? day > piece.day : day < piece.day));
    const day = (across > 0 ? others[0] : others.at(-1))?.piece.day;
    const near = others.filter((one) => one.piece.day === day);
    near.sort((a, b) => Math.abs(a.piece.from - piece.from) - Math.abs(b.piece.from - piece.from));
    focus(near[0]?.key);
  };
  const onBlockKey = (one: Shown, event: KeyboardEvent<HTMLElement>) => {
    const arrow = arrows[event.key];
    if (event.ctrlKey || event.metaKey) return;
    if (arrow && (event.altKey || event.shiftKey)) nudge(one, arrow, event.altKey, event.shiftKey);
    else if (arrow) walk(one, arrow);
    else if (event.key === "F2") edit(one);
    else if (event.key === "Delete") remove(one.entry);
    else if (event.key === "Escape" && moves.moved && !moves.moved.sent) moves.revert();
    else return;
    event.preventDefault();
  };
  const onCursorKey = (event: KeyboardEvent<HTMLElement>) => {
    const arrow = arrows[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [across, down] = arrow;
    const day = rows.days[rows.days.indexOf(cursor.day) + across] ?? cursor.day;
    const length = cursor.to - cursor.from;
    if (event.shiftKey) setPlaced({ day, row: cursor.from, length: Math.max(step, length + down * step) });
    else setPlaced({ day, row: Math.max(0, cursor.from + down * step), length });
  };
  const onGridKey = (event: KeyboardEvent<HTMLElement>) => {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && (key === "+" || key === "=")) void setStep(stepBy(step, 1));
    else if (command && key === "-") void setStep(stepBy(step, -1));
    else if (!command && !event.altKey && key === "n") openAtCursor();
    else if (!command && !event.altKey && key === "t") onToday();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const letGo = () => {
    if (byKey.current && moves.moved) void moves.commit();
  };

  // A new one that was saved or given up elsewhere on the page.
  useEffect(() => {
    if (fresh && !drag.isLive && open !== newKey && !drafts.has(newKey)) setFresh(null);
  });

  const targets = account?.targetSeconds
    ? days.map(({ day }) => targetOf(account.targetSeconds?.[weekdayOf(day)] ?? 0, day, away.result))
    : null;
  const worked = days.reduce((sum, day) => sum + day.seconds, 0);
  const anchor = useMemo(
    () => ({
      get current() {
        if (open === null) return null;
        const selector = open === newKey ? "[data-fresh]" : `[data-piece="${CSS.escape(open)}"]`;
        return box.current?.querySelector(selector) ?? null;
      },
    }),
    [open],
  );
  const editing = open === newKey ? null : (shown.find(({ key }) => key === open)?.entry ?? null);
  const draftKey = editing ? entryKey(editing.id) : newKey;
  return (
    <>
      <CalendarBar
        seconds={worked}
        target={targets?.reduce((sum, one) => sum + one, 0) || null}
        known={known}
        step={step}
        onStep={(next) => void setStep(next)}
        missing={away.failure && !isLacking(away.failure.code) ? t("calendar.noAbsences") : null}
      />
      {moves.failure && <AccountFailure failure={moves.failure} write />}
      <section
        className="card calview"
        aria-label={t("calendar.label")}
        style={{ "--cal-cols": `40px ${columns}` } as CSSProperties}
      >
        <DayHeads days={days} today={today} away={away.result} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the blocks and the cursor inside */}
        <div
          className="calkeys"
          onKeyDown={onGridKey}
          onKeyUp={(event) => !event.altKey && !event.shiftKey && letGo()}
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && letGo()}
        >
          <Grid
            {...{ box, rows, days, shown, now, today, scale, step, columns, drag, fresh, cursor, current }}
            onOpen={edit}
            onOpenFresh={() => setOpen(newKey)}
            onCursor={openAtCursor}
            onFocus={setFocused}
            onBlockKey={onBlockKey}
            onCursorKey={onCursorKey}
          />
        </div>
        <DayFeet days={days} today={today} targets={targets} known={known} />
      </section>
      <p className="sr" role="status">
        {said}
      </p>
      {open !== null && (editing || (open === newKey && fresh)) && (
        <EntryPopover
          key={open}
          entry={editing}
          slot={drafts.of(draftKey)}
          first={
            editing ? draftOf(editing, zone) : { ...blankDraft, ...timesFor(fresh ?? { from: now, to: now }), work }
          }
          zone={zone}
          hasBreaks={hasBreaks}
          anchor={anchor}
          onDone={(notes) => {
            drafts.of(draftKey).drop();
            setOpen(null);
            if (draftKey === newKey) setFresh(null);
            if (notes) void onChanged(notes);
          }}
          onHide={() => {
            setOpen(null);
            // Nothing was typed: there is nothing to keep.
            if (draftKey === newKey && !drafts.has(newKey)) setFresh(null);
          }}
          onDuplicate={(draft) => {
            setOpen(null);
            if (editing) onLog(draft, copyKey(editing.id));
          }}
          onDelete={(entry) => {
            setOpen(null);
            remove(entry);
          }}
        />
      )}
      {deleting && (
        <DeleteQuestion
          entry={deleting}
          zone={zone}
          onClose={() => setDeleting(null)}
          onDeleted={() => {
            drafts.of(entryKey(deleting.id)).drop();
            setDeleting(null);
            void onChanged([]);
          }}
        />
      )}
    </>
  );
}
