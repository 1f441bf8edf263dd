import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalView } from "#team/api/contract";
import { clockOf } from "../../lib/format";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Alone } from "../frame";
import { ProblemNotice } from "../lib/problem-notice";
import { usePerson } from "../lib/session";
import { useSend } from "../lib/use-api";
import { useSettled } from "../lib/use-settled";
import { deletes, Lines, useAskTitle } from "./lines";

interface Props {
  approval: ApprovalView;
  minutes: number;
  onChange(approval: ApprovalView): void;
  onReload(): Promise<void>;
}

/** Who wants what exactly, and until when. The focus is on Deny, Esc denies, and nothing allows by a single key. */
export function Question({ approval, minutes, onChange, onReload }: Props) {
  const { t } = useTranslation("team");
  const ask = useAskTitle();
  const person = usePerson();
  const settled = useSettled();
  const { run, busy, problem } = useSend();
  const { id, client, says, account, others, askedAt, expiresAt } = approval;

  const answer = useCallback(
    async (word: "allow" | "deny") => {
      const answered = await run<ApprovalView>("POST", `/api/approvals/${id}`, { answer: word });
      if (answered?.ok) onChange(answered.value);
      // Another tab was first, or its time is over: what became of it is shown instead.
      else if (answered) await onReload();
    },
    [id, run, onChange, onReload],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.repeat || event.defaultPrevented) return;
      event.preventDefault();
      void answer("deny");
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [answer]);

  const rows = [
    [t("approve.askedBy"), client],
    [t("approve.you"), `${person.name} (${person.email})`],
    [t("approve.until"), t("approve.untilWhat", { time: clockOf(expiresAt, undefined), count: minutes })],
  ] as const;
  return (
    <Alone
      title={ask(approval)}
      foot={
        <>
          <span className="soft">{t("approve.notYours")}</span>
          <span className="line push">
            <Button size="lg" autoFocus busy={busy} onPress={() => void answer("deny")}>
              {t("approve.deny")}
            </Button>
            <Button
              size="lg"
              kind={deletes.includes(approval.tool) ? "danger" : undefined}
              isDisabled={!settled}
              busy={busy}
              onPress={() => void answer("allow")}
            >
              {t("approve.allow")}
            </Button>
          </span>
        </>
      }
    >
      <p className="soft">
        {account.label} ·{" "}
        <span className={others ? "strong" : undefined}>{t(others ? "approve.others" : "approve.own")}</span> ·{" "}
        {t("approve.asked", { time: clockOf(askedAt, undefined) })}
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <Lines approval={approval} />
      {says && (
        <p className="quote">
          <span className="soft">{t("approve.says")}</span> {t("approve.quote", { words: says })}
        </p>
      )}
      <dl className="card clipped facts">
        {rows.map(([term, what]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <ul className="stack">
        <li className="line line--text">
          <Icon name="check" />
          <span>{t("approve.ifYes", { client })}</span>
        </li>
        <li className="line line--text">
          <Icon name="close" />
          <span>{t("approve.ifNo", { client })}</span>
        </li>
      </ul>
    </Alone>
  );
}
