import { type CSSProperties, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import type { Response } from "#main/ipc/contract/index";
import { AccountFailure } from "../../../features/account-failure";
import { useCall } from "../../../lib/call";
import { addDays, clockOf, hoursMinutes, longDay, weekdayOf } from "../../../lib/format";
import { putState, useActiveAccount, useApp } from "../../../lib/store";
import { copyKey, type Drafts, entryKey, newKey } from "../../../lib/use-drafts";
import { useQuery } from "../../../lib/use-query";
import { momentAt, snapRow, weekRows } from "../../../lib/week-rows";
import type { Work } from "../../../lib/work";
import type { Day, Entry, Line } from "../analysis";
import { DeleteQuestion } from "../delete-question";
import { blankDraft, type Draft } from "../draft";
import { draftOf } from "../entry-changes";
import { useLocks } from "../use-locks";
import type { Shown } from "./block";
import { CalendarBar } from "./calendar-bar";
import { DayFeet, DayHeads } from "./day-heads";
import { draggedSpan, drawnSpan } from "./drag-targets";
import { EntryPopover } from "./entry-popover";
import { Grid } from "./grid";
import { type Arrow, blockKeys, cursorKeys, gridKeys, nudgedSpan } from "./keys";
import { MakeEntries } from "./own/make-entries";
import { OwnBar, OwnProblem } from "./own/own-bar";
import { OwnLayer } from "./own/own-layer";
import type { Edit } from "./own/proposals";
import { type OwnEvent, useOwnCalendar } from "./own/use-own-calendar";
import { columnsOf, cursorOf, shownBlocks } from "./shown";
import { type Span, spanOf, targetOf, timesOf } from "./spans";
import { type Step, scaleOf } from "./steps";
import { type Drag, type Place, useDrag } from "./use-drag";
import { useMoves } from "./use-moves";
import { useOpening } from "./use-opening";

const isLacking = (code: string | undefined) => code === "unsupported" || code === "forbidden";
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
  onChanged: (notes: MessageText[]) => Promise<void>;
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
  const own = useOwnCalendar(first, days.at(-1)?.day ?? first, zone);
  /** Of which events entries are being made. */
  const [making, setMaking] = useState<readonly OwnEvent[] | null>(null);
  const edits = useRef(new Map<string, Edit>());
  const known = read !== null;
  const entries = read?.entries ?? [];
  const moves = useMoves(entries, now, zone, onChanged);
  const rows = useMemo(() => weekRows(weekDays(first), zone), [first, zone]);
  const step = ui.calendarStep;
  const scale = scaleOf(step);

  const box = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  const [fresh, setFresh] = useState<Span | null>(null);
  /** Key of the piece whose form is open, or `new`. */
  const [open, setOpen] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<Entry | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [placed, setPlaced] = useState<Place & { length: number }>({ day: today, row: 540, length: 0 });

  const shown = shownBlocks({ days, rows, now, shows, moved: moves.moved, drafts, open });
  const current = shown.find(({ key }) => key === focused)?.key ?? shown[0]?.key ?? null;
  const columns = columnsOf(days, (day) => shown.some(({ piece }) => piece.day === day));
  const cursor = cursorOf(rows, placed, today, step);

  useOpening({ box, rows, scale, shown: known ? shown : null, own: own.view });
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
      duration: hoursMinutes((span.to - span.from) / 1000),
      byDuration: false,
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

  const dragged = (drag: Drag) => {
    byKey.current = false;
    if (drag.kind === "new") return setFresh(drawnSpan(rows, drag, step));
    const entry = entries.find((one) => one.id === drag.id);
    const span = entry && draggedSpan(rows, spanOf(entry, now), drag, step);
    if (span) moves.show(entry.id, span);
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

  /** Shown until the keys are let go. */
  const nudge = ({ entry }: Shown, arrow: Arrow, keys: { altKey: boolean; shiftKey: boolean }) => {
    const isRunning = entry.end === null;
    const isBegin = keys.altKey && keys.shiftKey;
    if (locks(entry).why !== null || (isRunning && !isBegin) || (keys.shiftKey && arrow[0] !== 0)) return;
    const next = nudgedSpan(rows, moves.spanAt(entry.id) ?? spanOf(entry, now), arrow, keys, step);
    if (!next) return;
    byKey.current = true;
    moves.show(entry.id, next.span);
    const end = isRunning ? t("entry.now") : clockOf(next.span.to, zone);
    setSaid(`${longDay(next.day, language)}, ${clockOf(next.span.from, zone)}–${end}`);
  };
  const revert = () => {
    if (!moves.moved || moves.moved.sent) return false;
    moves.revert();
    return true;
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
      >
        <OwnBar own={own} onMake={() => setMaking(own.view?.timed ?? [])} />
      </CalendarBar>
      <OwnProblem own={own} />
      {moves.failure && <AccountFailure failure={moves.failure} write />}
      <section
        className="card calview"
        aria-label={t("calendar.label")}
        style={{ "--cal-cols": `40px ${columns}` } as CSSProperties}
      >
        <DayHeads days={days} today={today} away={away.result} own={own.view?.allDay ?? []} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the blocks and the cursor inside */}
        <div
          className="calkeys"
          onKeyDown={gridKeys({ step, setStep: (next) => void setStep(next), openNew: openAtCursor, toToday: onToday })}
          onKeyUp={(event) => !event.altKey && !event.shiftKey && letGo()}
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && letGo()}
        >
          <Grid
            box={box}
            rows={rows}
            days={days}
            shown={shown}
            now={now}
            today={today}
            scale={scale}
            step={step}
            columns={columns}
            drag={drag}
            fresh={fresh}
            cursor={cursor}
            current={current}
            onOpen={edit}
            onOpenFresh={() => setOpen(newKey)}
            onCursor={openAtCursor}
            onFocus={setFocused}
            onBlockKey={blockKeys({ shown, nudge, focus, edit, remove: ({ entry }) => remove(entry), revert })}
            onCursorKey={cursorKeys(rows, cursor, step, setPlaced)}
          >
            <OwnLayer
              events={own.view?.timed ?? []}
              rows={rows}
              scale={scale}
              columns={columns}
              onOpen={(event) => setMaking([event])}
            />
          </Grid>
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
      {making && (
        <MakeEntries
          {...{ entries, now, today, zone, events: making, edits: edits.current }}
          onBooked={(notes) => void onChanged(notes)}
          onClose={() => setMaking(null)}
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
