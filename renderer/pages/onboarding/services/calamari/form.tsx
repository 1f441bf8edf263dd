import { Trans, useTranslation } from "react-i18next";
import type { AccountView, PermissionsView } from "../../../../../main/ipc/contract";
import { useCall } from "../../../../lib/call";
import { LinkButton } from "../../../../ui/button";
import { FailureNotice } from "../../../../ui/failure";
import { ConnectForm, invalid } from "../../connect-form";

/** Failures that are about what was typed into that field. A company that there is not answers in many ways. */
const aboutUrl = ["offline", "tls", "timeout", "redirected", "not_this_product", "unsupported", "unavailable"];
const aboutPerson = ["not_found"];
const aboutKey = ["unauthorized", "forbidden", "no_secret"];

const meanings = {
  not_found: "nobody",
  forbidden: "scope",
  unsupported: "no_company",
  not_this_product: "no_company",
};

export interface CalamariTyped {
  url: string;
  user: string;
  secret: string;
}

interface Props {
  profile: PermissionsView["profile"];
  typed: CalamariTyped;
  onTyped: (change: Partial<CalamariTyped>) => void;
  onBack: () => void;
  onDone: (account: AccountView) => void;
}

/** The company's address, its key, and the person for whom alone it is used. */
export function CalamariForm({ profile, typed, onTyped, onBack, onDone }: Props) {
  const { t } = useTranslation();
  const { url, user, secret } = typed;
  const sent = { url: url.trim(), user: user.trim(), secret: secret.trim(), consent: true, profile };
  return (
    <ConnectForm
      service="calamari"
      meanings={meanings}
      place={hostOf(url.trim()) || t("service.calamari.name")}
      typed={sent}
      help={<KeyHelp />}
      onBack={onBack}
      onDone={onDone}
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
              placeholder="fjordworks.calamari.io"
              maxLength={2000}
              value={url}
              aria-invalid={invalid(failure, aboutUrl, "url")}
              onChange={(event) => onTyped({ url: event.target.value })}
            />
            <span className="hint">{t("onboarding.tenantHint")}</span>
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
              aria-invalid={invalid(failure, aboutKey, "secret")}
              onChange={(event) => onTyped({ secret: event.target.value })}
            />
            <span className="hint">{t("onboarding.tenantKeyHint")}</span>
          </label>
          <label className="field">
            <span className="label">{t("onboarding.person")}</span>
            <input
              className="input"
              name="user"
              required
              spellCheck={false}
              autoComplete="off"
              maxLength={254}
              value={user}
              aria-invalid={invalid(failure, aboutPerson, "user")}
              onChange={(event) => onTyped({ user: event.target.value })}
            />
            <span className="hint">{t("onboarding.personHint")}</span>
          </label>
        </>
      )}
    />
  );
}

/** What a failure speaks of: the company's host, also where only its name was typed. */
function hostOf(typed: string): string {
  if (/^[a-z0-9-]+$/i.test(typed)) return `${typed.toLowerCase()}.calamari.io`;
  const whole = typed.includes("://") ? typed : `https://${typed}`;
  return URL.canParse(whole) ? new URL(whole).host : typed;
}

const strong = { b: <b className="medium" /> };

/** Where an administrator finds the address and a key. */
function KeyHelp() {
  const { t } = useTranslation();
  const open = useCall("app:openLink");
  return (
    <aside className="card card--pad tokenhelp" aria-labelledby="key-help">
      <h2 id="key-help">{t("tenantKey.title")}</h2>
      <ol className="howto">
        {(["menu", "create", "paste"] as const).map((step) => (
          <li key={step}>
            <span>
              <Trans i18nKey={`tenantKey.${step}`} components={strong} />
            </span>
          </li>
        ))}
      </ol>
      <LinkButton onPress={() => void open.run({ link: "credential_page", service: "calamari" })}>
        {t("tenantKey.open")}
      </LinkButton>
      {open.failure && <FailureNotice failure={open.failure} />}
      <p className="hint">{t("tenantKey.scopes")}</p>
      <p className="hint">{t("tenantKey.admin")}</p>
    </aside>
  );
}
