import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isWebPage } from "../../../../lib/bridge";
import { Field } from "../../../../ui/field";
import { ConnectForm, exact, invalid, secretField } from "../../connect-form";
import { CredentialHelp } from "../../credential-help";
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
      help={<CredentialHelp service="clockodo" of="apiKey" />}
      onBack={onBack}
      onDone={(account) => {
        setSecret("");
        onDone(account);
      }}
      fields={(failure) => (
        <>
          <Field
            {...exact}
            autoFocus
            name="user"
            type="email"
            label={t("onboarding.email")}
            hint={t("onboarding.emailHint")}
            maxLength={254}
            value={user}
            aria-invalid={invalid(failure, aboutBoth, "user")}
            onChange={setUser}
          />
          <Field
            {...secretField}
            name="key"
            label={t("onboarding.key")}
            hint={t(isWebPage() ? "onboarding.onServer" : "onboarding.keyHint")}
            value={secret}
            aria-invalid={invalid(failure, aboutBoth, "secret")}
            onChange={setSecret}
          />
        </>
      )}
    />
  );
}
