import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalView } from "#team/api/contract";
import { clockOf } from "../../lib/format";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Alone } from "../frame";
import { ProblemNotice } from "../lib/problem-notice";
import { navigate } from "../lib/router";
import { useSend } from "../lib/use-api";
import { Lines, useAskTitle } from "./lines";

interface Props {
  approval: ApprovalView;
  minutes: number;
  onChange(approval: ApprovalView): void;
  onReload(): Promise<void>;
}

/** Milliseconds between two looks at whether a yes was used. */
const lookEvery = 5_000;

/** What became of a question: go back to the client, what the yes covers, and taking it back while it was not used. */
export function Answered({ approval, minutes, onChange, onReload }: Props) {
  const { t } = useTranslation("team");
  const ask = useAskTitle();
  const { run, busy, problem } = useSend();
  const { id, state, client, account, expiresAt, answeredAt } = approval;
  const isAllowed = state === "allowed";

  useEffect(() => {
    if (!isAllowed) return;
    const look = () => document.visibilityState === "visible" && void onReload();
    const timer = setInterval(look, lookEvery);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [isAllowed, onReload]);

  const takeBack = async () => {
    const answered = await run<ApprovalView>("POST", `/api/approvals/${id}`, { answer: "take_back" });
    if (answered?.ok) onChange(answered.value);
    else if (answered) await onReload();
  };
  const time = clockOf(answeredAt ?? expiresAt, undefined);
  return (
    <Alone
      title={t(`approve.state.${state as Exclude<typeof state, "open">}`, { time })}
      foot={
        <>
          <span className="soft">{t("approve.close")}</span>
          <span className="line push">
            {isAllowed && (
              <Button size="lg" icon="undo" busy={busy} onPress={() => void takeBack()}>
                {t("approve.takeBack")}
              </Button>
            )}
            <Button size="lg" autoFocus onPress={() => navigate("/")}>
              {t("approve.home")}
            </Button>
          </span>
        </>
      }
    >
      <p className="soft">
        {ask(approval)} · {account.label}
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <Notice icon={isAllowed ? "right" : undefined}>
        <p className="plain" role="status">
          {isAllowed
            ? t("approve.goOn", { client, time: clockOf(expiresAt, undefined), count: minutes })
            : t(`approve.then.${state as Exclude<typeof state, "open" | "allowed">}`, { client })}
        </p>
      </Notice>
      <Lines approval={approval} />
      {isAllowed && (
        <dl className="card clipped facts">
          <div>
            <dt>{t("approve.yesFor")}</dt>
            <dd>{t("approve.yesForWhat")}</dd>
          </div>
          <div>
            <dt>{t("approve.changes")}</dt>
            <dd>{t("approve.changesWhat", { client })}</dd>
          </div>
          <div>
            <dt>{t("approve.used")}</dt>
            <dd>{t("approve.notYet")}</dd>
          </div>
        </dl>
      )}
    </Alone>
  );
}
