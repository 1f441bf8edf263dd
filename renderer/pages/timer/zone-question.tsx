import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { clockOf } from "../../lib/format";
import { mainNow, putState, useActiveAccount, useApp } from "../../lib/store";
import { zonePlace } from "../../lib/zone";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";

/**
 * The computer has travelled and the time sheet has not: asked once for each place, which zone new entries get. What was
 * recorded before stays as it was either way.
 */
export function ZoneQuestion() {
  const { t } = useTranslation();
  const { timer, ui, activeAccount } = useApp();
  const account = useActiveAccount();
  const keep = useCall("settings:update");
  const save = useCall("workingTime:saveZone");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const sheet = timer.status?.zone;
  const now = new Date(mainNow()).toISOString();
  const isSame = sheet === undefined || clockOf(now, here) === clockOf(now, sheet);
  if (!account || !activeAccount || !descriptorOf(account.service).isLocal || isSame || ui.zoneKept === here)
    return null;
  const failure = keep.failure ?? save.failure;
  const busy = keep.busy || save.busy;
  const stay = async () => {
    const answer = await keep.run({ zoneKept: here });
    if (answer?.ok) putState(answer.value);
  };
  return (
    <div className="notes">
      <Notice icon="globe" title={t("zone.title", { here: zonePlace(here), sheet: zonePlace(sheet) })}>
        <p className="plain">{t("zone.what", { time: clockOf(now, sheet), sheet: zonePlace(sheet) })}</p>
        <p className="line failed__do">
          <Button size="sm" busy={busy} onPress={() => void stay()}>
            {t("zone.keep", { sheet: zonePlace(sheet) })}
          </Button>
          <Button size="sm" busy={busy} onPress={() => void save.run({ accountId: activeAccount, zone: here })}>
            {t("zone.change", { here: zonePlace(here) })}
          </Button>
        </p>
        {failure && <AccountFailure failure={failure} write />}
      </Notice>
    </div>
  );
}
