import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "#main/ipc/contract/working-time";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { signedHours } from "../../lib/format";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { balanceHours } from "../accounts/hours";

/** From which day on hours to work and the balance count, and what the balance is then. */
export function FirstDayForm({
  accountId,
  view,
  onSaved,
}: {
  accountId: string;
  view: WorkingTimeView;
  onSaved(): Promise<void>;
}) {
  const { t } = useTranslation();
  const kept = view.firstDay ?? "";
  const keptOpening = view.opening === null ? "" : signedHours(view.opening);
  const [day, setDay] = useState(kept);
  const [text, setText] = useState(keptOpening);
  const save = useCall("workingTime:saveFirstDay");
  const opening = balanceHours(text);
  const wrong = opening === undefined || (opening !== null && day === "");
  const same = day === kept && (opening === view.opening || text === keptOpening);
  const form = useRef<HTMLFormElement>(null);
  const isTyped = day !== kept || text !== keptOpening;
  const revert = () => {
    setDay(kept);
    setText(keptOpening);
  };
  useEscape(isTyped, { form, isTyped, onClose: revert });
  return (
    <>
      <form
        ref={form}
        className="card card--pad line"
        aria-label={t("workingTime.firstDay")}
        onSubmit={async (event) => {
          event.preventDefault();
          if (wrong || same) return;
          const answer = await save.run({ accountId, firstDay: day === "" ? null : day, opening });
          if (answer?.ok) await onSaved();
        }}
      >
        <Field small type="date" label={t("workingTime.firstDay")} value={day} onChange={setDay} />
        <Field
          small
          className="num opening"
          label={t("workingTime.opening")}
          value={text}
          placeholder="+0:00"
          maxLength={8}
          aria-invalid={wrong || undefined}
          onChange={setText}
        />
        <Button size="sm" type="submit" busy={save.busy} waiting={t("wait.save")} isDisabled={wrong || same}>
          {t("app.save")}
        </Button>
        <span className="hint" role="status">
          {wrong ? t("workingTime.openingWrong") : t("workingTime.firstDayHint")}{" "}
          {view.balance !== null && !wrong && (
            <span className="num">{t("workingTime.today", { balance: signedHours(view.balance) })}</span>
          )}
        </span>
      </form>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </>
  );
}
