import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { AccountFailure } from "../../features/account-failure";
import { bridge } from "../../lib/bridge";
import { useLasting } from "../../lib/clock";
import { isUnreachable } from "../../lib/is-unreachable";
import { Button } from "../../ui/button";
import { CardIcon } from "../../ui/icon";
import { Progress } from "../../ui/notice";

/** Nobody has connected anything yet. */
export function NoAccount() {
  const { t } = useTranslation();
  return (
    <section className="empty first">
      <CardIcon state="idle" />
      <h1>{t("first.title")}</h1>
      <p>{t("first.what")}</p>
      <Button
        kind="primary"
        size="lg"
        autoFocus
        onPress={() => void bridge.invoke("app:openWindow", { name: "onboarding" })}
      >
        {t("first.start")}
      </Button>
    </section>
  );
}

/** Before the first reading nothing is known, and nothing is guessed. */
export function InitialState({ account, busy, onRetry }: { account: AccountView; busy: boolean; onRetry: () => void }) {
  const { t } = useTranslation();
  const { failure } = account;
  const waiting = useLasting(!failure, 300);
  if (!failure) return waiting ? <ReadingNow label={account.label} /> : null;
  return (
    <section className="first">
      <div className="state__line state__line--one state__word--danger">
        <CardIcon state="unreachable" />
        <h1>{t(isUnreachable(account) ? "state.stale" : "state.unread", { service: account.label })}</h1>
      </div>
      <AccountFailure failure={failure}>
        <p className="line failed__do">
          <Button kind="primary" icon="reload" autoFocus busy={busy} waiting={t("wait.refresh")} onPress={onRetry}>
            {t("timer.refresh")}
          </Button>
          <Button onPress={() => void bridge.invoke("app:openWindow", { name: "main", page: "accounts" })}>
            {t("failed.account")}
          </Button>
        </p>
      </AccountFailure>
    </section>
  );
}

function ReadingNow({ label }: { label: string }) {
  const { t } = useTranslation();
  const slow = useLasting(true, 1_700);
  return (
    <section className="empty first">
      <CardIcon state="idle" />
      <h1>{t("first.reading", { service: label })}</h1>
      <Progress label={t("first.reading", { service: label })} />
      <div role="status">{slow && <p>{t("first.slow", { service: label })}</p>}</div>
      {slow && (
        <Button onPress={() => void bridge.invoke("app:openWindow", { name: "main", page: "accounts" })}>
          {t("failed.account")}
        </Button>
      )}
    </section>
  );
}
