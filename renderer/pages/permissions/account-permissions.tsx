import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import { CompanyNotice } from "../../features/company";
import { offers } from "../../lib/bridge";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { ClientLimits } from "./client-limits";
import { ConfirmsItself } from "./confirms-itself";
import { Matrix } from "./matrix";
import { ProfileChoice } from "./profile-choice";
import { RightsWarning } from "./rights-warning";
import { summary } from "./sentences";
import { Tools } from "./tools";
import { usePermissions } from "./use-permissions";

/** Profile, matrix and tools of one account. */
export function AccountPermissions({ account }: { account: AccountView }) {
  const { t, i18n } = useTranslation();
  const accountId = account.id;
  const { view, failure, change } = usePermissions(accountId);
  const profile = view ? t(`profile.${view.profile}.name`) : "";
  return (
    <>
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
            {offers("permissions:limitClient") && <ClientLimits view={view} change={change} />}
            {offers("permissions:setConfirmsItself") && <ConfirmsItself view={view} change={change} />}
          </>
        )}
      </div>
    </>
  );
}
