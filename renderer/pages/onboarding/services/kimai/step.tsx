import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isWebPage } from "../../../../lib/bridge";
import { Field } from "../../../../ui/field";
import { ConnectForm, exact, invalid, secretField } from "../../connect-form";
import { CredentialHelp } from "../../credential-help";
import type { ConnectStepProps } from "../props";

/** Failures that are about what was typed into that field. */
const aboutUrl = [
  "unprotected",
  "offline",
  "tls",
  "timeout",
  "redirected",
  "not_this_product",
  "not_found",
  "unavailable",
];
const aboutToken = ["unauthorized", "forbidden", "no_secret"];

export function KimaiStep({ onBack, onDone }: ConnectStepProps) {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const [secret, setSecret] = useState("");
  const trimmed = url.trim();
  return (
    <ConnectForm
      service="kimai"
      place={hostOf(url)}
      typed={{ url: trimmed, secret: secret.trim() }}
      help={<CredentialHelp service="kimai" of="token" url={/^https?:\/\/[^/]+/.test(trimmed) ? trimmed : null} />}
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
            name="url"
            label={t("onboarding.address")}
            hint={t("onboarding.addressHint")}
            placeholder="https://"
            maxLength={2000}
            value={url}
            aria-invalid={invalid(failure, aboutUrl, "url")}
            onChange={setUrl}
          />
          <Field
            {...secretField}
            name="token"
            label={t("onboarding.token")}
            hint={t(isWebPage() ? "onboarding.onServer" : "onboarding.tokenHint")}
            value={secret}
            aria-invalid={invalid(failure, aboutToken, "secret")}
            onChange={setSecret}
          />
        </>
      )}
    />
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url.includes("://") ? url : `https://${url}`).host || url;
  } catch {
    return url;
  }
}
