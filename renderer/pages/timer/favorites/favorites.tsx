import { useEffect } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { FavoriteView } from "#main/ipc/contract/timer/favorites";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { bridge } from "../../../lib/bridge";
import { useApp } from "../../../lib/store";
import { sameWork, workDetail, workTitle } from "../../../lib/work";
import { LinkButton } from "../../../ui/button";
import { Clip } from "../../../ui/notice";
import type { Commands } from "../use-commands";

/** What a favorite starts. */
export const choiceOf = ({ work, text, tags }: FavoriteView): WorkChoice => ({ work, text, tags });

/** Favorites to start or switch to; the first nine by their number too. */
export function Favorites({ commands, onEdit }: { commands: Commands; onEdit: () => void }) {
  const { t } = useTranslation();
  const { favorites, timer, activeAccount } = useApp();
  const count = favorites.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: others of this account, or of another one, are asked about
  useEffect(() => {
    if (count > 0) void bridge.invoke("favorites:check");
  }, [count, activeAccount]);
  if (count === 0) return null;
  const running = timer.phase === "working" ? timer.status?.running : null;
  return (
    <section className="favorites" aria-label={t("favorites.title")}>
      <p className="line">
        <span className="hint">{t("favorites.title")}</span>
        <span className="push" />
        <LinkButton onPress={onEdit}>{t("favorites.edit")}</LinkButton>
      </p>
      <ol>
        {favorites.map((favorite, index) => {
          const { id, name, work, text, gone } = favorite;
          const runs = Boolean(running && sameWork(work, running.work) && text === running.text);
          const detail = [workTitle(work), workDetail(work, { text })].filter((part) => part && part !== name);
          const off = gone !== null ? t("favorites.gone") : runs ? t("favorites.runs") : "";
          const does = t(timer.phase === "idle" ? "timer.clockIn" : "timer.switch");
          return (
            <li key={id}>
              <Button
                className="favorite"
                aria-keyshortcuts={index < 9 ? String(index + 1) : undefined}
                isDisabled={off !== "" || commands.busy}
                onPress={() => void commands.clockIn(choiceOf(favorite))}
              >
                <span className="key" aria-hidden="true">
                  {index < 9 ? index + 1 : "·"}
                </span>
                <Clip text={[name, ...detail].join(" · ")}>
                  <span className="medium">{name}</span> <span className="soft">{detail.join(" · ")}</span>
                </Clip>
                <span className={off ? "hint" : "sr"}>{off || does}</span>
              </Button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
