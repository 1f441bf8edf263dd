import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView, ServiceOffer, UnreadableAccountView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { useServiceName } from "../account/service-name";
import { ProblemNotice } from "../lib/problem-notice";
import { Reading } from "../lib/reading";
import { Link } from "../lib/router";
import { useRead, useSend } from "../lib/use-api";
import { Unreadable } from "./unreadable";

type Leaving = Pick<AccountView, "id" | "label"> & Partial<Pick<AccountView, "isMade" | "signedInAt">>;

const leaveWords = ({ isMade, signedInAt }: Leaving) => {
  if (signedInAt) return "accounts.leaveSignedIn";
  return isMade ? "accounts.leaveMade" : "accounts.leaveWhat";
};

/** What the person connected, and what they could. */
export function Accounts() {
  const { t } = useTranslation("team");
  const serviceName = useServiceName();
  const read = useRead<AccountView[]>("/api/accounts");
  const offers = useRead<ServiceOffer[]>("/api/services");
  const unreadable = useRead<UnreadableAccountView[]>("/api/accounts/unreadable");
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const { run, busy, problem } = useSend();
  const disconnect = async ({ id }: Leaving) => {
    const answer = await run("DELETE", `/api/accounts/${id}`);
    setLeaving(null);
    if (answer) await Promise.all([read.reload(), unreadable.reload()]);
  };
  return (
    <section className="card clipped" aria-labelledby="accounts">
      <h2 id="accounts" className="homecard__head">
        {t("accounts.title")}
      </h2>
      {problem && <ProblemNotice problem={problem} />}
      <Reading read={read} label={t("accounts.reading")}>
        {(accounts) => (
          <ul>
            {accounts.map((account) => (
              <li key={account.id} className="line homecard__row">
                <span className="grow homecard__name">
                  <span className="medium">{account.label}</span>
                  {account.url !== null && <span className="hint">{new URL(account.url).host}</span>}
                  {account.isCompanyKey && <span className="hint">{t("accounts.companyKey")}</span>}
                  {account.signedInAt !== null && (
                    <span className="hint">{t("accounts.signedIn", { service: serviceName(account.service) })}</span>
                  )}
                </span>
                <Link className="button button--sm" to={`/accounts/${account.id}`}>
                  {t("accounts.permissions")}
                </Link>
                <Button
                  size="sm"
                  aria-label={t("accounts.disconnectOf", { account: account.label })}
                  onPress={() => setLeaving(account)}
                >
                  {t("accounts.disconnect")}
                </Button>
              </li>
            ))}
            {accounts.length === 0 && !unreadable.value?.length && (
              <li className="homecard__row soft">{t("accounts.none")}</li>
            )}
          </ul>
        )}
      </Reading>
      <Reading read={unreadable} label={t("accounts.reading")}>
        {(all) => <Unreadable accounts={all} onDisconnect={setLeaving} />}
      </Reading>
      <Reading read={offers} label={t("accounts.reading")}>
        {(all) => (
          <p className="line homecard__row">
            {all.map(({ id }) => (
              <Link key={id} className="button" to={`/connect/${id}`}>
                {t("accounts.connect", { service: serviceName(id) })}
              </Link>
            ))}
          </p>
        )}
      </Reading>
      {leaving && (
        <Confirm
          title={t("accounts.leave", { account: leaving.label })}
          action={t("accounts.disconnect")}
          busy={busy}
          onConfirm={() => void disconnect(leaving)}
          onClose={() => setLeaving(null)}
        >
          <p>{t(leaveWords(leaving))}</p>
        </Confirm>
      )}
    </section>
  );
}
