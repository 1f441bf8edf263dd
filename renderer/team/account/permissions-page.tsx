import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView } from "#team/api/contract";
import { AccountPermissions } from "../../pages/permissions/account-permissions";
import { Notice } from "../../ui/notice";
import { appAccount } from "../bridge/accounts";
import { TeamPage } from "../frame";
import { Reading } from "../lib/reading";
import { useRead } from "../lib/use-api";
import type { TeamPageProps } from "../page-props";
import { showAccounts } from "./app-state";
import { takeConnected } from "./just-connected";

/** What an AI may do with one account, as in the app; what company and group lock is shown as locked. */
export default function PermissionsPage({ params }: TeamPageProps) {
  const { t } = useTranslation("team");
  const read = useRead<AccountView[]>("/api/accounts");
  // The app's components read its state from the first moment on.
  useState(() => showAccounts([]));
  const [connectedAs] = useState(() => takeConnected(params.id));
  const account = read.value?.find(({ id }) => id === params.id);
  return (
    <TeamPage title={account ? t("permissions.of", { account: account.label }) : t("permissions.title")}>
      {connectedAs !== null && (
        <div role="status">
          <Notice icon="check" title={t("connect.connectedAs", { person: connectedAs })} />
        </div>
      )}
      <Reading read={read} label={t("permissions.reading")}>
        {() =>
          account ? <AccountPermissions account={appAccount(account)} /> : <p role="alert">{t("problem.gone")}</p>
        }
      </Reading>
    </TeamPage>
  );
}
