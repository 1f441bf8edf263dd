import { Trans, useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { useSignIn } from "../../lib/sign-in";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";

const strong = { b: <b className="medium" /> };

/** For whoever was signed out: the two steps of connecting, with what the account has already. Its permissions stay. */
export function SignInAgain({ url, sessionOnly }: { url: string; sessionOnly: boolean }) {
  const { t } = useTranslation();
  const { origin, host, busy, entering, failure, look, open } = useSignIn(url);
  return (
    <>
      <div role="status">
        {origin !== null && (
          <p className="plain">
            {entering ? (
              t("signIn.inBrowser", { host })
            ) : (
              <Trans i18nKey="signIn.check" components={strong} values={{ origin }} />
            )}
          </p>
        )}
      </div>
      {failure && (
        <FailureNotice
          failure={failure}
          service="signed_in"
          place={URL.canParse(url) ? new URL(url).host : ""}
          saved={t("onboarding.notSaved")}
        />
      )}
      <p className="line failed__do">
        <Button
          kind="primary"
          icon={origin === null ? undefined : "outside"}
          busy={busy}
          waiting={entering ? t("signIn.waiting") : t("signIn.looking")}
          onPress={() => void (origin === null ? look() : open(sessionOnly))}
        >
          {origin === null ? t("signIn.again") : t("signIn.open", { host })}
        </Button>
        {busy && <Button onPress={() => void bridge.invoke("accounts:cancelConnect")}>{t("app.cancel")}</Button>}
      </p>
    </>
  );
}
