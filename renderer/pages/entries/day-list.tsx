import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import type { Request } from "#main/ipc/contract/index";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { endText } from "../../lib/entry-span";
import { clockOf, dayOf, hoursMinutes, longDay, weekdayOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { copyKey, type Drafts, entryKey } from "../../lib/use-drafts";
import { workTitle } from "../../lib/work";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import type { Day, Entry, Line } from "./analysis";
import { rowKeys } from "./bulk/row-keys";
import type { Selection } from "./bulk/use-selection";
import { DeleteQuestion } from "./delete-question";
import type { Draft } from "./draft";
import { changeOf, draftOf } from "./entry-changes";
import { EntryForm } from "./entry-form";
import { EntryRow, type RowAction, type RowEvents } from "./entry-row";
import { RowMenu, useRowMenu } from "./row-menu";
import { useGrowing } from "./use-growing";

interface Props {
  days: readonly Day[];
  today: string;
  zone: string;
  targets: readonly number[] | null;
  /** Lines that are listed: all, or those that match the search. */
  shows: (line: Line) => boolean;
  /** The service keeps breaks within an entry. */
  hasBreaks: boolean;
  drafts: Drafts;
  /** Time of several people is listed. */
  showsPerson: boolean;
  selection: Selection;
  onChanged: (notes: MessageText[]) => void;
  /** @param key of the draft; without one it is any new entry */
  onLog: (draft: Partial<Draft>, key?: string) => void;
  onAgain: (entry: Entry) => void;
}

/** From so many lines on, those out of sight are not laid out. */
const longList = 200;

/** The days with so many lines in all. */
function upTo(all: readonly { day: Day; lines: Line[] }[], most: number) {
  let left = most;
  return all.flatMap(({ day, lines }) => {
    const some = lines.slice(0, Math.max(0, left));
    left -= lines.length;
    return some.length === 0 ? [] : [{ day, lines: some }];
  });
}

export function DayList(props: Props) {
  const { days, today, zone, targets, shows, hasBreaks, drafts, showsPerson, selection } = props;
  const { onChanged, onLog, onAgain } = props;
  const { t } = useTranslation();
  const { language } = useApp();
  const [editing, setEditing] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<Entry | null>(null);
  const update = useCall("entries:update");

  const change = async (request: Request<"entries:update">) => {
    const answer = await update.run(request);
    if (answer?.ok) onChanged(answer.value.notes);
    return answer?.ok === true;
  };
  const save = async (entry: Entry, draft: Draft, times: Partial<Draft>) => {
    const request = changeOf(entry, draft, times, zone);
    const slot = drafts.of(entryKey(entry.id));
    if (request && !(await change({ ...request, draft: slot.ref }))) return;
    slot.drop();
    setEditing((now) => (now === entry.id ? null : now));
  };
  const act = (entry: Entry, action: RowAction) => {
    update.forget();
    if (action === "edit") setEditing(entry.id);
    else if (action === "delete") setDeleting(entry);
    else if (action === "again") onAgain(entry);
    else onLog(draftOf(entry, zone), copyKey(entry.id));
  };

  const fix = (entry: Entry, begin: string) => {
    // What was recorded in another zone is read in that one.
    const own = entry.zone ?? zone;
    void change({
      id: entry.id,
      day: dayOf(begin, own),
      from: clockOf(begin, own),
      ...(entry.end ? { to: endText(begin, entry.end, own) } : {}),
    });
  };
  const all = [...days].reverse().flatMap((day) => {
    const lines = day.lines.filter(shows);
    return lines.length === 0 ? [] : [{ day, lines }];
  });
  const total = all.reduce((sum, { lines }) => sum + lines.length, 0);
  const most = useGrowing(total);
  const shown = upTo(all, most);

  const menu = useRowMenu((id) => {
    const line = all.flatMap(({ lines }) => lines).find((one) => one.kind === "entry" && one.entry.id === id);
    return line?.kind === "entry" ? line.entry : undefined;
  });
  const latest = useRef({ act, fix, selection, menu });
  latest.current = { act, fix, selection, menu };
  const on = useMemo<RowEvents>(
    () => ({
      action: (entry, action) => latest.current.act(entry, action),
      fix: (entry, begin) => latest.current.fix(entry, begin),
      choose: ({ id }, isRange) => latest.current.selection.toggle(id, isRange),
      menu: (entry, button) => latest.current.menu.open(entry, button),
    }),
    [],
  );

  const show = (line: Line, day: Day) => {
    if (line.kind === "gap") {
      const span = { from: clockOf(line.from, zone), to: clockOf(line.to, zone) };
      return (
        <div key={`gap${line.from}`} className="entry entry--gap">
          <span />
          <span className="num">{`${span.from}–${span.to}`}</span>
          <p>{t("entry.gap")}</p>
          <Button
            size="sm"
            icon="plus"
            aria-label={t("entry.logGap", { log: t("entry.logIt"), span: `${span.from}–${span.to}` })}
            onPress={() => onLog({ day: day.day, ...span, duration: hoursMinutes(line.seconds) })}
          >
            {t("entry.logIt")}
          </Button>
          <span className="dur num">{hoursMinutes(line.seconds)}</span>
          <span />
        </div>
      );
    }
    const { entry } = line;
    if (editing === entry.id)
      return (
        <EntryForm
          key={entry.id}
          label={t("entry.editTitle", { name: workTitle(entry.work) || t("work.none") })}
          first={draftOf(entry, zone)}
          slot={drafts.of(entryKey(entry.id))}
          running={entry.end === null}
          hasBreaks={hasBreaks}
          busy={update.busy}
          failure={update.failure}
          save={t("app.save")}
          onSave={(draft, times) => void save(entry, draft, times)}
          onCancel={() => setEditing(null)}
        >
          <Button kind="plain" size="sm" icon="copy" onPress={() => act(entry, "duplicate")}>
            {t("entry.duplicate")}
          </Button>
          <Button kind="quiet-danger" size="sm" icon="trash" onPress={() => act(entry, "delete")}>
            {t("entry.delete")}
          </Button>
        </EntryForm>
      );
    return (
      <EntryRow
        key={entry.id}
        entry={entry}
        seconds={line.seconds}
        overlap={line.overlap}
        zone={zone}
        isChosen={selection.has(entry.id)}
        showsPerson={showsPerson}
        isMenuOpen={menu.entry?.id === entry.id}
        on={on}
        t={t}
      />
    );
  };

  return (
    <div
      className="daylist"
      data-long={total > longList || undefined}
      data-choosing={selection.chosen.length > 0 || undefined}
      onKeyDownCapture={(event) => rowKeys(event, selection)}
    >
      {update.failure && editing === null && <AccountFailure failure={update.failure} write />}
      {shown.map(({ day, lines }) => {
        const target = targets?.[weekdayOf(day.day)] || null;
        const name = longDay(day.day, language);
        return (
          <section key={day.day} aria-label={name}>
            <p className="day__head">
              <span className="strong">{name}</span>
              {day.day === today && <span className="tag tag--accent">{t("entry.today")}</span>}
              {day.twice > 0 && (
                <span className="tag tag--warn">
                  <Icon name="warning" />
                  {t("week.twice", { time: hoursMinutes(day.twice) })}
                </span>
              )}
              <span className="sum num">
                <b className="strong">{hoursMinutes(day.seconds)}</b>{" "}
                {target !== null && <span className="soft">{t("today.of", { target: hoursMinutes(target) })}</span>}
              </span>
            </p>
            <div className="card clipped">{lines.map((line) => show(line, day))}</div>
          </section>
        );
      })}
      <RowMenu menu={menu} onAction={act} />
      {deleting && (
        <DeleteQuestion
          entry={deleting}
          zone={zone}
          onClose={() => setDeleting(null)}
          onDeleted={() => {
            drafts.of(entryKey(deleting.id)).drop();
            setDeleting(null);
            setEditing(null);
            onChanged([]);
          }}
        />
      )}
    </div>
  );
}
