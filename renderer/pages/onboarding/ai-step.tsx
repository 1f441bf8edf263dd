import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { bridge } from "../../lib/bridge";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { ProfileChoice } from "../permissions/profile-choice";
import { RightsWarning } from "../permissions/rights-warning";
import { usePermissions } from "../permissions/use-permissions";
import { Frame } from "./frame";

/** The account is connected; what an AI may do with it is chosen before any client can start the server. */
export function AiStep({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const { credential } = descriptorOf(account.service);
  const { view, failure, change } = usePermissions(account.id);
  const finish = async (page?: MainPage) => {
    await bridge.invoke("app:openWindow", page ? { name: "main", page } : { name: "timer" });
    void bridge.invoke("app:closeWindow");
  };
  const facts = [account.person, account.version && t("accounts.version", { version: account.version }), account.zone];
  return (
    <Frame
      step="ai"
      consent={credential?.actsFor === "company"}
      title={t("permissions.title")}
      lead={t("onboarding.aiLead")}
      foot={
        <>
          <Button kind="plain" onPress={() => void finish("clients")}>
            {t("onboarding.toClients")}
          </Button>
          <span className="push" />
          <Button
            onPress={async () => {
              if (await change("permissions:putOff", { accountId: account.id })) await finish();
            }}
          >
            {t("onboarding.later")}
          </Button>
          <Button autoFocus kind="primary" size="lg" onPress={() => void finish()}>
            {t("onboarding.finish")}
          </Button>
        </>
      }
    >
      <p className="line connected" role="status">
        <span className="tag tag--accent">
          <Icon name="allow" />
          {t("onboarding.connected")}
        </span>
        <b className="medium">{account.label}</b>
        <span className="soft">{facts.filter(Boolean).join(" · ")}</span>
      </p>
      {account.sessionOnly && (
        <Notice tone="warn" icon="key">
          <p className="plain">{t("accounts.sessionOnly")}</p>
        </Notice>
      )}
      {failure && <FailureNotice failure={failure} write={view !== null} />}
      {view && (
        <ProfileChoice
          value={view.undecided ? null : view.profile}
          onChange={(profile) => void change("permissions:setProfile", { accountId: account.id, profile })}
        />
      )}
      {(credential?.warns || credential?.actsFor === "company") && <RightsWarning account={account} />}
      <Notice>
        <p className="soft">{t("onboarding.aiWhat")}</p>
      </Notice>
    </Frame>
  );
}
