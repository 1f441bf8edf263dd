import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InvitationView, SessionView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Notice, Progress } from "../../ui/notice";
import { Alone } from "../frame";
import { callApi } from "../lib/api";
import { ProblemNotice, useProblemText } from "../lib/problem-notice";
import { Link, navigate } from "../lib/router";
import { takeSession } from "../lib/session";
import { useTask } from "../lib/use-task";
import { acceptWithPasskey, hasPasskeys } from "../sign-in/passkey";

/** Where an invitation leads: whom it is for, and how they want to sign in. */
export default function InvitationPage() {
  const { t } = useTranslation("team");
  // Browsers send what is behind # to no server; it is read once, because signing in leads away from it.
  const [token] = useState(() => window.location.hash.slice(1));
  const [invited, setInvited] = useState<InvitationView | null>(null);
  const { run, busy, problem } = useTask();
  const text = useProblemText();
  const look = () =>
    run(() => callApi<InvitationView>("POST", "/api/invitation", { token })).then((answer) => {
      if (answer?.ok) setInvited(answer.value);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once for each token
  useEffect(() => {
    if (token !== "") void look();
  }, [token]);

  if (token === "")
    return (
      <Alone title={t("invitation.title")}>
        <Notice tone="warn" title={t("invitation.cut")}>
          <p className="plain">{t("invitation.cutWhat")}</p>
        </Notice>
      </Alone>
    );
  if (invited) return <Accept token={token} invited={invited} />;
  const isOver = problem?.code.startsWith("invitation_");
  return (
    <Alone title={t("invitation.title")}>
      {busy && <Progress label={t("invitation.reading")} />}
      {problem && isOver && (
        <Notice tone="warn" alert title={text(problem)}>
          <p className="plain">{t("invitation.askAgain")}</p>
          <p>
            <Link to="/sign-in">{t("invitation.toSignIn")}</Link>
          </p>
        </Notice>
      )}
      {problem && !isOver && <ProblemNotice problem={problem} onAgain={() => void look()} />}
    </Alone>
  );
}

function Accept({ token, invited: { name, email } }: { token: string; invited: InvitationView }) {
  const { t } = useTranslation("team");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [differs, setDiffers] = useState(false);
  const { run, busy, problem } = useTask();
  const enter = async (work: () => ReturnType<typeof acceptWithPasskey>) => {
    const answer = await run(work);
    if (!answer?.ok) return;
    takeSession(answer);
    navigate("/", { replace: true });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(password !== again);
    if (password === again)
      void enter(() => callApi<SessionView>("POST", "/api/invitation/password", { token, password }));
  };
  const own = {
    type: "password",
    autoComplete: "new-password",
    required: true,
    minLength: 12,
    maxLength: 1024,
  } as const;
  return (
    <Alone title={t("invitation.welcome", { name })}>
      <p>{t("invitation.for", { email })}</p>
      {problem &&
        (problem.code === "invalid" ? (
          <Notice tone="danger" alert title={t("invitation.weak")} />
        ) : (
          <ProblemNotice problem={problem} />
        ))}
      {hasPasskeys() && (
        <section className="card card--pad stack" aria-labelledby="with-passkey">
          <h2 id="with-passkey">{t("invitation.passkey")}</h2>
          <p className="soft">{t("invitation.passkeyWhat")}</p>
          <p className="line">
            <Button
              kind="primary"
              size="lg"
              icon="key"
              busy={busy}
              onPress={() => void enter(() => acceptWithPasskey(token, navigator.platform || "passkey"))}
            >
              {t("invitation.makePasskey")}
            </Button>
          </p>
        </section>
      )}
      <section className="card card--pad stack" aria-labelledby="with-password">
        <h2 id="with-password">{t("invitation.password")}</h2>
        <form className="stack" onSubmit={submit}>
          {/* For password managers, which keep it under this name. */}
          <input className="sr" type="email" autoComplete="username" value={email} readOnly tabIndex={-1} aria-hidden />
          <Field
            {...own}
            name="password"
            label={t("signIn.password")}
            hint={t("invitation.passwordHint")}
            value={password}
            aria-invalid={problem?.code === "invalid" || undefined}
            onChange={setPassword}
          />
          <Field {...own} name="again" label={t("invitation.again")} value={again} onChange={setAgain} />
          {differs && <Notice tone="danger" alert title={t("invitation.differs")} />}
          <p className="line">
            <Button type="submit" busy={busy} waiting={t("signIn.waiting")}>
              {t("invitation.setPassword")}
            </Button>
          </p>
        </form>
      </section>
    </Alone>
  );
}
