import { useEffect, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import type { TimerFigures } from "../../lib/elapsed";
import { clockOf, hoursMinutes, isoDuration, momentOf } from "../../lib/format";
import { isUnreachable } from "../../lib/is-unreachable";
import { mainNow, useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { workDetail, workTitle } from "../../lib/work";
import { Button } from "../../ui/button";
import { CardIcon, Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import { AssumedLine } from "./assumed-line";
import { StartEdit, TextEdit } from "./edits";
import { EditsOff, FieldsEdit } from "./fields-edit";
import type { Commands } from "./use-commands";
import { useRunningDraft } from "./use-running-draft";

interface Props {
  figures: TimerFigures;
  commands: Commands;
}

/** The one large line: what is going on, on what, for how long. */
export function StateLine({ figures, commands }: Props) {
  const { timer } = useApp();
  const { assumed } = timer.outbox;
  if (assumed) return <AssumedLine assumed={assumed} />;
  if (timer.stale) return <Stale />;
  if (timer.phase === "working") return <Working figures={figures} commands={commands} />;
  return timer.phase === "break" ? <OnBreak elapsed={figures.elapsed} /> : <Idle commands={commands} />;
}

function useKnown() {
  const app = useApp();
  return { timer: app.timer, status: app.timer.status, zone: zoneOf(app) };
}

function Working({ figures, commands }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { status, zone } = useKnown();
  const entry = status?.running;
  const draft = useRunningDraft(entry?.id ?? "");
  if (!entry) return null;
  const title = workTitle(entry.work) || entry.text || t("work.none");
  const detail = workDetail(entry.work, { customer: true });
  const elapsed = hoursMinutes(figures.elapsed);
  const begin = clockOf(entry.begin, entry.zone ?? zone);
  // What runs since another day says so: its clock time alone would be taken for today's.
  const since = momentOf(entry.begin, entry.zone ?? zone, new Date(figures.now).toISOString(), language);
  return (
    <section className="state" aria-label={t("state.workingFor", { work: title, time: elapsed })}>
      <p className="state__word">
        <CardIcon state="working" />
        {t("state.workingOn")}
      </p>
      <div className="state__line">
        <h1>
          <Clip text={title} />
        </h1>
        <time className="state__time num" dateTime={isoDuration(figures.elapsed)}>
          {elapsed}
        </time>
      </div>
      <div className="state__meta">
        {detail && `${detail} · `}
        {entry.fixed === undefined ? (
          <StartEdit
            key={entry.id}
            begin={begin}
            since={since}
            draft={draft}
            day={entry.begin.slice(0, 10)}
            isDisabled={commands.busy}
          />
        ) : (
          <span className="num">{t("state.since", { time: since })}</span>
        )}
      </div>
      {entry.fixed === undefined ? (
        <div key={entry.id}>
          <TextEdit text={entry.text} draft={draft} isDisabled={commands.busy} />
          <FieldsEdit entry={entry} draft={draft} isDisabled={commands.busy} />
        </div>
      ) : (
        <>
          {entry.text && (
            <p className="state__meta">
              <Clip text={entry.text} />
            </p>
          )}
          <p className="hint">{t("entry.fixedWhy")}</p>
        </>
      )}
    </section>
  );
}

function OnBreak({ elapsed }: { elapsed: number }) {
  const { t } = useTranslation();
  const { status, zone } = useKnown();
  if (!status?.break) return null;
  const { entry, since } = status.break;
  const title = workTitle(entry.work) || entry.text || t("work.none");
  const detail = workDetail(entry.work, { customer: true });
  const time = clockOf(since, zone);
  return (
    <section className="state" aria-label={t("state.breakFor", { time: hoursMinutes(elapsed) })}>
      <p className="state__word state__word--off">
        <CardIcon state="break" />
        {t("state.onBreak")}
      </p>
      <div className="state__line">
        <h1>
          <Clip text={title} />
        </h1>
        <time className="state__time num" dateTime={isoDuration(elapsed)}>
          {hoursMinutes(elapsed)}
        </time>
      </div>
      <p className="state__meta">
        {detail && `${detail} · `}
        <span>{t("state.breakSince", { time })}</span>
      </p>
      <p className="state__meta">{t("state.bookedUpTo", { time })}</p>
    </section>
  );
}

function Idle({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const { timer, status, zone } = useKnown();
  const last = status?.last;
  // "since 17:02" of another day would mislead: then the fact alone is shown.
  const today = last?.end && status && last.end.slice(0, 10) === status.today.day;
  return (
    <section className="state" aria-label={t("state.idle")}>
      <div className="state__line state__line--one">
        <CardIcon state="idle" />
        <h1>{t("state.idle")}</h1>
        {today && last?.end && (
          <span className="soft num">{t("state.since", { time: clockOf(last.end, last.zone ?? zone) })}</span>
        )}
      </div>
      {timer.undo && <Saved undo={timer.undo} zone={zone} commands={commands} />}
    </section>
  );
}

/** What the clock out saved, and the way back for as long as there is one. */
function Saved({ undo, zone, commands }: { undo: NonNullable<TimerView["undo"]>; zone?: string; commands: Commands }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(true);
  useEffect(() => {
    setOpen(true);
    const timer = setTimeout(() => setOpen(false), Math.max(0, Date.parse(undo.until) - mainNow()));
    return () => clearTimeout(timer);
  }, [undo.until]);
  if (!open) return null;
  const { entry } = undo;
  const span = `${clockOf(entry.begin, entry.zone ?? zone)}–${entry.end ? clockOf(entry.end, entry.zone ?? zone) : ""}`;
  const title = workTitle(entry.work) || entry.text || t("work.none");
  return (
    <div className="saved">
      <span className="tag tag--accent">
        <Icon name="allow" />
        {t("state.saved")}
      </span>
      <Clip text={`${span} ${title}`}>
        <span className="num">{span}</span> <span className="soft">{title}</span>
      </Clip>
      {!undo.final && (
        <Button
          size="sm"
          aria-label={t("timer.undoLong")}
          busy={commands.pending === "undo"}
          onPress={() => void commands.undo()}
        >
          {t("timer.undo")}
        </Button>
      )}
    </div>
  );
}

function Stale() {
  const { t } = useTranslation();
  const { now, language } = useApp();
  const { timer, status, zone } = useKnown();
  const account = useActiveAccount();
  const failed = isUnreachable(account) ? "state.stale" : "state.unread";
  const words = t(account?.failure ? failed : "first.reading", { service: account?.label ?? "" });
  const at = timer.readAt ? momentOf(timer.readAt, zone, now, language) : "";
  const entry = timer.phase === "working" ? status?.running : status?.break?.entry;
  const values = { at, work: (entry && (workTitle(entry.work) || entry.text)) || t("work.none") };
  const since = timer.phase === "break" ? status?.break?.since : entry?.begin;
  return (
    <section className="state" aria-label={words}>
      <div className={`state__line state__line--one${account?.failure ? " state__word--danger" : ""}`}>
        <CardIcon state={account?.failure ? "unreachable" : "idle"} />
        <h1>
          <Clip text={words} />
        </h1>
      </div>
      <p className="state__meta">
        {entry && since ? (
          <Trans
            i18nKey={timer.phase === "break" ? "state.lastBreak" : "state.lastWorking"}
            values={{ ...values, since: momentOf(since, zone, now, language) }}
            components={{ b: <b className="medium" /> }}
          />
        ) : (
          t("state.lastIdle", { at })
        )}
      </p>
      {timer.phase === "working" && <EditsOff why={t("timer.offStale", { service: account?.label ?? "" })} />}
    </section>
  );
}
