import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { bridge } from "../../lib/bridge";
import { useApp } from "../../lib/store";
import { Button, LinkButton } from "../../ui/button";
import { CardIcon } from "../../ui/icon";
import { ServerText } from "../../ui/server-text";
import { FailedCommand } from "./failed-command";
import { Notes } from "./notes";
import type { Commands } from "./use-commands";

/** A service that never tells whether its person works: nothing is guessed, and both ways are open. */
export function UnreadableTimer({ account, why, commands }: { account: AccountView; why: string; commands: Commands }) {
  const { t } = useTranslation();
  const { timer } = useApp();
  const service = t(`service.${account.service}.name`);
  const { pending } = commands;
  return (
    <>
      <section className="state" aria-label={t("state.unreadable", { service })}>
        <div className="state__line state__line--one">
          <CardIcon state="unreachable" />
          <h1>{t("state.unreadable", { service })}</h1>
        </div>
        <p className="state__meta">
          {t("state.unreadableHint", { service })}{" "}
          <LinkButton onPress={() => void bridge.invoke("app:openLink", { link: "service_page" })}>
            {t("timer.openService", { service })}
          </LinkButton>
        </p>
        <p className="state__meta">
          <ServerText text={why} />
        </p>
      </section>
      {timer.failed && <FailedCommand failed={timer.failed} commands={commands} />}
      <Notes failure={commands.failure} />
      <div className="actionsbox">
        <div className="actions">
          <Button
            kind="primary"
            size="lg"
            icon="play"
            autoFocus
            busy={commands.busy}
            waiting={pending === "clock_in" ? t("wait.clock_in") : undefined}
            onPress={() => void commands.clockIn({ work: {}, text: "", tags: [] })}
          >
            {t("timer.clockIn")}
          </Button>
          <Button
            size="lg"
            icon="stop"
            busy={commands.busy}
            waiting={pending === "clock_out" ? t("wait.clock_out") : undefined}
            onPress={() => void commands.clockOut()}
          >
            {t("timer.clockOut")}
          </Button>
        </div>
      </div>
    </>
  );
}
