import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { FailureNotice } from "../../ui/failure";

/** Forgets the journal of changes; entries stay. */
export function ClearActivity() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [cleared, setCleared] = useState(false);
  const clear = useCall("activity:clear");
  const confirm = async () => {
    const answer = await clear.run();
    setAsking(false);
    setCleared(answer?.ok === true);
  };
  return (
    <section aria-labelledby="general-activity">
      <h2 id="general-activity">{t("nav.activity")}</h2>
      <div className="card card--pad stack">
        <p className="hint">{t("activity.clearWhat")}</p>
        <p className="line">
          <span className="hint push" role="status">
            {cleared && t("activity.cleared")}
          </span>
          <Button size="sm" kind="quiet-danger" onPress={() => setAsking(true)}>
            {t("activity.clear")}
          </Button>
        </p>
        {clear.failure && <FailureNotice failure={clear.failure} write />}
      </div>
      {asking && (
        <Confirm
          title={t("activity.clearAsk")}
          action={t("activity.clear")}
          busy={clear.busy}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <p>{t("activity.clearSure")}</p>
        </Confirm>
      )}
    </section>
  );
}
