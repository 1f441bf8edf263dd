import { Trans, useTranslation } from "react-i18next";
import type { KnownService } from "#core/service-catalog/index";
import { useCall } from "../../lib/call";
import { LinkButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";

const strong = { b: <b className="medium" /> };

/** The keys of its texts: title, steps in their order, link to the page, and hints below. */
const texts = {
  token: {
    title: "token.title",
    steps: ["token.menu", "token.access", "token.create", "token.paste"],
    open: "token.open",
    hints: ["token.missing"],
  },
  apiKey: {
    title: "apiKey.title",
    steps: ["apiKey.signIn", "apiKey.menu", "apiKey.paste"],
    open: "apiKey.open",
    hints: ["apiKey.password"],
  },
  tenantKey: {
    title: "tenantKey.title",
    steps: ["tenantKey.menu", "tenantKey.create", "tenantKey.paste"],
    open: "tenantKey.open",
    hints: ["tenantKey.scopes", "tenantKey.admin"],
  },
} as const;

interface Props {
  service: KnownService;
  of: keyof typeof texts;
  /** The person's own address, where the page lies on it; `null`: nothing to open yet. */
  url?: string | null;
}

/** Where a service keeps the credential that is asked for, with a link to that page. */
export function CredentialHelp({ service, of, url }: Props) {
  const { t } = useTranslation();
  const openPage = useCall("app:openLink");
  const id = `${of}-help`;
  const text = texts[of];
  return (
    <aside className="card card--pad tokenhelp" aria-labelledby={id}>
      <h2 id={id}>{t(text.title)}</h2>
      <ol className="howto">
        {text.steps.map((step) => (
          <li key={step}>
            <span>
              <Trans i18nKey={step} components={strong} />
            </span>
          </li>
        ))}
      </ol>
      {url !== null && (
        <LinkButton onPress={() => void openPage.run({ link: "credential_page", service, url })}>
          {t(text.open)}
        </LinkButton>
      )}
      {openPage.failure && <FailureNotice failure={openPage.failure} />}
      {text.hints.map((hint) => (
        <p className="hint" key={hint}>
          {t(hint)}
        </p>
      ))}
    </aside>
  );
}
