import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView, ActivityRow, GrantView } from "#team/api/contract";
import { dayOf, longDay } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { ChangeRow } from "../../pages/activity/change-row";
import { keyAction } from "../../pages/activity/keys";
import { useUndo } from "../../pages/activity/use-undo";
import { Button } from "../../ui/button";
import { Choice, Segments } from "../../ui/choice";
import { Icon } from "../../ui/icon";
import { SearchField } from "../../ui/search-field";
import { TeamPage } from "../frame";
import { chosenLanguage } from "../lib/language";
import { ProblemNotice } from "../lib/problem-notice";
import { Reading } from "../lib/reading";
import { useRead } from "../lib/use-api";
import { QuestionRow, RefusedRow } from "./other-rows";
import { boundsOf, type OutcomeChoice, outcomes, type Period, periods } from "./period";
import { useActivity } from "./use-activity";
import { textOf } from "./words";

const all = "all";
const outcomeNames = Object.keys(outcomes) as OutcomeChoice[];

/** What a person's assistants did, asked for and were refused. */
export default function ActivityPage() {
  const { t } = useTranslation("team");
  const { t: words } = useTranslation();
  const language = chosenLanguage();
  const [period, setPeriod] = useState<Period>("7");
  const [client, setClient] = useState(all);
  const [account, setAccount] = useState(all);
  const [outcome, setOutcome] = useState<OutcomeChoice | typeof all>(all);
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const { from, to } = boundsOf(period, new Date());
  const filters = new URLSearchParams({
    from,
    ...(client !== all && { client }),
    ...(account !== all && { account }),
    ...(outcome !== all && { outcome: outcomes[outcome] }),
  }).toString();
  const { read, rows, more, older, busy, problem, reload } = useActivity(filters, to);
  const grants = useRead<GrantView[]>("/api/grants");
  const accounts = useRead<AccountView[]>("/api/accounts");
  const undo = useUndo();
  const undoAndRead = async (row: number, id: number) => {
    await undo.run(row, id);
    await reload();
  };

  const wanted = query.trim().toLocaleLowerCase(language);
  const shown = rows.filter((row) => textOf(row, language, t, words).toLocaleLowerCase(language).includes(wanted));
  const clients = [
    ...new Set([...(grants.value ?? []).map((one) => one.client.name), ...(client === all ? [] : [client])]),
  ];
  const toggle = (id: number, on: boolean) =>
    setOpen(new Set(on ? [...open, id] : [...open].filter((one) => one !== id)));
  const onKey = (event: KeyboardEvent<HTMLElement>) =>
    keyAction(event, {
      toggle,
      undo: (id) => {
        const row = rows.find((one) => one.kind === "change" && one.change.id === id);
        if (row?.kind !== "change") return;
        if (row.change.undone) void undoAndRead(id, row.change.undone.id);
        else if (row.change.undo.kind === "possible") void undoAndRead(id, id);
      },
    });
  const file = (format: "csv" | "jsonl") =>
    `/api/activity/export?${filters}&to=${encodeURIComponent(to)}&format=${format}`;

  return (
    <TeamPage
      title={t("activity.title")}
      head={
        <span className="line push">
          {(["csv", "jsonl"] as const).map((format) => (
            <a key={format} className="button button--sm" href={file(format)} download>
              <Icon name="download" />
              {t(`activity.export.${format}`)}
            </a>
          ))}
        </span>
      }
    >
      <div className="line">
        <Segments
          label={words("activity.period")}
          value={period}
          options={periods.map((id) => ({ id, label: words(`activity.days.${id}`) }))}
          onChange={setPeriod}
        />
        <Choice
          label={t("activity.client")}
          value={client}
          options={[{ id: all, label: t("activity.allClients") }, ...clients.map((id) => ({ id, label: id }))]}
          onChange={setClient}
        />
        <Choice
          label={words("activity.account")}
          value={account}
          options={[
            { id: all, label: words("activity.allAccounts") },
            ...(accounts.value ?? []).map(({ id, label }) => ({ id, label })),
          ]}
          onChange={setAccount}
        />
        <Choice
          label={t("activity.outcomeLabel")}
          value={outcome}
          options={[
            { id: all, label: t("activity.anyOutcome") },
            ...outcomeNames.map((id) => ({ id, label: t(`activity.choice.${id}`) })),
          ]}
          onChange={setOutcome}
        />
        <SearchField
          placeholder={words("activity.search")}
          label={words("activity.searchLabel")}
          value={query}
          onChange={setQuery}
        />
      </div>
      <p className="sr" aria-live="polite">
        {undo.said}
      </p>
      {undo.notes.length > 0 && <p className="hint">{undo.notes.map(serverSentence).join(" ")}</p>}
      <Reading read={read} label={words("activity.reading")}>
        {() => (
          <div className="activity">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows within, each of which is a button */}
            <div className="daylist" onKeyDown={onKey}>
              {daysOf(shown).map(({ day, rows: own }) => (
                <section key={day} aria-label={longDay(day, language)}>
                  <p className="day__head">
                    <span className="strong">{longDay(day, language)}</span>
                    <span className="hint">{t("activity.actions", { count: own.length })}</span>
                  </p>
                  <ul className="card clipped">
                    {own.map((row) =>
                      row.kind === "change" ? (
                        <ChangeRow
                          key={`change-${row.change.id}`}
                          change={row.change}
                          labels={{}}
                          language={language}
                          zone={undefined}
                          open={open.has(row.change.id)}
                          busy={undo.busy === row.change.id}
                          refusal={undo.refusals.get(row.change.id) ?? null}
                          onOpen={(on) => toggle(row.change.id, on)}
                          onUndo={(id) => void undoAndRead(row.change.id, id)}
                        />
                      ) : row.kind === "question" ? (
                        <QuestionRow key={row.question.id} row={row} />
                      ) : (
                        <RefusedRow key={`${row.at} ${row.client} ${row.tool}`} row={row} />
                      ),
                    )}
                  </ul>
                </section>
              ))}
            </div>
            {shown.length === 0 && (
              <div className="card empty">
                <Icon name="history" />
                <p className="strong">{t(rows.length > 0 ? "activity.noMatch" : "activity.none")}</p>
              </div>
            )}
          </div>
        )}
      </Reading>
      {problem && <ProblemNotice problem={problem} />}
      {more && (
        <p>
          <Button size="sm" busy={busy} onPress={() => void older()}>
            {words("activity.older")}
          </Button>
        </p>
      )}
      <p className="hint">{t("activity.privacy")}</p>
    </TeamPage>
  );
}

/** Newest first, as the rows are. */
function daysOf(rows: readonly ActivityRow[]): { day: string; rows: ActivityRow[] }[] {
  const days = new Map<string, ActivityRow[]>();
  for (const row of rows) {
    const day = dayOf(row.at, undefined);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([day, own]) => ({ day, rows: own }));
}
