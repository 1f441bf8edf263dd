import { useState } from "react";
import { useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { useActiveAccount, useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { CardIcon } from "../../ui/icon";
import { Page } from "../../ui/page";
import { AccountPermissions } from "./account-permissions";

export default function PermissionsPage() {
  const { t } = useTranslation();
  const { accounts } = useApp();
  const active = useActiveAccount();
  const [chosen, setChosen] = useState<string | null>(null);
  const account = accounts.find(({ id }) => id === chosen) ?? active;

  if (!account)
    return (
      <Page title={t("permissions.title")}>
        <div className="card empty">
          <CardIcon state="idle" />
          <p className="strong">{t("first.title")}</p>
          <p>{t("permissions.noAccount")}</p>
          <Button kind="primary" onPress={() => void bridge.invoke("app:openWindow", { name: "onboarding" })}>
            {t("first.start")}
          </Button>
        </div>
      </Page>
    );

  const accountId = account.id;
  return (
    <Page
      title={t("permissions.title")}
      className="permissions"
      head={
        <span className="line push">
          <span className="hint">{t("permissions.inAccount")}</span>
          {accounts.length > 1 ? (
            <Choice
              look="field"
              label={t("permissions.account")}
              value={accountId}
              options={accounts.map(({ id, label }) => ({ id, label }))}
              onChange={setChosen}
            />
          ) : (
            <b className="medium">{account.label}</b>
          )}
        </span>
      }
    >
      <AccountPermissions account={account} />
    </Page>
  );
}
