import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { addDays, dayOf, dayRange, isoWeek } from "../../lib/format";
import { putState, useActiveAccount, useApp } from "../../lib/store";
import { useFigures } from "../../lib/timer";
import { firstWeekday, weekStart } from "../../lib/week-start";
import { workDetail, workTitle } from "../../lib/work";
import { Button, IconButton } from "../../ui/button";
import { Segments } from "../../ui/choice";
import { CardIcon, Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { NoAccount, Page, Refused } from "../../ui/page";
import { Wait, WaitEnded } from "../../ui/wait";
import { useCommands } from "../timer/use-commands";
import { AddOnly } from "./add-only";
import { daysOf, type Line } from "./analysis";
import { Calendar } from "./calendar/calendar";
import { DayList } from "./day-list";
import { blankDraft, type Draft } from "./draft";
import { logOf } from "./entry-changes";
import { EntryForm } from "./entry-form";
import { type DraftSlot, newKey, useDrafts } from "./use-drafts";
import { useEntries } from "./use-entries";
import { WeekChart } from "./week-chart";

function matches(query: string) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (line: Line) => {
    if (words.length === 0) return true;
    if (line.kind === "gap") return false;
    const { work, text, tags } = line.entry;
    const hay = [workTitle(work), workDetail(work, { customer: true, text }), ...tags].join(" ").toLowerCase();
    return words.every((word) => hay.includes(word));
  };
}

/** A form for a new entry: what it begins with, and the key of its draft. */
interface Logging {
  preset: Partial<Draft>;
  key: string;
}
const anyNew: Logging = { preset: {}, key: newKey };

/** What was typed into a new entry goes with the times that were chosen now; a copy has all of its own. */
function slotFor(slot: DraftSlot, { preset, key }: Logging): DraftSlot {
  if (!slot.kept || key !== newKey) return slot;
  const chosen = Object.keys(preset).length > 0 ? { ...preset, byDuration: false } : {};
  return { ...slot, kept: { ...slot.kept, fields: { ...slot.kept.fields, ...chosen } } };
}

export default function EntriesPage() {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const why = account?.refused?.["time.read"];
  if (!account || why === undefined) return <Entries />;
  if (account.refused?.["time.create"] === undefined) return <AddOnly key={account.id} account={account} why={why} />;
  return <Refused title={t("nav.entries")} why={why} />;
}

function Entries() {
  const { t } = useTranslation();
  const { language, timer, ui } = useApp();
  const account = useActiveAccount();
  const figures = useFigures();
  const commands = useCommands();
  const zone = timer.status?.zone ?? account?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dayOf(figures.now, zone);
  const isCalendar = ui.entriesView === "week";
  const thisWeek =
    (isCalendar ? null : timer.status?.week.first) ?? weekStart(today, isCalendar ? firstWeekday(language) : 0);
  const [back, setBack] = useState(0);
  const [query, setQuery] = useState("");
  const [notes, setNotes] = useState<string[]>([]);
  const drafts = useDrafts(account?.id ?? null);
  const [logging, setLogging] = useState<Logging | null>(null);
  const startLog = (preset: Partial<Draft> = {}, key = newKey) => setLogging({ preset, key });
  const log = useCall("entries:log");
  const search = useRef<HTMLInputElement>(null);
  const settings = useCall("settings:update");
  const show = async (entriesView: typeof ui.entriesView) => {
    const answer = await settings.run({ entriesView });
    if (answer?.ok) putState(answer.value);
  };
  const other = useRef(() => {});
  other.current = () => void show(isCalendar ? "list" : "week");

  const first = addDays(thisWeek, -7 * back);
  const last = addDays(first, 6);
  const { result, failure, busy, reload, cancel } = useEntries(first, last);
  const days = daysOf(first, result?.entries ?? [], figures.now);
  const label = `${t("week.number", { number: isoWeek(first) })} · ${dayRange(first, last, language)}`;
  const go = (weeks: number) => {
    setBack((old) => old - weeks);
    setNotes([]);
    setLogging(null);
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const free = !(event.target instanceof HTMLInputElement);
      if (event.key === "/" && free) search.current?.focus();
      else if ((event.ctrlKey || event.metaKey) && event.key === "n") setLogging(anyNew);
      else if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "c") other.current();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const changed = (said: string[]) => {
    setNotes(said);
    return reload();
  };
  const saveLog = async (slot: DraftSlot, draft: Draft, times: Partial<Draft>) => {
    const answer = await log.run({ ...logOf(draft, times), draft: slot.ref });
    if (!answer?.ok) return;
    slot.drop();
    setLogging(null);
    void changed(answer.value.notes);
  };

  const head = (
    <>
      <span className="steps-by">
        <IconButton outlined name="left" label={t("week.before")} onPress={() => go(-1)} />
        <Button
          icon="calendar"
          aria-label={t("week.button", { week: label })}
          onPress={() => setBack(0)}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") go(-1);
            else if (event.key === "ArrowRight") go(1);
            else event.continuePropagation();
          }}
        >
          <span className="num">{label}</span>
        </Button>
        <IconButton outlined name="right" label={t("week.after")} onPress={() => go(1)} />
      </span>
      <span className="line push page__do">
        <Segments
          label={t("calendar.view")}
          value={ui.entriesView}
          options={[
            { id: "list", label: t("calendar.list") },
            { id: "week", label: t("calendar.calendar") },
          ]}
          onChange={(view) => void show(view)}
        />
        <div className="search search--page">
          <Icon name="search" />
          <input
            ref={search}
            className="input"
            type="search"
            placeholder={t("entry.search")}
            aria-label={t("entry.searchLabel")}
            aria-keyshortcuts="/"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <Button
          kind="primary"
          icon="plus"
          isDisabled={!account}
          aria-keyshortcuts="Control+N"
          onPress={() => startLog()}
        >
          {t("entry.log")}
        </Button>
      </span>
    </>
  );

  if (!account) return <NoAccount title={t("nav.entries")} />;

  const logSlot = logging && drafts ? slotFor(drafts.of(logging.key), logging) : null;
  const hasBreaks = account.fields?.includes("break") === true;
  const empty = result && result.entries.length === 0;
  const shows = matches(query);
  const found = days.some((day) => day.lines.some(shows));
  const partial = result?.next !== undefined;
  return (
    <Page title={t("nav.entries")} head={head} className={isCalendar ? "page__body--calendar" : undefined}>
      {!isCalendar && (
        <WeekChart
          days={days}
          today={today}
          targets={account.targetSeconds}
          label={t("week.chart", { week: label })}
          known={result !== null}
        />
      )}
      {failure && failure.code !== "cancelled" && (
        <AccountFailure failure={failure} title={result ? t("entry.staleList") : undefined}>
          <p className="line">
            <Button icon="reload" busy={busy} waiting={t("wait.refresh")} onPress={() => void reload()}>
              {t("timer.refresh")}
            </Button>
          </p>
        </AccountFailure>
      )}
      {failure?.code === "cancelled" && <WaitEnded busy={busy} onAgain={() => void reload()} />}
      <Wait on={busy && (!result || failure !== null)} label={t("entry.reading")} onCancel={cancel} />
      {notes.map((note) => (
        <Notice key={note}>
          <p className="soft">{note}</p>
        </Notice>
      ))}
      {partial && result && (
        <Notice title={t("entry.partial", { shown: result.entries.length, total: result.total.entries })} />
      )}
      {logging && logSlot && (
        <div className="card clipped logform">
          <EntryForm
            key={JSON.stringify([account.id, logging])}
            label={t("entry.log")}
            first={{
              ...blankDraft,
              day: back === 0 ? today : first,
              work: timer.suggestion?.work ?? {},
              ...logging.preset,
            }}
            slot={logSlot}
            isNew
            hasBreaks={hasBreaks}
            busy={log.busy}
            failure={log.failure}
            save={t("entry.log")}
            onSave={(draft, times) => void saveLog(logSlot, draft, times)}
            onCancel={() => {
              log.forget();
              setLogging(null);
            }}
          />
        </div>
      )}
      {empty && !isCalendar && (
        <div className="card empty">
          <CardIcon state="idle" />
          <p className="strong">{t("entry.none", { week: t("week.number", { number: isoWeek(first) }) })}</p>
          <p>{t("entry.noneDo")}</p>
          <p className="line">
            {timer.phase === "idle" && timer.suggestion && !timer.stale && (
              <Button
                busy={commands.busy}
                waiting={t("wait.clock_in")}
                onPress={() => timer.suggestion && void commands.clockIn(timer.suggestion)}
              >
                {t("timer.clockInOn", { name: workTitle(timer.suggestion.work) || t("work.none") })}
              </Button>
            )}
            <Button onPress={() => startLog()}>{t("entry.log")}</Button>
          </p>
        </div>
      )}
      {result && !empty && !found && <p className="card empty">{t("entry.noMatch", { query })}</p>}
      {drafts &&
        (isCalendar ? (
          <Calendar
            key={account.id}
            days={days}
            today={today}
            now={figures.now}
            zone={result?.zone ?? zone}
            read={result}
            shows={shows}
            hasBreaks={hasBreaks}
            work={timer.suggestion?.work ?? {}}
            onChanged={changed}
            drafts={drafts}
            onLog={startLog}
            onToday={() => setBack(0)}
          />
        ) : (
          <DayList
            key={account.id}
            hasBreaks={hasBreaks}
            drafts={drafts}
            days={days}
            today={today}
            zone={result?.zone ?? zone}
            targets={account.targetSeconds}
            shows={shows}
            onChanged={(said) => void changed(said)}
            onLog={startLog}
            onAgain={({ work, text, tags }) => void commands.clockIn({ work, text, tags })}
          />
        ))}
    </Page>
  );
}
