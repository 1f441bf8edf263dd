import { useTranslation } from "react-i18next";
import { AccountFailure } from "../../../features/account-failure";
import { hoursMinutes } from "../../../lib/format";
import { Confirm } from "../../../ui/dialog";
import type { Entry } from "../analysis";
import { BulkProgress } from "./bulk-progress";
import { type LeftOut, LeftOutRows, useRowName } from "./row-names";
import type { Bulk } from "./use-bulk";

interface Props {
  able: readonly Entry[];
  out: readonly LeftOut[];
  zone: string;
  bulk: Bulk;
  onClose: () => void;
}

/** Entries that the question names one by one. */
const mostNamed = 8;

/** Asks before several entries are deleted, and names them. */
export function BulkDelete({ able, out, zone, bulk, onClose }: Props) {
  const { t } = useTranslation();
  const rowName = useRowName(zone);
  const seconds = able.reduce((sum, entry) => sum + entry.seconds, 0);
  return (
    <Confirm
      title={t("bulk.deleteTitle", { count: able.length, time: hoursMinutes(seconds) })}
      action={t("bulk.deleteNow", { count: able.length })}
      busy={bulk.busy}
      isDisabled={able.length === 0}
      onClose={onClose}
      onConfirm={() => void bulk.run(able, "delete")}
    >
      <ul className="bulkrows">
        {able.slice(0, mostNamed).map((entry) => (
          <li key={entry.id}>{rowName(entry)}</li>
        ))}
        {able.length > mostNamed && <li>{t("bulk.andMore", { count: able.length - mostNamed })}</li>}
      </ul>
      <LeftOutRows title={t("bulk.leftOut", { count: out.length })} rows={out} zone={zone} />
      <BulkProgress bulk={bulk} />
      {bulk.failure && <AccountFailure failure={bulk.failure} write />}
    </Confirm>
  );
}
