import { useTranslation } from "react-i18next";
import { canBeMadeAgain } from "#core/domain/entities";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { clockOf, hoursMinutes, longDay } from "../../lib/format";
import { useApp } from "../../lib/store";
import { workTitle } from "../../lib/work";
import { Confirm } from "../../ui/dialog";
import type { Entry } from "./analysis";

interface Props {
  entry: Entry;
  zone: string;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before an entry is deleted, and says what goes with it. */
export function DeleteQuestion({ entry, zone: own, onClose, onDeleted }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const remove = useCall("entries:delete");
  const zone = entry.zone ?? own;
  const span = `${clockOf(entry.begin, zone)}–${entry.end ? clockOf(entry.end, zone) : t("entry.now")}`;
  return (
    <Confirm
      title={t("entry.deleteTitle", { work: workTitle(entry.work) || t("work.none"), span })}
      action={t("entry.delete")}
      busy={remove.busy}
      onClose={onClose}
      onConfirm={async () => {
        const answer = await remove.run({ ids: [entry.id] });
        if (answer?.ok) onDeleted();
      }}
    >
      <p>
        {t(canBeMadeAgain(entry) ? "entry.deleteWhat" : "entry.deleteWhatGone", {
          day: longDay(entry.begin.slice(0, 10), language),
          time: hoursMinutes(entry.seconds),
        })}
      </p>
      {remove.failure && <AccountFailure failure={remove.failure} write />}
    </Confirm>
  );
}
