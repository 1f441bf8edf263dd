import { useTranslation } from "react-i18next";
import { programsByHand, remotePrograms } from "#main/ipc/contract/programs-by-hand";
import { useApp } from "../../lib/store";

/** Programs that Punchcard cannot register with: which of them take a snippet, and which cannot reach it at all. */
export function Elsewhere() {
  const { t } = useTranslation();
  const { os } = useApp().platform;
  const programs = programsByHand.filter((one) => !("on" in one) || one.on.some((system) => system === os));
  return (
    <section className="card elsewhere" aria-labelledby="elsewhere">
      <b className="strong" id="elsewhere">
        {t("clients.elsewhere.title")}
      </b>
      <dl>
        {programs.map(({ id }) => (
          <div key={id}>
            <dt className="medium">{t(`clients.elsewhere.${id}.name`)}</dt>
            <dd className="hint">{t(`clients.elsewhere.${id}.how`)}</dd>
          </div>
        ))}
        <div>
          <dt className="medium">{remotePrograms.join(", ")}</dt>
          <dd className="hint">{t("clients.elsewhere.remote")}</dd>
        </div>
      </dl>
    </section>
  );
}
