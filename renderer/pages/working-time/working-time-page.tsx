import { useTranslation } from "react-i18next";
import { descriptorOf } from "../../../mcp-server/services/descriptors";
import { addDays, dayOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { useFigures } from "../../lib/timer";
import { useQuery } from "../../lib/use-query";
import { FailureNotice } from "../../ui/failure";
import { NoAccount, Page, type PageProps } from "../../ui/page";
import { LeaveForm } from "./leave-form";
import { OwnContract } from "./own-contract";
import { Reminders } from "./reminders";
import { TargetTable } from "./target-table";
import "./working-time.css";

/** Hours to work, public holidays and days of leave of the time sheet on this computer; services keep their own. */
export default function WorkingTimePage(_: PageProps) {
  const { t } = useTranslation();
  const { accounts, activeAccount } = useApp();
  const title = t("nav.workingTime");
  const active = accounts.find(({ id }) => id === activeAccount);
  const sheets = accounts.filter(({ service }) => descriptorOf(service).isLocal);
  const sheet = sheets.find(({ id }) => id === activeAccount) ?? sheets[0];
  if (!active) return <NoAccount title={title} />;
  if (!sheet)
    return (
      <Page title={title} className="page__body--stack">
        <OwnContract account={active} />
        <Reminders />
      </Page>
    );
  return (
    <Page title={title} className="page__body--stack" head={<span className="hint push">{sheet.label}</span>}>
      <Sheet key={sheet.id} accountId={sheet.id} zone={sheet.zone ?? undefined} />
      <Reminders />
    </Page>
  );
}

function Sheet({ accountId, zone }: { accountId: string; zone: string | undefined }) {
  const { t } = useTranslation();
  const { now } = useFigures();
  const today = dayOf(now, zone);
  const { result, failure, reload } = useQuery("workingTime:get", {
    accountId,
    from: today,
    to: addDays(today, 365),
  });
  if (failure) return <FailureNotice failure={failure} />;
  if (!result) return <p aria-busy="true">{t("wait.refresh")}</p>;
  return (
    <>
      <TargetTable accountId={accountId} today={today} view={result} onSaved={reload} />
      <LeaveForm accountId={accountId} view={result} onSaved={reload} />
    </>
  );
}
