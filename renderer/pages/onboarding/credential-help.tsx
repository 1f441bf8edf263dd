import { Trans, useTranslation } from "react-i18next";
import type { KnownService } from "../../../mcp-server/services";
import { useCall } from "../../lib/call";
import { LinkButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";

const strong = { b: <b className="medium" /> };

/** The keys of its texts: steps in their order, and hints below. */
const texts = {
  token: { steps: ["token.menu", "token.access", "token.create", "token.paste"], hints: ["token.missing"] },
  apiKey: { steps: ["apiKey.signIn", "apiKey.menu", "apiKey.paste"], hints: ["apiKey.password"] },
  tenantKey: {
    steps: ["tenantKey.menu", "tenantKey.create", "tenantKey.paste"],
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
  const open = useCall("app:openLink");
  const id = `${of}-help`;
  return (
    <aside className="card card--pad tokenhelp" aria-labelledby={id}>
      <h2 id={id}>{t(`${of}.title`)}</h2>
      <ol className="howto">
        {texts[of].steps.map((step) => (
          <li key={step}>
            <span>
              <Trans i18nKey={step} components={strong} />
            </span>
          </li>
        ))}
      </ol>
      {url !== null && (
        <LinkButton onPress={() => void open.run({ link: "credential_page", service, url })}>
          {t(`${of}.open`)}
        </LinkButton>
      )}
      {open.failure && <FailureNotice failure={open.failure} />}
      {texts[of].hints.map((hint) => (
        <p className="hint" key={hint}>
          {t(hint)}
        </p>
      ))}
    </aside>
  );
}
