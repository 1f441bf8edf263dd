import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import { Notice } from "../../ui/notice";

/** What it means that an AI may write: it does so with the person's own rights. */
export function RightsWarning({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const { credential, isLocal } = descriptorOf(account.service);
  return (
    <Notice tone="warn" title={t("permissions.warnTitle", { service: account.label })}>
      <p className="plain">
        {credential?.warns === "rights" && `${t("permissions.warnRights", { service: account.label })} `}
        {credential?.actsFor === "company" &&
          !account.signedIn &&
          `${t("permissions.warnKey", { service: account.label })} `}
        {t(isLocal ? "permissions.warnLocal" : "permissions.warn")}
      </p>
    </Notice>
  );
}
