import { Trans, useTranslation } from "react-i18next";
import { useCall } from "../../../../lib/call";
import { LinkButton } from "../../../../ui/button";
import { FailureNotice } from "../../../../ui/failure";

const strong = { b: <b className="medium" /> };

/** Where Kimai keeps its API tokens. */
export function TokenHelp({ url }: { url: string }) {
  const { t } = useTranslation();
  const open = useCall("app:openLink");
  return (
    <aside className="card card--pad tokenhelp" aria-labelledby="token-help">
      <h2 id="token-help">{t("token.title")}</h2>
      <ol className="howto">
        <li>
          <span>{t("token.menu")}</span>
        </li>
        <li>
          <span>
            <Trans i18nKey="token.access" components={strong} />
          </span>
        </li>
        <li>
          <span>
            <Trans i18nKey="token.create" components={strong} />
          </span>
        </li>
        <li>
          <span>{t("token.paste")}</span>
        </li>
      </ol>
      {/^https?:\/\/[^/]+/.test(url.trim()) && (
        <LinkButton onPress={() => void open.run({ link: "credential_page", service: "kimai", url: url.trim() })}>
          {t("token.open")}
        </LinkButton>
      )}
      {open.failure && <FailureNotice failure={open.failure} />}
      <p className="hint">{t("token.missing")}</p>
    </aside>
  );
}
