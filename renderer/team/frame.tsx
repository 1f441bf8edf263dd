import { Fragment, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PagePath } from "#team/api/page-paths";
import { Button } from "../ui/button";
import { CardIcon, Icon } from "../ui/icon";
import { initials } from "../ui/initials";
import { LanguageChoice } from "./language-choice";
import { Link } from "./lib/router";
import { signOut, usePerson } from "./lib/session";
import { nav } from "./nav";

/** Navigation and person beside a page. @param at the page that is shown */
export function Shell({ at, children }: { at: PagePath; children: ReactNode }) {
  const { t } = useTranslation("team");
  const person = usePerson();
  return (
    <div className="team">
      <header className="team__side">
        <p className="side__name">
          <CardIcon state="working" />
          {t("frame.title")}
        </p>
        <nav className="team__nav" aria-label={t("frame.title")}>
          {nav
            .filter(({ forAdmins }) => !forAdmins || person.isAdmin)
            .map(({ to, icon, label, forAdmins }, index, shown) => (
              <Fragment key={to}>
                {forAdmins && !shown[index - 1]?.forAdmins && <p className="team__group">{t("nav.company")}</p>}
                <Link to={to} className="nav" aria-current={to === at ? "page" : undefined}>
                  <Icon name={icon} />
                  <span>{t(label)}</span>
                </Link>
              </Fragment>
            ))}
        </nav>
        <div className="team__person">
          <p className="line team__who">
            <span className="team__initials" aria-hidden="true">
              {initials(person.name)}
            </span>
            <span className="clip" title={person.email}>
              <span className="strong">{person.name}</span>
            </span>
          </p>
          <LanguageChoice />
          <Button size="sm" wide onPress={() => void signOut()}>
            {t("frame.signOut")}
          </Button>
        </div>
      </header>
      {children}
    </div>
  );
}

interface PageProps {
  title: string;
  /** Beside the title. */
  head?: ReactNode;
  children: ReactNode;
}

/** Title and body of a page beside the navigation. */
export function TeamPage({ title, head, children }: PageProps) {
  const heading = useTitle(title);
  return (
    <main className="teampage" aria-label={title}>
      <header className="line teampage__head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {head}
      </header>
      {children}
    </main>
  );
}

/** A page of its own: a question, or what went wrong. The address stands above, for people to check. */
export function Alone({ title, children, foot }: Omit<PageProps, "head"> & { foot?: ReactNode }) {
  const { t } = useTranslation("team");
  const heading = useTitle(title);
  return (
    <div className="alonepage">
      <header className="line alonepage__head">
        <CardIcon state="working" />
        <b className="strong">{t("frame.title")}</b>
        <span className="soft push">{window.location.host}</span>
      </header>
      <main className="alonepage__body" aria-label={title}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      {foot && <footer className="line alonepage__foot">{foot}</footer>}
    </div>
  );
}

/** A new page is announced by its title, and Tab goes on from there. */
export function useTitle(title: string) {
  const { t } = useTranslation("team");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t("frame.titleOf", { page: title });
  }, [t, title]);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return heading;
}
