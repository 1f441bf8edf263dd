import { useTranslation } from "react-i18next";
import type { UnreadableAccountView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Link } from "../lib/router";

interface Props {
  accounts: readonly UnreadableAccountView[];
  onDisconnect(account: UnreadableAccountView): void;
}

/** Accounts that are stored and cannot be used, each with what its person can do. */
export function Unreadable({ accounts, onDisconnect }: Props) {
  const { t } = useTranslation("team");
  return accounts.map((account) => (
    <div key={account.id} className="homecard__row">
      <Notice tone="warn" title={t("accounts.unreadable", { account: account.label })}>
        <p className="plain">{t(`accounts.problem.${account.problem}`)}</p>
        {account.problem === "row" && (
          <p className="line">
            <Button
              size="sm"
              aria-label={t("accounts.disconnectOf", { account: account.label })}
              onPress={() => onDisconnect(account)}
            >
              {t("accounts.disconnect")}
            </Button>
          </p>
        )}
        {(account.problem === "secret" || account.problem === "address") && (
          <p className="line">
            <Link className="button button--sm" to={`/connect/${account.service}`}>
              {t("accounts.connectAgain")}
            </Link>
          </p>
        )}
      </Notice>
    </div>
  ));
}
