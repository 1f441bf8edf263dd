import { useTranslation } from "react-i18next";
import type { AccountView } from "../../../main/ipc/contract";
import { Notice } from "../../ui/notice";

/** What it means that an AI may write: it does so with the person's own rights. */
export function RightsWarning({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  return (
    <Notice tone="warn" title={t("permissions.warnTitle", { service: account.label })}>
      <p className="plain">
        {account.service === "clockodo" && `${t("permissions.warnRights", { service: account.label })} `}
        {account.service === "calamari" &&
          !account.signedIn &&
          `${t("permissions.warnKey", { service: account.label })} `}
        {t(account.service === "local" ? "permissions.warnLocal" : "permissions.warn")}
      </p>
    </Notice>
  );
}
