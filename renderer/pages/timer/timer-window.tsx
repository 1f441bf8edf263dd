import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { AsideFiles } from "../../features/aside-files";
import { WorkSearch } from "../../features/work/work-search";
import { useTimerCall } from "../../lib/call";
import { dayOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { useFigures } from "../../lib/timer";
import { ShortcutList, useShortcutList } from "../../ui/shortcuts";
import { Actions } from "./actions";
import { AwayCard } from "./away-card";
import { DamagedSheet } from "./damaged-sheet";
import { FailedCommand } from "./failed-command";
import { choiceOf, Favorites } from "./favorites/favorites";
import { InitialState, NoAccount } from "./initial-state";
import { Notes } from "./notes";
import { Outbox } from "./outbox";
import { QuestionCard } from "./question-card";
import { StaleHelp } from "./stale-help";
import { StateLine } from "./state-line";
import { StatusLine } from "./status-line";
import { Today } from "./today";
import { TopBar } from "./top-bar";
import { UnreadableTimer } from "./unreadable-timer";
import { otherRecents, useCommands } from "./use-commands";
import { useTimerKeys } from "./use-timer-keys";
import { Week } from "./week";
import { ZoneQuestion } from "./zone-question";

const FavoritesDialog = lazy(() =>
  import("./favorites/favorites-dialog").then(({ FavoritesDialog }) => ({ default: FavoritesDialog })),
);

export default function TimerWindow() {
  const { t } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { timer } = app;
  const figures = useFigures();
  const commands = useCommands();
  const { run: refresh, busy: refreshing } = useTimerCall("app:refresh");
  const search = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState(false);
  const shortcuts = useShortcutList();

  // "Today" of yesterday would be a wrong number: at midnight it is read again, once.
  const day = timer.status?.today.day;
  const today = dayOf(figures.now, timer.status?.zone);
  const over = Boolean(day && day !== today && !timer.stale);
  useEffect(() => {
    if (over) void refresh();
  }, [over, refresh]);

  useEffect(() => {
    document.title = t("title.timer");
  }, [t]);

  const { status } = timer;
  const damaged = account?.failure?.code === "damaged";
  const { outbox } = timer;
  const known = account && !damaged && (status || outbox.assumed) && timer.phase !== "unknown";
  // A click is sent, or kept with its time.
  const clicks = !timer.stale || outbox.offline === "kept";
  useTimerKeys(search, refresh, (index) => {
    const favorite = app.favorites[index];
    if (known && clicks && favorite && favorite.gone === null) void commands.clockIn(choiceOf(favorite));
  });
  return (
    <main className="timer" aria-label={t("title.timer")}>
      <TopBar onFavorites={() => setEditing(true)} />
      <div className="timer__body">
        {!account && <NoAccount />}
        {account && timer.unreadable !== undefined && (
          <UnreadableTimer account={account} why={timer.unreadable} commands={commands} />
        )}
        {damaged && <DamagedSheet />}
        {account && !damaged && !known && timer.unreadable === undefined && (
          <>
            <InitialState account={account} onRetry={() => void refresh()} busy={refreshing} />
            {timer.failed && <FailedCommand failed={timer.failed} commands={commands} />}
          </>
        )}
        {!known && (
          <div className="notes">
            <AsideFiles />
          </div>
        )}
        {known && (
          <>
            <StateLine figures={figures} commands={commands} />
            <AwayCard />
            {timer.failed && <FailedCommand failed={timer.failed} commands={commands} />}
            <Notes failure={commands.failure} />
            <div className="notes">
              <AsideFiles />
            </div>
            <ZoneQuestion />
            {clicks && <Actions commands={commands} onSwitch={() => search.current?.focus()} />}
            <QuestionCard outbox={outbox} commands={commands} />
            <Outbox outbox={outbox} commands={commands} />
            <Today figures={figures} />
            {timer.stale && (
              <StaleHelp
                place={descriptorOf(account.service).credential?.asks.includes("user") ? account.label : account.place}
                isMain={!clicks}
              />
            )}
            {clicks && (
              <>
                {!timer.stale && <Week figures={figures} />}
                <Favorites commands={commands} onEdit={() => setEditing(true)} />
                <section className="recents" aria-label={timer.phase === "idle" ? t("timer.again") : t("timer.other")}>
                  <WorkSearch
                    hasKey
                    inputRef={search}
                    label={timer.phase === "idle" ? t("timer.again") : t("timer.other")}
                    lineLabel={(name) => t(timer.phase === "idle" ? "timer.clockInOn" : "timer.switchTo", { name })}
                    recent={otherRecents(timer)}
                    isDisabled={commands.busy}
                    onChoose={(choice) => void commands.clockIn(choice)}
                  />
                </section>
              </>
            )}
          </>
        )}
      </div>
      {editing && (
        <Suspense>
          <FavoritesDialog onClose={() => setEditing(false)} />
        </Suspense>
      )}
      {shortcuts.open && <ShortcutList onClose={() => shortcuts.setOpen(false)} />}
      <StatusLine now={figures.now} busy={refreshing} onRefresh={() => void refresh()} />
    </main>
  );
}
