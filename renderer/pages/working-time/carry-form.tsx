import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "#main/ipc/contract/working-time";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { dayCount } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { leaveNumber } from "./leave-number";

/** Days of leave that were carried over into the year, and until when they can be taken. */
export function CarryForm({
  accountId,
  year,
  view,
  onSaved,
}: {
  accountId: string;
  year: number;
  view: WorkingTimeView;
  onSaved(): Promise<void>;
}) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { carry, leaveLeft } = view;
  const kept = { days: carry ? String(carry.days) : "", until: carry?.until ?? "" };
  const [typed, setTyped] = useState(kept);
  const save = useCall("workingTime:saveCarry");
  const days = leaveNumber(typed.days);
  const inYear = typed.until === "" || typed.until.startsWith(`${year}-`);
  const wrong = days === undefined || !inYear || (days === null && typed.until !== "");
  const same = typed.days.trim() === kept.days && typed.until === kept.until;
  const form = useRef<HTMLFormElement>(null);
  useEscape(!same, { form, isTyped: !same, onClose: () => setTyped(kept) });
  const hint = wrong ? t("workingTime.carryWrong", { year }) : t("workingTime.carryHint");
  return (
    <>
      <form
        ref={form}
        className="card card--pad line"
        aria-label={t("workingTime.carry", { year })}
        onSubmit={async (event) => {
          event.preventDefault();
          if (wrong || same) return;
          const until = typed.until === "" ? null : typed.until;
          const answer = await save.run({ accountId, ...(carry && { id: carry.id }), year, days, until });
          if (answer?.ok) await onSaved();
        }}
      >
        <Field
          small
          className="num"
          inputMode="decimal"
          label={t("workingTime.carry", { year })}
          maxLength={5}
          value={typed.days}
          aria-invalid={days === undefined || undefined}
          onChange={(text) => setTyped({ ...typed, days: text })}
        />
        <Field
          small
          type="date"
          label={t("workingTime.carryUntil")}
          value={typed.until}
          aria-invalid={!inYear || undefined}
          onChange={(until) => setTyped({ ...typed, until })}
        />
        <Button size="sm" type="submit" busy={save.busy} waiting={t("wait.save")} isDisabled={wrong || same}>
          {t("app.save")}
        </Button>
        <span className="hint" role="status">
          {hint}{" "}
          {leaveLeft !== null && !wrong && (
            <span className="num">{t("workingTime.left", { year, days: dayCount(leaveLeft, language) })}</span>
          )}
        </span>
      </form>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </>
  );
}
