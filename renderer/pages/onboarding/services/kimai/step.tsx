import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConnectForm, invalid } from "../../connect-form";
import type { ConnectStepProps } from "../props";
import { TokenHelp } from "./token-help";

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
  return (
    <ConnectForm
      service="kimai"
      place={hostOf(url)}
      typed={{ url: url.trim(), secret: secret.trim() }}
      help={<TokenHelp url={url} />}
      onBack={onBack}
      onDone={(account) => {
        setSecret("");
        onDone(account);
      }}
      fields={(failure) => (
        <>
          <label className="field">
            <span className="label">{t("onboarding.address")}</span>
            <input
              className="input"
              name="url"
              // biome-ignore lint/a11y/noAutofocus: the first field of the step the person just chose
              autoFocus
              required
              spellCheck={false}
              autoComplete="off"
              placeholder="https://"
              maxLength={2000}
              value={url}
              aria-invalid={invalid(failure, aboutUrl, "url")}
              onChange={(event) => setUrl(event.target.value)}
            />
            <span className="hint">{t("onboarding.addressHint")}</span>
          </label>
          <label className="field">
            <span className="label">{t("onboarding.token")}</span>
            <input
              className="input"
              name="token"
              type="password"
              required
              spellCheck={false}
              autoComplete="off"
              maxLength={10_000}
              value={secret}
              aria-invalid={invalid(failure, aboutToken, "secret")}
              onChange={(event) => setSecret(event.target.value)}
            />
            <span className="hint">{t("onboarding.tokenHint")}</span>
          </label>
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
