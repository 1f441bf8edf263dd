import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import { AccountFailure } from "../../features/account-failure";
import { bridge } from "../../lib/bridge";
import { momentOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { Button } from "../../ui/button";
import type { Commands } from "./use-commands";

/** What was typed is at fault: the same again would fail again. */
const inputCodes = ["time", "argument", "unknown", "ambiguous", "invalid"];

/** A command that failed: what was meant when, why it was not saved, and what trying again does. */
export function FailedCommand({ failed, commands }: { failed: NonNullable<TimerView["failed"]>; commands: Commands }) {
  const { t, i18n } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { command, meantAt, failure, retries } = failed;
  const service = account?.label ?? "";
  const hasMore = app.timer.outbox.waiting.length > 1;
  const time = momentOf(meantAt, zoneOf(app), app.now, i18n.language);
  const unknown = failure.saved === "unknown";
  const credential = ["unauthorized", "no_secret", "keychain"].includes(failure.code);
  const then = retries === "now" ? t("failed.now", { service }) : t("failed.again", { time });
  const saved = unknown ? t("failed.unknown") : command === "clock_out" || retries === "now" ? then : undefined;
  return (
    <div className="failed">
      <AccountFailure
        failure={failure}
        title={t(unknown ? `failed.${command}.unknown` : `failed.${command}.not`, { time })}
        saved={saved}
      >
        <p className="line failed__do">
          {!inputCodes.includes(failure.code) && (
            <Button
              kind="primary"
              icon="reload"
              busy={commands.busy}
              waiting={t(`wait.${command}`)}
              onPress={() => void commands.retry()}
            >
              {t(`failed.${command}.retry`)}
            </Button>
          )}
          {credential && (
            <Button onPress={() => void bridge.invoke("app:openWindow", { name: "main", page: "accounts" })}>
              {t("failed.account")}
            </Button>
          )}
          {account && !descriptorOf(account.service).isLocal && !credential && (
            <Button icon="outside" onPress={() => void bridge.invoke("app:openLink", { link: "service_page" })}>
              {t("timer.openService", { service: t(`service.${account.service}.name`) })}
            </Button>
          )}
          {!hasMore && (
            <Button kind="plain" onPress={() => void commands.cancel()}>
              {t("failed.leave")}
            </Button>
          )}
        </p>
      </AccountFailure>
    </div>
  );
}
