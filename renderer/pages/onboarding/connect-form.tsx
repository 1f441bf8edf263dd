import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { KnownService } from "#core/service-catalog/index";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { Failure, Request } from "#main/ipc/contract/index";
import { bridge, offers } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { useLasting } from "../../lib/clock";
import { useEscape } from "../../lib/escape";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Progress } from "../../ui/notice";
import { Frame } from "./frame";

/** Of a field whose text must stay as it was typed. */
export const exact = { required: true, spellCheck: false, autoComplete: "off" } as const;
export const secretField = { ...exact, type: "password", maxLength: 10_000 } as const;

/** The file of certificates that the person chose to trust beside those of the system. */
export function ChosenCa({
  file,
  isDisabled,
  onRemove,
}: {
  file: string | null;
  isDisabled?: boolean;
  onRemove(): void;
}) {
  const { t } = useTranslation();
  if (file === null) return null;
  return (
    <p className="line">
      <span className="soft">{t("onboarding.caChosen")}</span>
      <code className="clip" title={file}>
        {file.split(/[\\/]/).pop()}
      </code>
      <Button size="sm" isDisabled={isDisabled} onPress={onRemove}>
        {t("onboarding.caRemove")}
      </Button>
    </p>
  );
}

interface Props {
  service: KnownService;
  /** What a failure speaks of: the host that was typed in, or the service. */
  place: string;
  /** What a code says while an account is connected, where that is something else than later. */
  meanings?: Readonly<Record<string, string>>;
  /** What was typed in, to be tested. */
  typed: Pick<Request<"accounts:connect">, "url" | "user" | "secret" | "consent" | "profile">;
  /** The fields, marked by what failed. */
  fields(failure: Failure | null): ReactNode;
  /** Beside them: where to find what belongs into them. */
  help: ReactNode;
  onBack(): void;
  /** Connected: the secret that was typed in is not needed a moment longer. */
  onDone(account: AccountView): void;
}

/** Tests what was typed in against the service; says what failed and what can be done about it. */
export function ConnectForm({ service, meanings, place, typed, fields, help, onBack, onDone }: Props) {
  const { t } = useTranslation();
  const [caFile, setCaFile] = useState<string | null>(null);
  /** The address at which the person lets the token travel unprotected. */
  const [agreed, setAgreed] = useState<string | null>(null);
  const connect = useCall("accounts:connect");
  const choose = useCall("accounts:chooseCaFile");
  const long = useLasting(connect.busy, 2000);
  const shown = useLasting(connect.busy, 300);
  useEscape(!connect.busy, { isTyped: Boolean(typed.url || typed.user || typed.secret), onClose: onBack });

  const test = async (sessionOnly: boolean, unprotected = agreed) => {
    const consent = typed.consent || (unprotected !== null && unprotected === typed.url) || undefined;
    const answer = await connect.run({ service, ...typed, consent, caFile: caFile ?? undefined, sessionOnly });
    if (answer?.ok) onDone(answer.value);
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
      consent={descriptorOf(service).credential?.actsFor === "company"}
      title={t(`onboarding.connect.${service}`)}
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
            form={service}
            busy={connect.busy}
            waiting={t("onboarding.testing")}
          >
            {t("onboarding.test")}
          </Button>
        </>
      }
    >
      <div className="connect">
        <form id={service} className="stack" onSubmit={submit}>
          {fields(connect.failure)}
          <ChosenCa file={caFile} onRemove={() => setCaFile(null)} />
          {shown && <Progress label={t("onboarding.testing")} />}
          <p className="hint" role="status">
            {long && t("first.slow", { service: descriptorOf(service).label })}
          </p>
          {connect.failure && (
            <ConnectFailure
              service={service}
              meanings={meanings}
              place={place}
              failure={connect.failure}
              busy={connect.busy || choose.busy}
              onChooseCa={() => void chooseCa()}
              onSessionOnly={() => void test(true)}
              onUnprotected={() => {
                setAgreed(typed.url ?? null);
                void test(false, typed.url);
              }}
            />
          )}
        </form>
        {help}
      </div>
    </Frame>
  );
}

interface FailureProps {
  service: Props["service"];
  meanings: Props["meanings"];
  place: string;
  failure: Failure;
  busy: boolean;
  onChooseCa(): void;
  onSessionOnly(): void;
  onUnprotected(): void;
}

function ConnectFailure({
  service,
  meanings,
  place,
  failure,
  busy,
  onChooseCa,
  onSessionOnly,
  onUnprotected,
}: FailureProps) {
  const { t } = useTranslation();
  const copy = useCall("clipboard:copy");
  const key = descriptorOf(service).credential?.kind === "key";
  const unsent = key ? t("onboarding.notSentKey") : t("onboarding.notSent");
  return (
    <FailureNotice
      failure={{ ...failure, code: meanings?.[failure.code] ?? failure.code }}
      service={service}
      place={place}
      saved={["tls", "offline", "unprotected"].includes(failure.code) ? unsent : t("onboarding.notSaved")}
    >
      <p className="line failed__do">
        {failure.code === "tls" && offers("accounts:chooseCaFile") && (
          <Button icon="folder" busy={busy} onPress={onChooseCa}>
            {t("onboarding.chooseCa")}
          </Button>
        )}
        {failure.code === "keychain" && (
          <Button icon="key" busy={busy} onPress={onSessionOnly}>
            {t("onboarding.sessionOnly")}
          </Button>
        )}
        {failure.code === "unprotected" && (
          <Button icon="warning" busy={busy} onPress={onUnprotected}>
            {t("onboarding.unprotected")}
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
      {failure.code === "keychain" && (
        <p className="plain">{key ? t("onboarding.sessionOnlyWhatKey") : t("onboarding.sessionOnlyWhat")}</p>
      )}
    </FailureNotice>
  );
}

/** Whether a failure is about what was typed into that field, for `aria-invalid`. */
export const invalid = (failure: Failure | null, codes: readonly string[], field: string) =>
  (failure && (codes.includes(failure.code) || (failure.fields && field in failure.fields))) || undefined;

/** For an administrator: what happened and where, never the token. */
const details = (failure: Failure, place: string) =>
  [place, failure.code, failure.message, failure.detail].filter(Boolean).join("\n");
