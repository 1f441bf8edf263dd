import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { AccountFailure } from "../../features/account-failure";
import { ReadingFailed } from "../../features/reading-failed";
import { useCall } from "../../lib/call";
import { errorText } from "../../lib/error-text";
import { addMonths, dayCount, dayOf, monthName, weekdayDate } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { useActiveAccount, useApp } from "../../lib/store";
import { useFigures, zoneOf } from "../../lib/timer";
import { type Reading, useQuery } from "../../lib/use-query";
import { Button, IconButton } from "../../ui/button";
import { Segments } from "../../ui/choice";
import { Confirm } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { NoAccount, Page } from "../../ui/page";
import { ServerText } from "../../ui/server-text";
import { Wait, WaitEnded } from "../../ui/wait";
import { Balances } from "./balances";
import { AbsenceBar, type Decision } from "./bar";
import { type Absence, type Draft, emptyDraft, pressed, weeksOf, workingDays } from "./calendar";
import { DecideElsewhere } from "./decide-elsewhere";
import { Legend } from "./legend";
import { MonthGrid } from "./month-grid";
import { RequestForm } from "./request-form";
import { requestOf, useCheck } from "./use-check";
import { asksFor, barText, barWords, decisionsFor } from "./words";

export default function AbsencesPage() {
  const { t } = useTranslation();
  const account = useActiveAccount();
  if (account) return <Calendar key={account.id} />;
  return <NoAccount title={t("nav.absences")} />;
}

/** The person did not wait for it. */
const isEnded = ({ failure }: Pick<Reading<"absences:list">, "failure">) => failure?.code === "cancelled";

/** Codes that say that there are no absences to be had here, and not that reading them went wrong. */
const lacking: readonly string[] = ["unsupported", "forbidden"];

function Calendar() {
  const { t } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { now } = useFigures();
  const { language } = app;
  const zone = zoneOf(app) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dayOf(now, zone);
  const place = account?.label ?? "";
  const refused = account?.refused ?? {};

  const [at, setAt] = useState(today);
  const [who, setWho] = useState<"me" | "everyone">("me");
  const [written, setWritten] = useState<Draft>(emptyDraft());
  const [sent, setSent] = useState<MessageText[] | null>(null);
  const [deciding, setDeciding] = useState<{ absence: Absence; decision: Decision } | null>(null);
  const firstField = useRef<HTMLInputElement>(null);

  const weeks = weeksOf(at);
  const [from, to] = [weeks[0]?.[0] ?? at, weeks.at(-1)?.[6] ?? at];
  const list = useQuery("absences:list", { from, to, who });
  const offered = useQuery("absences:types", undefined);
  const year = Number(at.slice(0, 4));
  const thisYear = Number(today.slice(0, 4));
  const asOf = year === thisYear ? today : year > thisYear ? `${year}-01-01` : `${year}-12-31`;
  const balance = useQuery("absences:balance", { day: asOf });
  const send = useCall("absences:request");
  const decide = useCall("absences:decide");
  const readings = [list, offered, balance];
  const awaited = readings.filter(({ busy, result, failure }) => busy && (!result || failure !== null));
  const ended = readings.filter(isEnded);

  const types = offered.result?.types ?? [];
  const draft = { ...written, type: written.type || (types[0]?.id ?? "") };
  const type = types.find(({ id }) => id === draft.type);
  // What the form does not show is not sent.
  const single = draft.first === draft.last;
  const meant: Draft = {
    ...draft,
    firstHalf: draft.firstHalf && type?.half_days === true,
    lastHalf: draft.lastHalf && type?.half_days === true && !single,
    half: draft.firstHalf && type?.half_days && type.which_half && single ? draft.half || "morning" : "",
    hours: type?.hours && single ? draft.hours : "",
    comment: asksFor(type, "comment") ? draft.comment : "",
    reason: asksFor(type, "reason") ? draft.reason : "",
    substitute: asksFor(type, "substitute") ? draft.substitute : "",
  };
  const check = useCheck(meant);
  const put = (change: Partial<Draft>) => {
    setSent(null);
    send.forget();
    setWritten((old) => ({ ...old, ...change }));
  };
  const pick = (day: string, extend: boolean) => put(pressed(draft, day, extend));

  const submit = async () => {
    const answer = await send.run(requestOf(meant, false));
    if (!answer?.ok) return;
    setSent(answer.value.notes);
    setWritten(emptyDraft(draft.type));
  };
  const act = async (absence: Absence, decision: Decision) => {
    const answer = await decide.run({ ids: [absence.id], action: decision });
    if (answer?.ok) setDeciding(null);
  };
  const ask = (absence: Absence, decision: Decision) => {
    decide.forget();
    // Only what takes something away asks again; the rest can be taken back.
    if (decision === "cancel" || decision === "reject") setDeciding({ absence, decision });
    else void act(absence, decision);
  };

  const days = check.result
    ? t("absence.days", { days: dayCount(check.result.days, language), count: check.result.days })
    : null;
  const people = list.result?.people;
  const onlyMine = errorText(account, "others_absence.read", t);
  const head = (
    <>
      <span className="steps-by">
        <IconButton outlined name="left" label={t("month.before")} onPress={() => setAt(addMonths(at, -1))} />
        <Button aria-label={t("month.button", { month: monthName(at, language) })} onPress={() => setAt(today)}>
          {monthName(at, language)}
        </Button>
        <IconButton outlined name="right" label={t("month.after")} onPress={() => setAt(addMonths(at, 1))} />
      </span>
      {onlyMine === undefined && (
        <span className="push">
          <Segments
            label={t("absence.whose")}
            value={who}
            options={[
              { id: "me", label: t("absence.mine") },
              {
                id: "everyone",
                label: who === "everyone" && people ? t("absence.teamOf", { count: people.read }) : t("absence.team"),
              },
            ]}
            onChange={setWho}
          />
        </span>
      )}
    </>
  );

  const failure = list.failure;
  if (failure && lacking.includes(failure.code))
    return (
      <Page title={t("nav.absences")}>
        <div className="card empty">
          <Icon name="calendar" />
          <p className="strong">{t("absence.lacking", { service: place })}</p>
          <p>
            <ServerText text={failure.message} />
          </p>
          {failure.next && (
            <p>
              <ServerText text={failure.next} />
            </p>
          )}
          <p className="hint">{t("absence.lackingWhat")}</p>
          <Button icon="reload" busy={list.busy} waiting={t("wait.refresh")} onPress={() => void list.reload()}>
            {t("timer.refresh")}
          </Button>
        </div>
      </Page>
    );

  const cannot = refused["absence.create"];
  return (
    <Page title={t("nav.absences")} head={head} className="absences">
      <div className="stack stack--close">
        {!isEnded(list) && <ReadingFailed of={list} />}
        {decide.failure && !deciding && <AccountFailure failure={decide.failure} write />}
        {ended.length > 0 && (
          <WaitEnded
            busy={ended.some(({ busy }) => busy)}
            onAgain={() => {
              for (const { reload } of ended) void reload();
            }}
          />
        )}
        <Wait
          on={awaited.length > 0}
          label={t("absence.reading")}
          onCancel={() => {
            for (const { cancel } of awaited) cancel();
          }}
        />
        <MonthGrid
          at={at}
          today={today}
          absences={list.result?.absences ?? []}
          holidays={list.result?.holidays ?? []}
          draft={draft}
          works={workingDays(account?.targetSeconds ?? null, list.result?.holidays ?? [])}
          nameOf={(bar) => barWords(bar, t)}
          onMove={setAt}
          onPick={pick}
          onStart={(day) => {
            put({ first: day, last: day });
            firstField.current?.focus();
          }}
        >
          {(piece) => (
            <AbsenceBar
              key={`${piece.bar.key}/${piece.start}`}
              piece={piece}
              text={barText(piece, t, days)}
              words={barWords(piece.bar, t)}
              can={piece.bar.absence ? decisionsFor(piece.bar.absence, offered.result?.decisions ?? [], refused) : []}
              onDecide={ask}
            />
          )}
        </MonthGrid>
        <Legend team={who === "everyone"} />
        {list.result?.status_untold && (
          <p className="line line--text hint">
            <Icon name="info" />
            <span>
              {t("absence.statusUntold", {
                service: account ? t(`service.${account.service}.name`) : t("failure.service"),
              })}
            </span>
          </p>
        )}
        {offered.result?.decide_where && (
          <DecideElsewhere service={account?.service} url={offered.result.decide_where} />
        )}
        {list.result && list.result.more > 0 && <Notice title={t("absence.partial", { count: list.result.more })} />}
        {people && people.unread.length > 0 && (
          <Notice tone="warn" title={t("absence.unread", { count: people.unread.length })}>
            <p className="plain">
              {people.unread.map(({ name, why }) => `${name} (${serverSentence(why).replace(/\.$/, "")})`).join(", ")}.{" "}
              {t("absence.unreadWhat")}
            </p>
          </Notice>
        )}
        {onlyMine !== undefined && (
          <p className="line line--text hint">
            <Icon name="lock" />
            <span>{t("absence.onlyMine", { why: onlyMine })}</span>
          </p>
        )}
        {balance.failure && !isEnded(balance) ? (
          <AccountFailure failure={balance.failure} title={t("absence.balanceFailed")} />
        ) : (
          balance.result && <Balances balances={balance.result.balances} year={year} />
        )}
        <p className="hint">{t("absence.keys")}</p>
      </div>
      {cannot !== undefined ? (
        <Notice icon="lock" title={t("absence.cannot")}>
          <p>{cannot}</p>
        </Notice>
      ) : offered.failure && !isEnded(offered) ? (
        <AccountFailure failure={offered.failure} title={t("absence.typesFailed")} />
      ) : offered.result && types.length === 0 ? (
        <Notice title={t("absence.noTypes")} />
      ) : (
        offered.result && (
          <RequestForm
            types={types}
            draft={draft}
            check={check}
            place={place}
            zone={zone}
            sending={send.busy}
            failure={send.failure}
            sent={sent}
            firstField={firstField}
            onChange={put}
            onSend={() => void submit()}
            onClear={() => put(emptyDraft(draft.type))}
          />
        )
      )}
      {deciding && (
        <Confirm
          title={t(`absence.${deciding.decision === "reject" ? "rejectTitle" : "cancelTitle"}`, {
            what: barWords({ key: "", look: "own", first: "", last: "", absence: deciding.absence }, t),
          })}
          action={t(`absence.do.${deciding.decision}`)}
          busy={decide.busy}
          onClose={() => setDeciding(null)}
          onConfirm={() => void act(deciding.absence, deciding.decision)}
        >
          <p>
            {weekdayDate(deciding.absence.first, language)}
            {deciding.absence.last !== deciding.absence.first && ` – ${weekdayDate(deciding.absence.last, language)}`}.{" "}
            {t(deciding.decision === "reject" ? "absence.rejectWhat" : "absence.cancelWhat")}
          </p>
          {decide.failure && <AccountFailure failure={decide.failure} write />}
        </Confirm>
      )}
    </Page>
  );
}
