import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keptDays } from "#core/domain/results/activity-terms";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AppState } from "#main/ipc/contract/app-state";
import { addDays, dayOf, longDay } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { mainNow, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { Icon } from "../../ui/icon";
import { NoAccount, Page } from "../../ui/page";
import { SearchField } from "../../ui/search-field";
import { Wait, WaitEnded } from "../../ui/wait";
import { ChangeRow } from "./change-row";
import { chipsOf, everyone, isOf, WhoChips } from "./filter";
import { keyAction } from "./keys";
import { LostChanges } from "./lost-changes";
import { useUndo } from "./use-undo";
import { byDay, type Change, sentenceOf, whoName } from "./words";

const periods = ["1", "7", "30", "90"] as const;
const pageSize = 200;

export default function ActivityPage() {
  const { t } = useTranslation();
  const { accounts } = useApp();
  return accounts.length > 0 ? <Activity /> : <NoAccount title={t("nav.activity")} />;
}

function Activity() {
  const { t } = useTranslation();
  const app = useApp();
  const { language, accounts } = app;
  const zone = zoneOf(app);
  const today = dayOf(mainNow(), zone);
  const [days, setDays] = useState<(typeof periods)[number]>("7");
  const [account, setAccount] = useState("all");
  const [who, setWho] = useState(everyone);
  const [query, setQuery] = useState("");
  const [limit, setLimit] = useState(pageSize);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const first = addDays(today, 1 - Number(days));
  const asked = {
    // A day more on both sides, whatever the zone; what is not of the period is left out below.
    from: `${addDays(first, -1)}T00:00:00Z`,
    to: `${addDays(today, 2)}T00:00:00Z`,
    ...(account !== "all" && { accountId: account }),
    limit,
  };
  const { result, failure, busy, reload, cancel } = useQuery("activity:list", asked, clicksOf(app));
  const undo = useUndo();
  const active = accounts.find(({ id }) => id === app.activeAccount);
  const isLocal = active !== undefined && descriptorOf(active.service).isLocal;

  const labels = result?.labels ?? {};
  const changes = (result?.changes ?? []).filter(({ at }) => dayOf(at, zone) >= first);
  const wanted = query.trim().toLocaleLowerCase(language);
  const matches = (change: Change) =>
    isOf(change, who) &&
    `${whoName(change, labels, t)} ${sentenceOf(change, language, t)} ${JSON.stringify(change.items)}`
      .toLocaleLowerCase(language)
      .includes(wanted);
  const shown = changes.filter(matches);
  const toggle = (id: number, on: boolean) =>
    setOpen(new Set(on ? [...open, id] : [...open].filter((one) => one !== id)));
  const onKey = (event: KeyboardEvent<HTMLElement>) =>
    keyAction(event, {
      toggle,
      undo: (id) => {
        const change = changes.find((one) => one.id === id);
        if (change?.undone) void undo.run(id, change.undone.id);
        else if (change?.undo.kind === "possible") void undo.run(id, id);
      },
    });

  const head = (
    <span className="line push page__do">
      <SearchField
        placeholder={t("activity.search")}
        label={t("activity.searchLabel")}
        value={query}
        onChange={setQuery}
      />
      <Choice
        label={t("activity.period")}
        value={days}
        options={periods.map((id) => ({ id, label: t(`activity.days.${id}`) }))}
        onChange={setDays}
      />
      <Choice
        label={t("activity.account")}
        value={account}
        options={[{ id: "all", label: t("activity.allAccounts") }, ...accounts.map(({ id, label }) => ({ id, label }))]}
        onChange={setAccount}
      />
    </span>
  );
  return (
    <Page title={t("nav.activity")} head={head} className="activity">
      {failure?.code === "cancelled" ? (
        <WaitEnded busy={busy} onAgain={() => void reload()} />
      ) : (
        failure && <FailureNotice failure={failure} />
      )}
      <Wait on={busy} label={result ? undefined : t("activity.reading")} onCancel={cancel} />
      <p className="sr" aria-live="polite">
        {undo.said}
      </p>
      {undo.notes.length > 0 && <p className="hint">{undo.notes.map(serverSentence).join(" ")}</p>}
      {isLocal && <LostChanges />}
      {result && changes.length > 0 && (
        <WhoChips chips={chipsOf({ changes, labels }, t)} value={who} onChange={setWho} />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows within, each of which is a button */}
      <div className="daylist" onKeyDown={onKey}>
        {byDay(shown, zone).map(({ day, changes: own }) => (
          <section key={day} aria-label={longDay(day, language)}>
            <p className="day__head">
              <span className="strong">
                {day === today ? t("activity.today", { day: longDay(day, language) }) : longDay(day, language)}
              </span>
              <span className="hint">{t("activity.changes", { count: own.length })}</span>
            </p>
            <ul className="card clipped">
              {own.map((change) => (
                <ChangeRow
                  key={change.id}
                  change={change}
                  labels={labels}
                  language={language}
                  zone={zone}
                  open={open.has(change.id)}
                  busy={undo.busy === change.id}
                  refusal={undo.refusals.get(change.id) ?? null}
                  onOpen={(on) => toggle(change.id, on)}
                  onUndo={(id) => void undo.run(change.id, id)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {result?.more && (
        <p>
          <Button size="sm" onPress={() => setLimit(limit + pageSize)}>
            {t("activity.older")}
          </Button>
        </p>
      )}
      {result && shown.length === 0 && (
        <div className="card empty">
          <Icon name="history" />
          <p className="strong">
            {query ? t("activity.noMatch", { query }) : t(changes.length > 0 ? "activity.noneOf" : "activity.none")}
          </p>
          <p>{t("activity.what", { count: keptDays })}</p>
          {query && (
            <Button size="sm" onPress={() => setQuery("")}>
              {t("activity.clearSearch")}
            </Button>
          )}
        </div>
      )}
    </Page>
  );
}

/** What the timer itself writes raises no count of writes. */
const clicksOf = ({ timer: { phase, status } }: AppState) =>
  `${phase}/${status?.running?.id ?? ""}/${status?.running?.text ?? ""}/${status?.last?.id ?? ""}`;
