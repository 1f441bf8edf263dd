import { useTranslation } from "react-i18next";
import type { TimerView } from "../../../main/ipc/contract";
import { AccountFailure } from "../../features/account-failure";
import { bridge } from "../../lib/bridge";
import { momentOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { Button } from "../../ui/button";
import type { Intents } from "./use-commands";

/** What was typed is at fault: the same again would fail again. */
const inputCodes = ["time", "argument", "unknown", "ambiguous", "invalid"];

/** An intent that failed: what was meant when, why it was not saved, and what trying again does. */
export function FailedIntent({ failed, intents }: { failed: NonNullable<TimerView["failed"]>; intents: Intents }) {
  const { t, i18n } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { intent, meantAt, failure, kept } = failed;
  const time = momentOf(meantAt, zoneOf(app), app.now, i18n.language);
  const unknown = failure.saved === "unknown";
  const credential = ["unauthorized", "no_secret", "keychain"].includes(failure.code);
  return (
    <div className="failed">
      <AccountFailure
        failure={failure}
        title={t(unknown ? `failed.${intent}.unknown` : kept ? `failed.${intent}.waits` : `failed.${intent}.not`, {
          time,
          service: account?.label ?? "",
        })}
        saved={unknown ? t("failed.unknown") : intent === "clock_out" ? t("failed.again", { time }) : undefined}
      >
        <p className="line failed__do">
          {!inputCodes.includes(failure.code) && (
            <Button
              kind="primary"
              icon="reload"
              busy={intents.busy}
              waiting={t(`wait.${intent}`)}
              onPress={() => void intents.retry()}
            >
              {t(`failed.${intent}.retry`)}
            </Button>
          )}
          {credential && (
            <Button onPress={() => void bridge.invoke("app:openWindow", { name: "main", page: "accounts" })}>
              {t("failed.account")}
            </Button>
          )}
          {account && account.service !== "local" && !credential && (
            <Button icon="outside" onPress={() => void bridge.invoke("app:openLink", { link: "service_page" })}>
              {t("timer.openService", { service: t(`service.${account.service}.name`) })}
            </Button>
          )}
          <Button kind="plain" onPress={() => void intents.cancel()}>
            {t("failed.leave")}
          </Button>
        </p>
      </AccountFailure>
    </div>
  );
}
