import { useTranslation } from "react-i18next";
import { useCall } from "../../lib/call";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { useForeseenText } from "./foreseen";

/** Asks before a row of target hours goes, with what that does to the balance. */
export function RemoveRow({
  accountId,
  today,
  target,
  day,
  onClose,
  onSaved,
}: {
  accountId: string;
  today: string;
  target: { id: string; first: string };
  day: string;
  onClose(): void;
  onSaved(): Promise<void>;
}) {
  const { t } = useTranslation();
  const remove = useCall("workingTime:removeTarget");
  const { result, failure, busy } = useQuery("workingTime:foresee", { accountId, today, id: target.id, row: null });
  const said = useForeseenText(result && result.before !== result.after ? result : null);
  return (
    <section className="card card--pad newtarget" aria-label={t("workingTime.removing", { day })}>
      <p role="status">
        {t("workingTime.removing", { day })} {said}
      </p>
      {failure && <FailureNotice failure={failure} />}
      {remove.failure && <FailureNotice failure={remove.failure} write />}
      <div className="line">
        <span className="push" />
        <Button size="sm" autoFocus onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button
          size="sm"
          kind="primary"
          busy={remove.busy || busy}
          waiting={t("wait.save")}
          onPress={async () => {
            const answer = await remove.run({ accountId, id: target.id });
            if (!answer?.ok) return;
            // The row goes first, so that the focus is not given to it.
            await onSaved();
            onClose();
          }}
        >
          {t("workingTime.removeIt")}
        </Button>
      </div>
    </section>
  );
}
