import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../../../lib/call";
import { useEscape } from "../../../../lib/escape";
import { Button } from "../../../../ui/button";
import { FailureNotice } from "../../../../ui/failure";
import { Field } from "../../../../ui/field";
import { Notice } from "../../../../ui/notice";
import { spreadHours } from "../../../accounts/hours";
import { Frame } from "../../frame";
import type { ConnectStepProps } from "../props";

/** Hours a week. */
const usual = "40";

export function LocalStep({ onBack, onDone }: ConnectStepProps) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(usual);
  const connect = useCall("accounts:connect");
  const target = spreadHours(hours);
  useEscape(!connect.busy, { isTyped: hours !== usual, onClose: onBack });
  return (
    <Frame
      step="connect"
      title={t("onboarding.connect.local")}
      lead={t("service.local.what")}
      foot={
        <>
          <Button icon="left" onPress={onBack} isDisabled={connect.busy}>
            {t("app.back")}
          </Button>
          <span className="push" />
          <Button
            kind="primary"
            size="lg"
            type="submit"
            form="local"
            isDisabled={target === undefined}
            busy={connect.busy}
            waiting={t("onboarding.testing")}
          >
            {t("onboarding.localStart")}
          </Button>
        </>
      }
    >
      <form
        id="local"
        className="stack local"
        onSubmit={async (event) => {
          event.preventDefault();
          if (target === undefined) return;
          const answer = await connect.run({ service: "local", targetSeconds: target });
          if (answer?.ok) onDone(answer.value);
        }}
      >
        <Field
          className="num"
          autoFocus
          inputMode="decimal"
          label={t("accounts.hours")}
          hint={target === undefined ? t("accounts.hoursWrong") : t("accounts.hoursHint")}
          maxLength={7}
          value={hours}
          aria-invalid={target === undefined || undefined}
          onChange={setHours}
        />
        <Notice icon="computer">
          <p className="soft">{t("onboarding.localWhere")}</p>
        </Notice>
        {connect.failure && <FailureNotice failure={connect.failure} write />}
      </form>
    </Frame>
  );
}
