import { type FormEvent, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { Failure } from "#main/ipc/contract/index";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { bridge, isWebPage, offers } from "../../../../lib/bridge";
import { useEscape } from "../../../../lib/escape";
import { useSignIn } from "../../../../lib/sign-in";
import { Button } from "../../../../ui/button";
import { FailureNotice } from "../../../../ui/failure";
import { Field } from "../../../../ui/field";
import { Notice, Progress } from "../../../../ui/notice";
import { ProfileChoice } from "../../../permissions/profile-choice";
import { ChosenCa, exact, invalid } from "../../connect-form";
import { Frame } from "../../frame";

const strong = { b: <b className="medium" /> };
const aboutUrl = ["url", "offline", "tls", "timeout", "redirected", "not_this_product"];

interface Props {
  profile: PermissionsView["profile"];
  onProfile(profile: PermissionsView["profile"]): void;
  onBack(): void;
  onDone(account: AccountView): void;
}

/**
 * Connecting Calamari without an API key: the address of its own MCP server, where one signs in, and the wait while the
 * person does that in their browser. Which page is opened is shown before.
 */
export function CalamariSignIn({ profile, onProfile, onBack, onDone }: Props) {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const { origin, host, busy, entering, failure, caFile, forget, trust, chooseCa, look, open } = useSignIn(
    url,
    profile,
  );
  useEscape(!busy, { isTyped: url !== "", onClose: onBack });

  const enter = async (sessionOnly: boolean) => {
    const account = await open(sessionOnly);
    if (account) onDone(account);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (origin === null ? look() : enter(false));
  };
  return (
    <Frame
      step="connect"
      title={t("signIn.title")}
      lead={t("signIn.lead")}
      foot={
        <>
          <Button icon="left" onPress={onBack} isDisabled={busy}>
            {t("app.back")}
          </Button>
          <span className="push" />
          {busy && <Button onPress={() => void bridge.invoke("accounts:cancelConnect")}>{t("app.cancel")}</Button>}
          <Button
            kind="primary"
            size="lg"
            type="submit"
            form="sign-in"
            icon={origin === null ? undefined : "outside"}
            busy={busy}
            waiting={entering ? t("signIn.waiting") : t("signIn.looking")}
          >
            {origin === null ? t("signIn.look") : t("signIn.open", { host })}
          </Button>
        </>
      }
    >
      <form id="sign-in" className="stack consent" onSubmit={submit}>
        <Field
          {...exact}
          autoFocus
          name="url"
          label={t("signIn.address")}
          hint={<Trans i18nKey="signIn.where" components={strong} />}
          placeholder="https://gateway.eu-west-1.calamari.io/mcp-server/mcp"
          maxLength={2000}
          value={url}
          readOnly={busy}
          aria-invalid={invalid(failure, aboutUrl, "url")}
          onChange={(next) => {
            setUrl(next);
            forget();
          }}
        />
        <ChosenCa file={caFile} isDisabled={busy} onRemove={() => trust(null)} />
        <div role="status" className="stack">
          {entering && (
            <>
              <Progress label={t("signIn.waiting")} />
              <p className="soft">{t("signIn.inBrowser", { host })}</p>
            </>
          )}
          {origin !== null && !entering && (
            <Notice icon="lock" title={t("signIn.found", { host })}>
              <p className="plain">
                <Trans i18nKey="signIn.check" components={strong} values={{ origin }} />
              </p>
            </Notice>
          )}
        </div>
        {failure && (
          <SignInFailure
            failure={failure}
            place={hostOf(url)}
            busy={busy}
            onChooseCa={() => void chooseCa()}
            onSessionOnly={() => void enter(true)}
          />
        )}
        <Notice icon="lock" title={t("signIn.weTitle")}>
          <ul className="plain consent__list">
            {(["person", "kept", "less", "clients"] as const).map((point) => (
              <li key={point}>
                <Trans
                  i18nKey={point === "kept" && isWebPage() ? "signIn.onServer" : `signIn.we.${point}`}
                  components={strong}
                />
              </li>
            ))}
          </ul>
        </Notice>
        <section aria-labelledby="consent-ai">
          <h2 id="consent-ai">{t("consent.aiTitle")}</h2>
          <ProfileChoice value={profile} onChange={onProfile} />
        </section>
      </form>
    </Frame>
  );
}

interface FailureProps {
  failure: Failure;
  place: string;
  busy: boolean;
  onChooseCa(): void;
  onSessionOnly(): void;
}

function SignInFailure({ failure, place, busy, onChooseCa, onSessionOnly }: FailureProps) {
  const { t } = useTranslation();
  const { code } = failure;
  return (
    <FailureNotice failure={failure} service="signed_in" place={place} saved={t("onboarding.notSaved")}>
      {code === "tls" && offers("accounts:chooseCaFile") && (
        <p className="line failed__do">
          <Button icon="folder" busy={busy} onPress={onChooseCa}>
            {t("onboarding.chooseCa")}
          </Button>
        </p>
      )}
      {code === "keychain" && (
        <>
          <p className="line failed__do">
            <Button icon="key" busy={busy} onPress={onSessionOnly}>
              {t("onboarding.sessionOnly")}
            </Button>
          </p>
          <p className="plain">{t("signIn.sessionOnlyWhat")}</p>
        </>
      )}
    </FailureNotice>
  );
}

const hostOf = (typed: string) => (URL.canParse(typed.trim()) ? new URL(typed.trim()).host : "Calamari");
