import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { useCall } from "../../../../lib/call";
import { LinkButton } from "../../../../ui/button";
import { FailureNotice } from "../../../../ui/failure";
import { ConnectForm, invalid } from "../../connect-form";
import type { ConnectStepProps } from "../props";

/** Clockodo does not say which of the two is wrong. */
const aboutBoth = ["unauthorized", "no_secret"];

/** Who cannot even be asked about a person has not refused anything: it has become another Clockodo. */
const meanings = { unsupported: "removed" };

export function ClockodoStep({ onBack, onDone }: ConnectStepProps) {
  const { t } = useTranslation();
  const [user, setUser] = useState("");
  const [secret, setSecret] = useState("");
  return (
    <ConnectForm
      service="clockodo"
      meanings={meanings}
      place={t("service.clockodo.name")}
      typed={{ user: user.trim(), secret: secret.trim() }}
      help={<KeyHelp />}
      onBack={onBack}
      onDone={(account) => {
        setSecret("");
        onDone(account);
      }}
      fields={(failure) => (
        <>
          <label className="field">
            <span className="label">{t("onboarding.email")}</span>
            <input
              className="input"
              name="user"
              type="email"
              // biome-ignore lint/a11y/noAutofocus: the first field of the step the person just chose
              autoFocus
              required
              spellCheck={false}
              autoComplete="off"
              maxLength={254}
              value={user}
              aria-invalid={invalid(failure, aboutBoth, "user")}
              onChange={(event) => setUser(event.target.value)}
            />
            <span className="hint">{t("onboarding.emailHint")}</span>
          </label>
          <label className="field">
            <span className="label">{t("onboarding.key")}</span>
            <input
              className="input"
              name="key"
              type="password"
              required
              spellCheck={false}
              autoComplete="off"
              maxLength={10_000}
              value={secret}
              aria-invalid={invalid(failure, aboutBoth, "secret")}
              onChange={(event) => setSecret(event.target.value)}
            />
            <span className="hint">{t("onboarding.keyHint")}</span>
          </label>
        </>
      )}
    />
  );
}

const strong = { b: <b className="medium" /> };

/** Where Clockodo keeps a person's API key. */
function KeyHelp() {
  const { t } = useTranslation();
  const open = useCall("app:openLink");
  return (
    <aside className="card card--pad tokenhelp" aria-labelledby="key-help">
      <h2 id="key-help">{t("apiKey.title")}</h2>
      <ol className="howto">
        <li>
          <span>{t("apiKey.signIn")}</span>
        </li>
        <li>
          <span>
            <Trans i18nKey="apiKey.menu" components={strong} />
          </span>
        </li>
        <li>
          <span>
            <Trans i18nKey="apiKey.paste" components={strong} />
          </span>
        </li>
      </ol>
      <LinkButton onPress={() => void open.run({ link: "credential_page", service: "clockodo" })}>
        {t("apiKey.open")}
      </LinkButton>
      {open.failure && <FailureNotice failure={open.failure} />}
      <p className="hint">{t("apiKey.password")}</p>
    </aside>
  );
}
