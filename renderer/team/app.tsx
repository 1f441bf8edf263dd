import { useEffect } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { I18nextProvider, useTranslation } from "react-i18next";
import type { PagePath } from "#team/api/page-paths";
import { i18n, useLanguage } from "../i18n";
import { keepFocus } from "../lib/keep-focus";
import { EscapeNotice } from "../ui/escape-notice";
import { useChunk } from "../ui/use-chunk";
import { Alone, Shell } from "./frame";
import { useChosenLanguage } from "./lib/language";
import { ProblemNotice } from "./lib/problem-notice";
import { navigate, placeOf, useAddress } from "./lib/router";
import { readSession, useSession } from "./lib/session";
import type { TeamPageProps } from "./page-props";
import { pages } from "./pages";

function Shown() {
  const { t } = useTranslation("team");
  const address = useAddress();
  const session = useSession();
  const { pathname } = new URL(address, window.location.origin);
  const place = placeOf(pathname);
  const found = place && pages[place.path];
  const mustSignIn = found !== null && !found.isOpen && session.state === "out";

  useEffect(() => {
    if (mustSignIn) navigate(`/sign-in?returnTo=${encodeURIComponent(address)}`, { replace: true });
  }, [mustSignIn, address]);

  if (!place || !found)
    return (
      <Alone title={t("missing.title")}>
        <p>{t("missing.what")}</p>
        <p>
          <a href="/">{t("missing.home")}</a>
        </p>
      </Alone>
    );
  if (!found.isOpen && session.state === "unknown")
    return (
      <Alone title={t("frame.title")}>
        <ProblemNotice problem={session.problem} onAgain={() => void readSession()} />
      </Alone>
    );
  if (mustSignIn) return null;
  const page = <PageOf key={pathname} path={place.path} params={place.params} />;
  return found.isAlone || session.state !== "in" ? page : <Shell at={place.path}>{page}</Shell>;
}

function PageOf({ path, params }: TeamPageProps & { path: PagePath }) {
  const Page = useChunk(pages[path].page);
  return Page ? <Page params={params} /> : <main className="teampage" aria-busy="true" />;
}

function Root() {
  const language = useLanguage(useChosenLanguage());
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => keepFocus(document), []);
  return (
    <I18nProvider locale={language}>
      <Shown />
      <EscapeNotice />
    </I18nProvider>
  );
}

export const App = () => (
  <I18nextProvider i18n={i18n}>
    <Root />
  </I18nextProvider>
);
