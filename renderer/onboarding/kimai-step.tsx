import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView, Failure } from "../../main/ipc/contract";
import { bridge } from "../data/bridge";
import { useCall } from "../data/call";
import { useLasting } from "../data/clock";
import { Button } from "../ui/button";
import { FailureNotice } from "../ui/failure";
import { Progress } from "../ui/notice";
import { Frame } from "./frame";
import { TokenHelp } from "./token-help";

/** Failures that are about what was typed into that field. */
const aboutUrl = ["offline", "tls", "timeout", "redirected", "not_this_product", "not_found", "unavailable"];
const aboutToken = ["unauthorized", "forbidden", "no_secret"];
const fileName = (path: string) => path.split(/[\\/]/).pop() ?? path;

interface Props {
  onBack: () => void;
  onDone: (account: AccountView) => void;
}

export function KimaiStep({ onBack, onDone }: Props) {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const [secret, setSecret] = useState("");
  const [caFile, setCaFile] = useState<string | null>(null);
  const connect = useCall("accounts:connect");
  const choose = useCall("accounts:chooseCaFile");
  const copy = useCall("clipboard:copy");
  const long = useLasting(connect.busy, 3000);
  const shown = useLasting(connect.busy, 300);
  const { failure } = connect;
  const place = hostOf(url);

  const test = async (sessionOnly: boolean, ca = caFile) => {
    const answer = await connect.run({
      service: "kimai",
      url: url.trim(),
      secret: secret.trim(),
      caFile: ca ?? undefined,
      sessionOnly,
    });
    if (!answer?.ok) return;
    // Typed in once, it is not kept here a moment longer than needed.
    setSecret("");
    onDone(answer.value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void test(false);
  };
  const chooseCa = async () => {
    const answer = await choose.run();
    if (answer?.ok && answer.value.path !== null) setCaFile(answer.value.path);
  };
  return (
    <Frame
      step="connect"
      title={t("onboarding.connect.kimai")}
      foot={
        <>
          <Button icon="left" onPress={onBack} isDisabled={connect.busy}>
            {t("app.back")}
          </Button>
          <span className="push" />
          {long && <Button onPress={() => void bridge.invoke("accounts:cancelConnect")}>{t("app.cancel")}</Button>}
          <Button
            kind="primary"
            size="lg"
            type="submit"
            form="kimai"
            busy={connect.busy}
            waiting={t("onboarding.testing")}
          >
            {t("onboarding.test")}
          </Button>
        </>
      }
    >
      <div className="connect">
        <form id="kimai" className="stack" onSubmit={submit}>
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
          {caFile && (
            <p className="line">
              <span className="soft">{t("onboarding.caChosen")}</span>
              <code className="clip" title={caFile}>
                {fileName(caFile)}
              </code>
              <Button size="sm" onPress={() => setCaFile(null)}>
                {t("onboarding.caRemove")}
              </Button>
            </p>
          )}
          {shown && <Progress label={t("onboarding.testing")} />}
          {failure && (
            <FailureNotice
              failure={failure}
              place={place}
              saved={t(
                failure.code === "tls" || failure.code === "offline" ? "onboarding.notSent" : "onboarding.notSaved",
              )}
            >
              <p className="line failed__do">
                {failure.code === "tls" && (
                  <Button icon="folder" busy={choose.busy} onPress={() => void chooseCa()}>
                    {t("onboarding.chooseCa")}
                  </Button>
                )}
                {failure.code === "keychain" && (
                  <Button icon="key" busy={connect.busy} onPress={() => void test(true)}>
                    {t("onboarding.sessionOnly")}
                  </Button>
                )}
                <Button
                  kind="plain"
                  icon={copy.busy ? "check" : "copy"}
                  onPress={() => void copy.run({ text: details(failure, place) })}
                >
                  {t("onboarding.copyDetails")}
                </Button>
              </p>
              {failure.code === "keychain" && <p className="plain">{t("onboarding.sessionOnlyWhat")}</p>}
            </FailureNotice>
          )}
        </form>
        <TokenHelp url={url} />
      </div>
    </Frame>
  );
}

const invalid = (failure: Failure | null, codes: readonly string[], field: string) =>
  (failure && (codes.includes(failure.code) || (failure.fields && field in failure.fields))) || undefined;

/** For an administrator: what happened and where, never the token. */
const details = (failure: Failure, place: string) =>
  [place, failure.code, failure.message, failure.detail].filter(Boolean).join("\n");

function hostOf(url: string): string {
  try {
    return new URL(url.includes("://") ? url : `https://${url}`).host || url;
  } catch {
    return url;
  }
}
