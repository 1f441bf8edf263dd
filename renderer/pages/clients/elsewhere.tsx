import { useTranslation } from "react-i18next";
import { useApp } from "../../lib/store";

const only: Partial<Record<string, string>> = { flatpak: "linux", wsl: "windows" };

/** Programs that Punchcard cannot register with: which of them take a snippet, and which cannot reach it at all. */
export function Elsewhere() {
  const { t } = useTranslation();
  const { os } = useApp().platform;
  const byHand = (["jetbrains", "continue", "openclaw", "crush", "eclipse", "flatpak", "wsl"] as const).filter(
    (id) => (only[id] ?? os) === os,
  );
  const hosted = ["ChatGPT (web)", "Claude.ai", "Copilot Studio"];
  return (
    <section className="card elsewhere" aria-labelledby="elsewhere">
      <b className="strong" id="elsewhere">
        {t("clients.elsewhere.title")}
      </b>
      <dl>
        {byHand.map((id) => (
          <div key={id}>
            <dt className="medium">{t(`clients.elsewhere.${id}.name`)}</dt>
            <dd className="hint">{t(`clients.elsewhere.${id}.how`)}</dd>
          </div>
        ))}
        <div>
          <dt className="medium">{hosted.join(", ")}</dt>
          <dd className="hint">{t("clients.elsewhere.hosted")}</dd>
        </div>
      </dl>
    </section>
  );
}
