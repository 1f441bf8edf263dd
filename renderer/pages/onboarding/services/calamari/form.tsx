import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { isWebPage } from "../../../../lib/bridge";
import { Field } from "../../../../ui/field";
import { ConnectForm, exact, invalid, secretField } from "../../connect-form";
import { CredentialHelp } from "../../credential-help";

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
      help={<CredentialHelp service="calamari" of="tenantKey" />}
      onBack={onBack}
      onDone={onDone}
      fields={(failure) => (
        <>
          <Field
            {...exact}
            autoFocus
            name="url"
            label={t("onboarding.address")}
            hint={t("onboarding.tenantHint")}
            placeholder="fjordworks.calamari.io"
            maxLength={2000}
            value={url}
            aria-invalid={invalid(failure, aboutUrl, "url")}
            onChange={(next) => onTyped({ url: next })}
          />
          <Field
            {...secretField}
            name="key"
            label={t("onboarding.key")}
            hint={t(isWebPage() ? "onboarding.onServer" : "onboarding.tenantKeyHint")}
            value={secret}
            aria-invalid={invalid(failure, aboutKey, "secret")}
            onChange={(next) => onTyped({ secret: next })}
          />
          <Field
            {...exact}
            name="user"
            label={t("onboarding.person")}
            hint={t("onboarding.personHint")}
            maxLength={254}
            value={user}
            aria-invalid={invalid(failure, aboutPerson, "user")}
            onChange={(next) => onTyped({ user: next })}
          />
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
