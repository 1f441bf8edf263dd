import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SessionView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { ProblemNotice } from "../lib/problem-notice";
import { takeSession } from "../lib/session";
import { useSend } from "../lib/use-api";

export function PasswordForm() {
  const { t } = useTranslation("team");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { run, busy, problem } = useSend();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await run<SessionView>("POST", "/api/sign-in", { email: email.trim(), password });
    if (answer?.ok) takeSession(answer);
    else if (answer) {
      setPassword("");
      field.current?.focus();
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <Field
        name="email"
        type="email"
        autoComplete="username"
        spellCheck={false}
        required
        maxLength={254}
        label={t("signIn.email")}
        value={email}
        onChange={setEmail}
      />
      <Field
        ref={field}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={1024}
        label={t("signIn.password")}
        value={password}
        aria-invalid={problem?.code === "wrong_password" || undefined}
        onChange={setPassword}
      />
      {problem && <ProblemNotice problem={problem} />}
      <Button kind="primary" size="lg" wide type="submit" busy={busy} waiting={t("signIn.waiting")}>
        {t("signIn.do")}
      </Button>
    </form>
  );
}
