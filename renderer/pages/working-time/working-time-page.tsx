import { useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { ReadingFailed } from "../../features/reading-failed";
import { addDays, dayOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { useFigures } from "../../lib/timer";
import { useQuery } from "../../lib/use-query";
import { Choice } from "../../ui/choice";
import { NoAccount, Page, type PageProps } from "../../ui/page";
import { Wait } from "../../ui/wait";
import { LeaveForm } from "./leave-form";
import { OwnContract } from "./own-contract";
import { Reminders } from "./reminders";
import { TargetTable } from "./target-table";
import "./working-time.css";
import { ZoneForm } from "./zone-form";

/** Hours to work, public holidays and days of leave of the time sheet on this computer; services keep their own. */
export default function WorkingTimePage(_: PageProps) {
  const { t } = useTranslation();
  const { accounts, activeAccount } = useApp();
  const title = t("nav.workingTime");
  const active = accounts.find(({ id }) => id === activeAccount);
  const sheets = accounts.filter(({ service }) => descriptorOf(service).isLocal);
  const [chosen, setChosen] = useState<string | null>(null);
  const first = sheets.find(({ id }) => id === activeAccount) ?? sheets[0] ?? active;
  const shown = accounts.find(({ id }) => id === chosen) ?? first;
  if (!active || !shown) return <NoAccount title={title} />;
  const options = accounts.map(({ id, label }) => ({ id, label }));
  const choice = <Choice label={t("workingTime.account")} value={shown.id} options={options} onChange={setChosen} />;
  return (
    <Page title={title} className="page__body--stack" head={accounts.length > 1 && choice}>
      {descriptorOf(shown.service).isLocal ? (
        <Sheet key={shown.id} accountId={shown.id} zone={shown.zone ?? undefined} />
      ) : (
        <OwnContract account={shown} />
      )}
      <Reminders />
    </Page>
  );
}

function Sheet({ accountId, zone }: { accountId: string; zone: string | undefined }) {
  const { t } = useTranslation();
  const { now } = useFigures();
  const today = dayOf(now, zone);
  const reading = useQuery("workingTime:get", { accountId, from: today, to: addDays(today, 365) });
  const { result, failure, busy, reload, cancel } = reading;
  if (failure) return <ReadingFailed of={reading} />;
  if (!result) return <Wait on={busy} label={t("wait.refresh")} onCancel={cancel} />;
  return (
    <>
      <TargetTable accountId={accountId} today={today} view={result} onSaved={reload} />
      {zone !== undefined && <ZoneForm accountId={accountId} zone={zone} onSaved={reload} />}
      <LeaveForm accountId={accountId} today={today} view={result} onSaved={reload} />
    </>
  );
}
