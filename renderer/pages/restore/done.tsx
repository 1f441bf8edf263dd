import { useTranslation } from "react-i18next";
import type { Request } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import { useMoment } from "../../lib/timer";
import { useAnswer } from "../../lib/use-query";
import { Button, LinkButton } from "../../ui/button";
import { Icon } from "../../ui/icon";

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
  const { result } = useAnswer("activity:lost", undefined, "");
  const lost = result?.changes.filter(({ items }) => items.length > 0).length ?? 0;
  const open = async (where: Request<"app:openWindow">) => {
    await bridge.invoke("app:openWindow", where);
    await bridge.invoke("app:closeWindow");
  };
  return (
    <section className="restore__dialog" aria-labelledby="restore-title">
      <header className="restore__head">
        <Icon name="check" />
        <h1 id="restore-title">{t("sheet.done")}</h1>
        <p className="soft" role="status">
          {entries === null ? t("sheet.whole") : t("sheet.doneNow", { count: entries })}{" "}
          {after && lost === 0 && t("sheet.doneAfter", { when: moment(after) })}
          {after && lost > 0 && t("sheet.lost", { when: moment(after), count: lost })}
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
        {after && lost > 0 && (
          <Button onPress={() => void open({ name: "main", page: "activity" })}>{t("sheet.lostShow")}</Button>
        )}
        <Button kind="primary" autoFocus onPress={() => void open({ name: "timer" })}>
          {t("sheet.open")}
        </Button>
      </footer>
    </section>
  );
}
