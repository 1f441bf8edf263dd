import { useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { Button, LinkButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { useMoment } from "./moment";

/** It goes on. @param entries null: nothing was damaged any more @param after when the copy was made that is used */
export function Done({
  aside,
  entries,
  after,
}: {
  aside: string | null;
  entries: number | null;
  after: string | null;
}) {
  const { t } = useTranslation();
  const moment = useMoment();
  const open = async () => {
    await bridge.invoke("app:openWindow", { name: "timer" });
    await bridge.invoke("app:closeWindow");
  };
  return (
    <section className="restore__dialog" aria-labelledby="restore-title">
      <header className="restore__head">
        <Icon name="check" />
        <h1 id="restore-title">{t("sheet.done")}</h1>
        <p className="soft" role="status">
          {entries === null ? t("sheet.whole") : t("sheet.doneNow", { count: entries })}{" "}
          {after && t("sheet.doneAfter", { when: moment(after) })}
        </p>
      </header>
      <div className="restore__body">
        {aside !== null && (
          <p className="restore__kept">
            {t("sheet.keptAs")} <code>{aside}</code>{" "}
            <LinkButton onPress={() => void bridge.invoke("sheet:reveal")}>{t("sheet.reveal")}</LinkButton>
          </p>
        )}
      </div>
      <footer className="restore__foot">
        <span className="push" />
        <Button kind="primary" autoFocus onPress={() => void open()}>
          {t("sheet.open")}
        </Button>
      </footer>
    </section>
  );
}
