import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { bridge } from "../lib/bridge";
import { Button } from "./button";
import { CardIcon } from "./icon";
import { ServerText } from "./server-text";

/** What each page of the main window is given. */
export interface PageProps {
  onPage: (page: MainPage) => void;
}

/** Head and body of a page: the head stays, the body scrolls. */
export function Page({
  title,
  head,
  children,
  className,
}: {
  title: string;
  head?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <main className="page" aria-label={title}>
      <header className="page__head">
        <h1>{title}</h1>
        {head}
      </header>
      <div className={className ? `page__body ${className}` : "page__body"}>{children}</div>
    </main>
  );
}

/** What a page shows where the service keeps all of it from this account, with the reason. */
export function Refused({ title, why }: { title: string; why: string }) {
  const { t } = useTranslation();
  return (
    <Page title={title}>
      <div className="card empty">
        <CardIcon state="idle" />
        <p className="strong">{t("state.refused")}</p>
        <p>
          <ServerText text={why} />
        </p>
      </div>
    </Page>
  );
}

/** What a page shows while no account is connected, with the way to one. */
export function NoAccount({ title }: { title: string }) {
  const { t } = useTranslation();
  return (
    <Page title={title}>
      <div className="card empty">
        <CardIcon state="idle" />
        <p className="strong">{t("first.title")}</p>
        <p>{t("first.what")}</p>
        <Button kind="primary" onPress={() => void bridge.invoke("app:openWindow", { name: "onboarding" })}>
          {t("first.start")}
        </Button>
      </div>
    </Page>
  );
}
