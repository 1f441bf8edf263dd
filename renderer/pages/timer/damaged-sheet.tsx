import { useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { useTimerCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { CardIcon } from "../../ui/icon";

/** The time sheet of this computer cannot be read: what becomes of it is chosen in a window of its own. */
export function DamagedSheet() {
  const { t } = useTranslation();
  const refresh = useTimerCall("app:refresh");
  return (
    <section className="first" aria-label={t("sheet.title")}>
      <div className="state__line state__line--one state__word--danger">
        <CardIcon state="unreachable" />
        <h1>{t("sheet.title")}</h1>
      </div>
      <p>{t("sheet.what")}</p>
      <p className="line failed__do">
        <Button kind="primary" autoFocus onPress={() => void bridge.invoke("app:openWindow", { name: "restore" })}>
          {t("sheet.choose")}
        </Button>
        <Button
          kind="plain"
          icon="reload"
          busy={refresh.busy}
          waiting={t("wait.refresh")}
          onPress={() => void refresh.run()}
        >
          {t("timer.refresh")}
        </Button>
      </p>
    </section>
  );
}
