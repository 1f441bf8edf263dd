import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { hoursText, spreadHours } from "./hours";

/** Hours to work in a week, kept by Punchcard for the time sheet on this computer. */
export function TargetForm({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const kept = hoursText(account.targetSeconds);
  const [text, setText] = useState(kept);
  const [said, setSaid] = useState(false);
  const call = useCall("accounts:setTarget");
  const target = spreadHours(text);
  const id = `target-${account.id}`;
  const form = useRef<HTMLFormElement>(null);
  useEscape(text !== kept, { form, isTyped: text !== kept, onClose: () => setText(kept) });
  return (
    <form
      ref={form}
      className="target"
      onSubmit={async (event) => {
        event.preventDefault();
        if (target === undefined) return;
        const answer = await call.run({ accountId: account.id, targetSeconds: target });
        setSaid(answer?.ok === true);
      }}
    >
      <Field
        small
        className="num"
        inputMode="decimal"
        label={t("accounts.hours")}
        maxLength={7}
        value={text}
        aria-invalid={target === undefined || undefined}
        aria-describedby={id}
        onChange={(typed) => {
          setText(typed);
          setSaid(false);
        }}
      />
      <Button
        size="sm"
        type="submit"
        busy={call.busy}
        waiting={t("wait.save")}
        isDisabled={target === undefined || text === kept}
      >
        {t("app.save")}
      </Button>
      <span className="hint" id={id} role={said ? "status" : undefined}>
        {said ? t("app.saved") : target === undefined ? t("accounts.hoursWrong") : t("accounts.hoursHint")}
      </span>
      {call.failure && <FailureNotice failure={call.failure} write />}
    </form>
  );
}
