import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalView } from "#team/api/contract";
import { clockOf } from "../../lib/format";
import { Notice } from "../../ui/notice";
import { useAskTitle } from "../approve/lines";
import { Link } from "../lib/router";
import { useRead } from "../lib/use-api";

/** Milliseconds between two looks at what waits. */
const lookEvery = 15_000;

/** Questions of AI clients that nobody has answered. */
export function Waiting() {
  const { t } = useTranslation("team");
  const ask = useAskTitle();
  const { value, reload } = useRead<ApprovalView[]>("/api/approvals");
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void reload();
    const timer = setInterval(look, lookEvery);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload]);
  return (value ?? []).map((approval) => (
    <Notice key={approval.id} tone="warn" icon="ask" title={`${ask(approval)} (${approval.account.label})`}>
      <p className="line">
        <span className="grow">{t("waiting.until", { time: clockOf(approval.expiresAt, undefined) })}</span>
        <Link className="button" to={`/approve/${approval.id}`}>
          {t("waiting.review")}
        </Link>
      </p>
    </Notice>
  ));
}
