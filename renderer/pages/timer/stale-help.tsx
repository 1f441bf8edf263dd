import { useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { useCall, useTimerCall } from "../../lib/call";
import { isUnreachable } from "../../lib/is-unreachable";
import { useActiveAccount, useApp } from "../../lib/store";
import { Button, LinkButton } from "../../ui/button";
import { useFailureTitle, wordsOf } from "../../ui/failure";
import { Icon } from "../../ui/icon";

/** While the service does not answer: what is off, why, and what helps. @param isMain nothing else can be pressed */
export function StaleHelp({ place, isMain }: { place: string; isMain: boolean }) {
  const { t } = useTranslation();
  const { timer } = useApp();
  const account = useActiveAccount();
  const service = account?.label ?? "";
  const title = useFailureTitle();
  const copy = useCall("diagnostics:copy");
  const refresh = useTimerCall("app:refresh");
  const online = navigator.onLine;
  const unreachable = account?.failure != null && isUnreachable(account);
  return (
    <section className="today stale" aria-label={t("stale.title")}>
      <h2>{t("stale.title")}</h2>
      <ul className="soft">
        {account?.failure && (
          <li className="line">
            <Icon name="problem" />
            <span>
              {title(account.failure, service, wordsOf(account))}{" "}
              {account.failure.detail && <code>{account.failure.detail}</code>}
            </span>
          </li>
        )}
        {account && !account.failure && (
          <li className="line">
            <Icon name="clock" />
            <span>{t("first.slow", { service })}</span>
          </li>
        )}
        {unreachable && (
          <>
            <li className="line">
              <Icon name="online" />
              <span>{t(online ? "stale.online" : "stale.offline")}</span>
            </li>
            <li className="line">
              <Icon name="server" />
              <span>
                {t("stale.down", { place })}{" "}
                <LinkButton onPress={() => void copy.run()}>{t("general.copy")}</LinkButton>
              </span>
            </li>
          </>
        )}
        <li className="line">
          <Icon name="lock" />
          <span>{t(timer.outbox.offline === "not_kept" ? "outbox.notKept" : "stale.waits", { service })}</span>
        </li>
      </ul>
      {!unreachable && (
        <Button onPress={() => void bridge.invoke("app:openWindow", { name: "main", page: "accounts" })}>
          {t("failed.account")}
        </Button>
      )}
      {!timer.failed && (
        <Button
          {...(isMain && { kind: "primary" })}
          icon="reload"
          autoFocus={isMain}
          busy={refresh.busy}
          waiting={t("wait.refresh")}
          onPress={() => void refresh.run()}
        >
          {t("timer.refresh")}
        </Button>
      )}
    </section>
  );
}
