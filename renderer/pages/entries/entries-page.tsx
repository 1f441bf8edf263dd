import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { textKey } from "#core/messages/render";
import { ReadingFailed } from "../../features/reading-failed";
import { TableExportMenu, TableExportStatus, useTableExport } from "../../features/table-export";
import { useCall } from "../../lib/call";
import { addDays, dayOf, dayRange, isoWeek, weekdayOf } from "../../lib/format";
import { putState, useActiveAccount, useApp } from "../../lib/store";
import { useFigures } from "../../lib/timer";
import { copyKey, type DraftSlot, newKey, useDrafts } from "../../lib/use-drafts";
import { firstWeekday, weekStart } from "../../lib/week-start";
import { workTitle } from "../../lib/work";
import { Button } from "../../ui/button";
import { CardIcon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { NoAccount, Page, type PageProps, Refused } from "../../ui/page";
import { ServerText } from "../../ui/server-text";
import { Wait } from "../../ui/wait";
import { useCommands } from "../timer/use-commands";
import { AddOnly } from "./add-only";
import { daysOf, type Entry, type Line } from "./analysis";
import { BulkBar } from "./bulk/bulk-bar";
import { BulkResult } from "./bulk/bulk-result";
import type { BulkResult as Bulked } from "./bulk/use-bulk";
import { useSelection } from "./bulk/use-selection";
import { Calendar } from "./calendar/calendar";
import { DayList } from "./day-list";
import { blankDraft, type Draft } from "./draft";
import { entriesTable } from "./entries-table";
import { draftOf, logOf } from "./entry-changes";
import { EntryForm } from "./entry-form";
import { type Filter, isFiltered, matcherOf, peopleOf } from "./filter/filter";
import { FilterLine } from "./filter/filter-line";
import { FilterMenu } from "./filter/filter-menu";
import { FoundList } from "./found/found-list";
import { useFound } from "./found/use-found";
import { useEntries } from "./use-entries";
import { WeekChart } from "./week-chart";
import { WeekHead } from "./week-head";

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

const idsOf = (lines: readonly Line[]) => lines.flatMap((line) => (line.kind === "entry" ? [line.entry.id] : []));

export default function EntriesPage({ onPage }: PageProps) {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const why = account?.refused?.["time.read"];
  // Ids are of one account: what is chosen there would be other entries on the next one.
  if (!account || why === undefined) return <Entries key={account?.id} onPage={onPage} />;
  if (account.refused?.["time.create"] === undefined) return <AddOnly key={account.id} account={account} why={why} />;
  return <Refused title={t("nav.entries")} why={why} />;
}

function Entries({ onPage }: PageProps) {
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
  const [bulk, setBulk] = useState<Bulked | null>(null);
  const [filter, setFilter] = useState<Filter>({});
  const [notes, setNotes] = useState<MessageText[]>([]);
  const drafts = useDrafts(account?.id ?? null);
  const [logging, setLogging] = useState<Logging | null>(null);
  const startLog = (preset: Partial<Draft> = {}, key = newKey) => setLogging({ preset, key });
  const log = useCall("entries:log");
  const settings = useCall("settings:update");
  const show = async (entriesView: typeof ui.entriesView) => {
    const answer = await settings.run({ entriesView });
    if (answer?.ok) putState(answer.value);
  };
  /** Id of the entry that gets the focus once its week is read. */
  const wanted = useRef<string | null>(null);
  const other = useRef(() => {});
  other.current = () => void show(isCalendar ? "list" : "week");

  const first = addDays(thisWeek, -7 * back);
  const last = addDays(first, 6);
  const people = useMemo(() => peopleOf(filter), [filter]);
  const { result, failure, busy, reload, cancel } = useEntries(first, last, people);
  const entries = result?.entries ?? [];
  const isOwn = filter.who === undefined;
  const days = daysOf(first, entries, figures.now, filter.who !== "everyone");
  const label = `${t("week.number", { number: isoWeek(first) })} · ${dayRange(first, last, language)}`;
  const shownZone = result?.zone ?? zone;
  const targets = isOwn ? (account?.targetSeconds ?? null) : null;

  const matches = matcherOf(query, filter);
  const isNarrowed = query.trim() !== "" || isFiltered({ ...filter, who: undefined });
  const shows = (line: Line) => (line.kind === "gap" ? !isNarrowed : matches(line.entry, line.seconds));
  const lines = days.flatMap((day) => day.lines.flatMap((line) => (line.kind === "entry" ? [line] : [])));
  const shown = lines.filter(shows);
  const selection = useSelection([...days].reverse().flatMap((day) => idsOf(day.lines.filter(shows))));

  const word = query.trim();
  const around = { from: addDays(first < today ? first : today, -365), to: addDays(last > today ? last : today, 31) };
  const found = useFound(
    word.length < 2 ? null : { query: word, ...around, ...(people && { people }) },
    String(timer.revision),
  );
  const elsewhere = (found.result?.entries ?? []).filter(
    (entry) => (entry.begin.slice(0, 10) < first || entry.begin.slice(0, 10) > last) && matches(entry),
  );

  const go = (weeks: number) => {
    setBack((old) => old - weeks);
    setNotes([]);
    setLogging(null);
    selection.clear();
  };
  const goTo = ({ id, begin }: Entry) => {
    const monday = weekStart(begin.slice(0, 10), weekdayOf(first));
    wanted.current = id;
    go(Math.round((Date.parse(monday) - Date.parse(first)) / 604_800_000));
  };
  const table = useTableExport((form) => ({
    name: `punchcard-${first}-${last}.csv`,
    ...entriesTable([...shown, ...elsewhere.map((entry) => ({ entry, seconds: entry.seconds }))], form, shownZone, t),
  }));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "n") setLogging(anyNew);
      else if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "c") other.current();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  // What was found elsewhere has the focus in its own week, too.
  useEffect(() => {
    const row =
      wanted.current && result && document.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus();
  }, [result]);

  const changed = (said: MessageText[]) => {
    setNotes(said);
    return reload();
  };
  const saveLog = async (slot: DraftSlot, draft: Draft, times: Partial<Draft>) => {
    const answer = await log.run({ ...logOf(draft, times, account?.fields), draft: slot.ref });
    if (!answer?.ok) return;
    slot.drop();
    setLogging(null);
    void changed(answer.value.notes);
  };

  const head = (
    <WeekHead
      label={label}
      view={ui.entriesView}
      query={query}
      isLogDisabled={!account}
      onGo={go}
      onToday={() => go(back)}
      onView={(view) => void show(view)}
      onSearch={setQuery}
      onLog={() => startLog()}
    />
  );

  if (!account) return <NoAccount title={t("nav.entries")} />;

  const again = ({ work, text, tags }: Entry) => void commands.clockIn({ work, text, tags });
  const logSlot = logging && drafts ? slotFor(drafts.of(logging.key), logging) : null;
  const hasBreaks = account.fields?.includes("break") === true;
  const empty = result && result.entries.length === 0;
  const partial = result?.next !== undefined;
  return (
    <Page title={t("nav.entries")} head={head} className={isCalendar ? "page__body--calendar" : undefined}>
      {!isCalendar && (
        <WeekChart
          days={days}
          today={today}
          targets={targets}
          label={t("week.chart", { week: label })}
          known={result !== null}
        />
      )}
      <div className="entrybar">
        <FilterLine
          filter={filter}
          query={query}
          count={lines.length}
          shown={shown.length}
          seconds={shown.reduce((sum, { seconds }) => sum + seconds, 0)}
          onClear={() => setFilter({})}
        />
        <FilterMenu
          filter={filter}
          entries={entries}
          hasOthers={account.refused !== undefined && !("others_time.read" in account.refused)}
          onChange={setFilter}
        />
        {account.refused?.["time.create"] === undefined && (
          <Button size="sm" icon="folder" onPress={() => onPage("import")}>
            {t("nav.import")}
          </Button>
        )}
        <TableExportMenu {...table} isDisabled={shown.length + elsewhere.length === 0} />
      </div>
      {selection.chosen.length > 0 && !isCalendar && (
        <BulkBar
          entries={shown.map(({ entry }) => entry).filter(({ id }) => selection.has(id))}
          zone={shownZone}
          onClear={selection.clear}
          onDone={(done) => {
            setBulk(done);
            selection.clear();
            void reload();
          }}
        />
      )}
      {bulk && (
        <BulkResult
          key={bulk.change}
          result={bulk}
          zone={shownZone}
          onUndone={() => {
            setBulk(null);
            void changed([t("activity.saidUndone")]);
          }}
          onClose={() => setBulk(null)}
        />
      )}
      <TableExportStatus {...table} />
      <ReadingFailed of={{ failure, busy, reload }} title={result ? t("entry.staleList") : undefined} />
      <Wait on={busy && (!result || failure !== null)} label={t("entry.reading")} onCancel={cancel} />
      {notes.map((note) => (
        <Notice key={textKey(note)}>
          <p className="soft">
            <ServerText text={note} />
          </p>
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
      {result && !empty && shown.length === 0 && (
        <p className="card empty">{word ? t("entry.noMatch", { query }) : t("filter.none")}</p>
      )}
      {drafts &&
        (isCalendar ? (
          <Calendar
            key={account.id}
            days={days}
            today={today}
            now={figures.now}
            zone={shownZone}
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
            zone={shownZone}
            targets={targets}
            showsPerson={!isOwn}
            selection={selection}
            shows={shows}
            onChanged={(said) => void changed(said)}
            onLog={startLog}
            onAgain={again}
          />
        ))}
      {word.length >= 2 && (
        <FoundList
          found={found}
          entries={elsewhere}
          today={today}
          zone={shownZone}
          showsPerson={!isOwn}
          onAction={(entry, action) => {
            if (action === "again") again(entry);
            else if (action === "duplicate") startLog(draftOf(entry, shownZone), copyKey(entry.id));
            else goTo(entry);
          }}
          onDeleted={() => void changed([])}
        />
      )}
    </Page>
  );
}
