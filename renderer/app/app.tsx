import { type ComponentType, useEffect } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { I18nextProvider, useTranslation } from "react-i18next";
import type { Failure } from "#main/ipc/contract/index";
import { i18n, useLanguage } from "../i18n";
import { keepFocus } from "../lib/keep-focus";
import { useApp } from "../lib/store";
import { Announcer } from "../ui/announcer";
import { EscapeNotice } from "../ui/escape-notice";
import { FailureNotice } from "../ui/failure";
import { chunk, useChunk } from "../ui/use-chunk";

const query = new URLSearchParams(location.search);
const asked = query.get("window");

/**
 * One chunk per window: the timer, which is opened forty times a day, loads nothing of the others. It is fetched at
 * once, while the first snapshot is still on its way.
 */
const code: Promise<{ default: ComponentType<{ first: string | null }> }> =
  asked === "main"
    ? import("./main-window")
    : asked === "onboarding"
      ? import("../pages/onboarding/onboarding")
      : asked === "confirm"
        ? import("../pages/confirm/confirm-window")
        : asked === "away"
          ? import("../pages/away/away-window")
          : asked === "restore"
            ? import("../pages/restore/restore-window")
            : asked === "palette"
              ? import("./palette/palette-window")
              : import("../pages/timer/timer-window");
const windowChunk = chunk(() => code);

function Window() {
  const app = useApp();
  const language = useLanguage(app.language);
  const theme = app.ui.theme;
  const WindowContent = useChunk(windowChunk);

  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }, [language, theme]);

  useEffect(() => keepFocus(document), []);

  return (
    <I18nProvider locale={language}>
      {WindowContent && <WindowContent first={query.get("page")} />}
      <Announcer />
      <EscapeNotice />
    </I18nProvider>
  );
}

/** Replaces the window when the first snapshot failed: any other content could be wrong then. */
function NoApp({ failure }: { failure: Failure }) {
  const { t } = useTranslation();
  return (
    <main className="alone">
      <h1>{t("app.name")}</h1>
      <FailureNotice failure={failure} />
    </main>
  );
}

export function App({ failure }: { failure: Failure | null }) {
  return <I18nextProvider i18n={i18n}>{failure ? <NoApp failure={failure} /> : <Window />}</I18nextProvider>;
}
