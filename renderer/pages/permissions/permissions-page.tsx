import { useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "../../../mcp-server/services/descriptors";
import { CompanyNotice } from "../../features/company";
import { bridge } from "../../lib/bridge";
import { useActiveAccount, useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { CardIcon, Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { ClientLimits } from "./client-limits";
import { ConfirmsItself } from "./confirms-itself";
import { Matrix } from "./matrix";
import { ProfileChoice } from "./profile-choice";
import { RightsWarning } from "./rights-warning";
import { summary } from "./sentences";
import { Tools } from "./tools";
import { usePermissions } from "./use-permissions";

export default function PermissionsPage() {
  const { t, i18n } = useTranslation();
  const { accounts } = useApp();
  const active = useActiveAccount();
  const [chosen, setChosen] = useState<string | null>(null);
  const account = accounts.find(({ id }) => id === chosen) ?? active;
  const { view, failure, change } = usePermissions(account?.id ?? null);

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
  const profile = view ? t(`profile.${view.profile}.name`) : "";
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
      <div className="permissions__main">
        <CompanyNotice />
        {failure && <FailureNotice failure={failure} write={view !== null} />}
        {view && (
          <>
            <ProfileChoice
              value={view.undecided ? null : view.profile}
              onChange={(next) => void change("permissions:setProfile", { accountId, profile: next })}
            />
            {view.undecided && <Notice>{t("permissions.undecided")}</Notice>}
          </>
        )}
        {view && !view.undecided && (
          <>
            <p>{summary(t, view, i18n.language)}</p>
            <Matrix
              view={view}
              onLevel={(cell, level) => void change("permissions:setCell", { accountId, cell, level })}
            />
            <p className="legend">
              {(["allow", "ask", "off"] as const).map((level) => (
                <span key={level} className={`l-${level}`}>
                  <Icon name={level} />
                  {t(`permissions.legend.${level}`)}
                </span>
              ))}
            </p>
            {descriptorOf(account.service).credential?.actsFor === "company" && !account.signedIn && (
              <p className="line line--text hint">
                <Icon name="people" />
                <span>{t("permissions.othersByKey")}</span>
              </p>
            )}
            <RightsWarning account={account} />
            {view.changedCells > 0 && (
              <p className="line" role="status">
                <span className="soft">{t("permissions.changed", { profile, count: view.changedCells })}</span>
                <i className="changedmark" aria-hidden="true" />
                <Button size="sm" icon="undo" onPress={() => void change("permissions:reset", { accountId })}>
                  {t("permissions.back", { profile })}
                </Button>
              </p>
            )}
            <p className="hint">{t("permissions.keys")}</p>
          </>
        )}
      </div>
      <div className="permissions__side">
        {view && !view.undecided && (
          <>
            <Tools view={view} change={change} />
            <ClientLimits view={view} change={change} />
            <ConfirmsItself view={view} change={change} />
          </>
        )}
      </div>
    </Page>
  );
}
