import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { WaysIn } from "#team/api/contract";
import { Button } from "../../ui/button";
import { CardIcon, Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { useTitle } from "../frame";
import { LanguageChoice } from "../language-choice";
import { ProblemNotice } from "../lib/problem-notice";
import { navigate, safeReturn, useAddress } from "../lib/router";
import { takeSession, useSession } from "../lib/session";
import { useRead } from "../lib/use-api";
import { useTask } from "../lib/use-task";
import { hasPasskeys, signInWithPasskey } from "./passkey";
import { PasswordForm } from "./password-form";

/** The ways in that this server has; afterwards the page that was asked for. */
export default function SignInPage() {
  const { t } = useTranslation("team");
  const query = new URL(useAddress(), window.location.origin).searchParams;
  const returnTo = safeReturn(query.get("returnTo"), window.location.origin);
  const session = useSession();
  const ways = useRead<WaysIn>("/api/ways-in");
  const heading = useTitle(t("signIn.title"));
  const { run, busy, problem } = useTask();
  const sentBack = query.get("problem");
  const told = problem ?? (sentBack === null ? null : { code: sentBack, message: t("signIn.failed") });

  // Also where it happened in another tab.
  useEffect(() => {
    if (session.state === "in") navigate(returnTo, { replace: true });
  }, [session, returnTo]);

  const passkey = () =>
    run(async () => {
      const answer = await signInWithPasskey();
      if (answer.ok) takeSession(answer);
      return answer;
    });
  return (
    <div className="signin">
      <About />
      <main className="signin__main" aria-label={t("signIn.title")}>
        <div className="stack signin__ways">
          <h1 ref={heading} tabIndex={-1}>
            {t("signIn.title")}
          </h1>
          {told && <ProblemNotice problem={told} />}
          {ways.value?.company && (
            <>
              <p className="soft">{t("signIn.companyWhat")}</p>
              <a
                className="button button--primary button--lg"
                href={`/sign-in/company?returnTo=${encodeURIComponent(returnTo)}`}
              >
                <Icon name="people" />
                {t("signIn.company")}
              </a>
              <p className="signin__or soft">{t("signIn.or")}</p>
            </>
          )}
          <section className="card card--pad stack" aria-labelledby="invited">
            <h2 id="invited">{t("signIn.invited")}</h2>
            <p className="soft">{t("signIn.invitedWhat")}</p>
            {hasPasskeys() && (
              <Button wide icon="key" busy={busy} waiting={t("signIn.waiting")} onPress={() => void passkey()}>
                {t("signIn.passkey")}
              </Button>
            )}
            <PasswordForm />
          </section>
          <Notice>
            <p>
              <span className="medium">{t("signIn.check", { host: window.location.host })}</span>{" "}
              <span className="soft">{t("signIn.never")}</span>
            </p>
          </Notice>
        </div>
        <LanguageChoice />
      </main>
    </div>
  );
}

/** What the page is for, for people who come here for the first time. */
function About() {
  const { t } = useTranslation("team");
  const points = [
    ["key", "tokens"],
    ["settings", "decide"],
    ["history", "seen"],
  ] as const;
  return (
    <aside className="signin__about" aria-label={t("about.title")}>
      <p className="line strong">
        <CardIcon state="working" />
        {t("frame.title")}
      </p>
      <p className="signin__slogan">{t("about.title")}</p>
      <p className="soft">{t("about.what")}</p>
      <ul className="stack">
        {points.map(([icon, point]) => (
          <li key={point} className="line line--text">
            <span className="signin__pic">
              <Icon name={icon} />
            </span>
            <span>
              <b className="strong">{t(`about.${point}`)}</b>
              <br />
              <span className="soft">{t(`about.${point}What`)}</span>
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
