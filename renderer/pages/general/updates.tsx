import { useTranslation } from "react-i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { momentOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button, LinkButton } from "../../ui/button";
import { Segments } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";

type Mode = AppState["ui"]["updates"];
const modes = ["ask", "automatic", "never"] as const;

/** New versions: whether they are looked for, what is there, and the way to it; or who brings them instead. */
export function UpdateSettings({ onChange }: { onChange: (mode: Mode) => void }) {
  const { t } = useTranslation();
  const { ui, updates } = useApp();
  return (
    <section aria-labelledby="general-updates">
      <h2 id="general-updates">{t("updates.title")}</h2>
      {updates.owner === "app" ? (
        <div className="card prefs">
          <div className="pref">
            <p>
              {t("updates.mode")}
              <span className="hint">{t(`updates.hint.${ui.updates}`)}</span>
            </p>
            <Segments
              label={t("updates.mode")}
              value={ui.updates}
              options={modes.map((id) => ({ id, label: t(`updates.modes.${id}`) }))}
              onChange={onChange}
            />
          </div>
          <Standing />
        </div>
      ) : (
        <div className="card card--pad">
          <p>{t(`updates.owner.${updates.owner}`)}</p>
        </div>
      )}
    </section>
  );
}

/** What is there, and what can be done about it. */
function Standing() {
  const { t, i18n } = useTranslation();
  const { updates, now } = useApp();
  const check = useCall("updates:check");
  const download = useCall("updates:download");
  const install = useCall("updates:install");
  const { phase, version, notes, percent, problem, checkedAt, isCurrent } = updates;
  const failure = check.failure ?? download.failure ?? install.failure;
  const said = {
    idle: isCurrent ? t("updates.current") : "",
    checking: t("updates.checking"),
    available: t("updates.available", { version }),
    downloading: t("updates.downloading", { version, percent }),
    ready: t("updates.ready", { version }),
    installing: t("updates.installing"),
  }[phase];
  const last =
    checkedAt === null ? "" : t("updates.last", { when: momentOf(checkedAt, undefined, now, i18n.language) });
  return (
    <>
      <div className="pref">
        <p>
          <span role="status">{said}</span>
          <span className="hint">{last}</span>
        </p>
        {phase === "available" || phase === "downloading" ? (
          <Button size="sm" kind="primary" busy={phase === "downloading"} onPress={() => void download.run()}>
            {t("updates.download")}
          </Button>
        ) : phase === "ready" || phase === "installing" ? (
          <Button size="sm" kind="primary" busy={phase === "installing"} onPress={() => void install.run()}>
            {t("updates.restart")}
          </Button>
        ) : (
          <Button size="sm" busy={phase === "checking"} onPress={() => void check.run()}>
            {t("updates.check")}
          </Button>
        )}
      </div>
      {version !== null && (
        <div className="pref updates__news">
          {notes.length > 0 && (
            <ul lang="en">
              {notes.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          <LinkButton onPress={() => void bridge.invoke("app:openLink", { link: "release_page" })}>
            {t("updates.more")}
          </LinkButton>
        </div>
      )}
      {problem !== null && (
        <div className="pref">
          <Notice tone="warn" title={t("updates.problemTitle")}>
            <p className="plain">{t(`updates.problem.${problem}`)}</p>
          </Notice>
        </div>
      )}
      {failure && <FailureNotice failure={failure} write />}
    </>
  );
}
