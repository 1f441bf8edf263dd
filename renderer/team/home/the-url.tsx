import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";

/** The address that goes into every AI client. */
export const mcpUrl = () => `${window.location.origin}/mcp`;

export function TheUrl() {
  const { t } = useTranslation("team");
  const copy = useCall("clipboard:copy");
  const [copied, setCopied] = useState(false);
  return (
    <section className="card card--pad stack" aria-labelledby="the-url">
      <div className="line">
        <h2 id="the-url">{t("home.url")}</h2>
        <span className="soft">{t("home.urlWhat")}</span>
      </div>
      <div className="line theurl">
        <code className="theurl__text">{mcpUrl()}</code>
        <Button
          kind="primary"
          size="lg"
          icon={copied ? "check" : "copy"}
          onPress={() => void copy.run({ text: mcpUrl() }).then((answer) => setCopied(answer?.ok === true))}
        >
          {t(copied ? "home.copied" : "home.copy")}
        </Button>
        <span className="sr" role="status">
          {copied && t("home.copied")}
        </span>
      </div>
      {copy.failure && <FailureNotice failure={copy.failure} />}
    </section>
  );
}
