import { useTranslation } from "react-i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Request } from "#main/ipc/contract/index";
import { AsideFiles } from "../../features/aside-files";
import { CompanyNotice } from "../../features/company";
import { SettingsProblem } from "../../features/settings-problem";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { putState, useApp } from "../../lib/store";
import { Button, IconButton } from "../../ui/button";
import { Choice, Segments, Switch } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { Page, type PageProps } from "../../ui/page";
import { AwaySettings } from "./away-settings";
import { ClearActivity } from "./clear-activity";
import { Diagnostics } from "./diagnostics";
import { OwnCalendarSettings } from "./own-calendar";
import { ShortcutSettings } from "./shortcut-settings";
import { UpdateSettings } from "./updates";

type Ui = AppState["ui"];
const zoomStep = 5;

export default function GeneralPage({ onPage }: PageProps) {
  const { t } = useTranslation();
  const app = useApp();
  const { ui, startAtLogin } = app;
  const update = useCall("settings:update");
  const set = async (change: Request<"settings:update">) => {
    const answer = await update.run(change);
    if (answer?.ok) putState(answer.value);
  };
  const languages: { id: Ui["language"]; label: string }[] = [
    { id: "system", label: t("general.asSystem") },
    { id: "en", label: "English" },
    { id: "de", label: "Deutsch" },
    { id: "pl", label: "Polski" },
  ];
  const themes = (["system", "light", "dark"] as const).map((id) => ({ id, label: t(`general.theme.${id}`) }));
  const icons = (["automatic", "light", "dark"] as const).map((id) => ({ id, label: t(`general.tray.${id}`) }));
  return (
    <Page
      title={t("nav.general")}
      className="general"
      head={<span className="hint push">{`${t("app.name")} ${app.version}`}</span>}
    >
      <div className="general__column">
        {update.failure && <FailureNotice failure={update.failure} write />}
        <CompanyNotice />
        <SettingsProblem />
        <AsideFiles />
        <section aria-labelledby="general-start">
          <h2 id="general-start">{t("general.start")}</h2>
          <div className="card prefs">
            <div className="pref">
              <p>
                {t("general.login")}
                <span className="hint">
                  {t(
                    startAtLogin === null
                      ? "general.loginUnknown"
                      : startAtLogin
                        ? "general.loginOn"
                        : "general.loginOff",
                  )}
                </span>
              </p>
              <Switch
                label={t("general.login")}
                on={startAtLogin === true}
                isDisabled={startAtLogin === null}
                onChange={(on) => void set({ startAtLogin: on })}
              />
            </div>
            <div className="pref">
              <p>
                {t("general.keep")}
                <span className="hint">{t(app.platform.tray ? "general.keepTray" : "general.keepNoTray")}</span>
              </p>
              <Switch label={t("general.keep")} on={ui.keepRunning} onChange={(on) => void set({ keepRunning: on })} />
            </div>
          </div>
        </section>
        <section aria-labelledby="general-look">
          <h2 id="general-look">{t("general.look")}</h2>
          <div className="card prefs">
            <div className="pref">
              <p>{t("general.language")}</p>
              <Choice
                label={t("general.language")}
                value={ui.language}
                options={languages}
                onChange={(language) => void set({ language })}
              />
            </div>
            <div className="pref">
              <p>{t("general.themeName")}</p>
              <Segments
                label={t("general.themeName")}
                value={ui.theme}
                options={themes}
                onChange={(theme) => void set({ theme })}
              />
            </div>
            <div className="pref">
              <p>{t("general.trayName")}</p>
              <Segments
                label={t("general.trayName")}
                value={ui.trayIcon}
                options={icons}
                onChange={(trayIcon) => void set({ trayIcon })}
              />
            </div>
            <div className="pref">
              <p>{t("general.zoom")}</p>
              <fieldset className="line zoom" aria-label={t("general.zoom")}>
                <IconButton
                  outlined
                  size="sm"
                  name="minus"
                  label={t("general.smaller")}
                  isDisabled={ui.zoom <= 85}
                  onPress={() => void set({ zoom: Math.max(85, ui.zoom - zoomStep) })}
                />
                <span className="num" role="status">{`${ui.zoom} %`}</span>
                <IconButton
                  outlined
                  size="sm"
                  name="plus"
                  label={t("general.larger")}
                  isDisabled={ui.zoom >= 160}
                  onPress={() => void set({ zoom: Math.min(160, ui.zoom + zoomStep) })}
                />
              </fieldset>
            </div>
          </div>
        </section>
        <ShortcutSettings />
        <AwaySettings value={ui.away} onChange={(away) => void set({ away })} />
        <section aria-labelledby="general-import">
          <h2 id="general-import">{t("nav.import")}</h2>
          <div className="card card--pad stack">
            <p>{t("import.what")}</p>
            <p className="soft">{t("import.programs")}</p>
            <p className="line">
              <Button icon="download" onPress={() => onPage("import")}>
                {t("import.open")}
              </Button>
            </p>
          </div>
        </section>
        <OwnCalendarSettings />
        <ClearActivity />
        <UpdateSettings onChange={(updates) => void set({ updates })} />
        <section aria-labelledby="general-about">
          <h2 id="general-about">{t("general.about")}</h2>
          <div className="card card--pad stack">
            <p>{t("general.aboutWhat")}</p>
            <p className="soft">
              {t("onboarding.talksTitle")} {t("onboarding.talks")}
            </p>
            <p className="line">
              <span className="push" />
              <Button size="sm" onPress={() => void bridge.invoke("app:quit")}>
                {t("general.quit")}
              </Button>
            </p>
          </div>
        </section>
      </div>
      <Diagnostics onPage={onPage} />
    </Page>
  );
}
