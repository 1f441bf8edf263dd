import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "../../../main/ipc/contract/working-time";
import { useCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";

/** From which day on hours to work and the balance count. */
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
  const [day, setDay] = useState(kept);
  const save = useCall("workingTime:saveFirstDay");
  return (
    <>
      <form
        className="card card--pad line"
        aria-label={t("workingTime.firstDay")}
        onSubmit={async (event) => {
          event.preventDefault();
          const answer = await save.run({ accountId, firstDay: day === "" ? null : day });
          if (answer?.ok) await onSaved();
        }}
      >
        <Field small type="date" label={t("workingTime.firstDay")} value={day} onChange={setDay} />
        <Button size="sm" type="submit" busy={save.busy} waiting={t("wait.save")} isDisabled={day === kept}>
          {t("app.save")}
        </Button>
        <span className="hint">{t("workingTime.firstDayHint")}</span>
      </form>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </>
  );
}
