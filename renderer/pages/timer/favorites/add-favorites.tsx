import { useTranslation } from "react-i18next";
import type { Request } from "#main/ipc/contract/index";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { useApp } from "../../../lib/store";
import { sameWork, workDetail, workTitle } from "../../../lib/work";
import { IconButton } from "../../../ui/button";
import { Clip } from "../../../ui/notice";

const same = (one: WorkChoice, other: WorkChoice) => sameWork(one.work, other.work) && one.text === other.text;

/** What runs, then what was used last, as far as it is no favorite yet. */
function offered(timer: TimerView, favorites: readonly WorkChoice[]): WorkChoice[] {
  const running = timer.status?.running ?? timer.status?.break?.entry;
  const all = [...(running ? [{ work: running.work, text: running.text, tags: running.tags }] : []), ...timer.recent];
  return all.filter(
    (choice, at) =>
      (workTitle(choice.work) || choice.text) &&
      !favorites.some((one) => same(one, choice)) &&
      all.findIndex((one) => same(one, choice)) === at,
  );
}

export function AddFavorites({ onAdd }: { onAdd: (request: Request<"favorites:add">) => Promise<boolean> }) {
  const { t } = useTranslation();
  const { timer, favorites, activeAccount } = useApp();
  const choices = offered(timer, favorites);
  return (
    <section aria-label={t("favorites.addTitle")}>
      <h3 className="hint">{t("favorites.addTitle")}</h3>
      {choices.length === 0 && <p className="hint">{t("favorites.addNone")}</p>}
      <ul className="favorites-add">
        {choices.map((choice) => {
          const name = (workTitle(choice.work) || choice.text).slice(0, 120);
          const detail = workDetail(choice.work, { text: choice.text });
          return (
            <li key={JSON.stringify(choice)}>
              <Clip text={[name, detail].filter(Boolean).join(" · ")}>
                {name} <span className="soft">{detail}</span>
              </Clip>
              <IconButton
                size="sm"
                name="plus"
                label={t("favorites.add", { name: [name, detail].filter(Boolean).join(", ") })}
                onPress={() => activeAccount && void onAdd({ accountId: activeAccount, name, ...choice })}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
