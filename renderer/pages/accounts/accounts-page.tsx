import { useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { useLasting } from "../../lib/clock";
import { ago } from "../../lib/format";
import { useApp } from "../../lib/store";
import { useFigures } from "../../lib/timer";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { FailureNotice, wordsOf } from "../../ui/failure";
import { CardIcon, Icon } from "../../ui/icon";
import { Clip, Notice } from "../../ui/notice";
import { Page, type PageProps } from "../../ui/page";
import { SignInAgain } from "./sign-in-again";
import { TargetForm } from "./target-form";

const addAccount = () => void bridge.invoke("app:openWindow", { name: "onboarding" });

export default function AccountsPage({ onPage }: PageProps) {
  const { t } = useTranslation();
  const { accounts } = useApp();
  return (
    <Page
      title={t("nav.accounts")}
      className="page__body--stack"
      head={
        <span className="push">
          <Button kind="primary" icon="plus" onPress={addAccount}>
            {t("accounts.add")}
          </Button>
        </span>
      }
    >
      {accounts.length === 0 ? (
        <div className="card empty">
          <CardIcon state="idle" />
          <p className="strong">{t("first.title")}</p>
          <p>{t("first.what")}</p>
        </div>
      ) : (
        <ul className="stack">
          {accounts.map((account) => (
            <li key={account.id}>
              <Account
                account={account}
                onPermissions={() => onPage("permissions")}
                onDiagnostics={() => onPage("general")}
              />
            </li>
          ))}
        </ul>
      )}
      <Notice icon="key" title={t("onboarding.keychainTitle")}>
        <p className="soft">{t("onboarding.keychain")}</p>
      </Notice>
    </Page>
  );
}

interface AccountProps {
  account: AccountView;
  onPermissions: () => void;
  onDiagnostics: () => void;
}

function Account({ account, onPermissions, onDiagnostics }: AccountProps) {
  const { t } = useTranslation();
  const { language, activeAccount, accounts } = useApp();
  const { now } = useFigures();
  const [leaving, setLeaving] = useState(false);
  const disconnect = useCall("accounts:disconnect");
  const use = useCall("timer:useAccount");
  const { id, label, service, state, readAt } = account;
  const descriptor = descriptorOf(service);
  const slow = useLasting(activeAccount === id && state === "unknown", 2000);
  const read = readAt ? t("accounts.read", { ago: ago(now - Date.parse(readAt), language) }) : t("accounts.neverRead");
  const facts = [
    account.place,
    account.person,
    account.version && t("accounts.version", { version: account.version }),
    account.zone,
  ];
  return (
    <section className="card account-card" aria-label={label}>
      <div className="account-card__head">
        <span className="service__pic">
          <Icon name={descriptor.icon} />
        </span>
        <div className="clip">
          <h2>
            <Clip text={label} />
          </h2>
          <p className="soft">
            <Clip text={facts.filter(Boolean).join(" · ")} />
          </p>
        </div>
        <span
          className={
            state === "failing"
              ? "regstate regstate--danger"
              : state === "ok"
                ? "regstate regstate--ok"
                : "regstate regstate--none"
          }
        >
          <Icon name={state === "failing" ? "problem" : state === "ok" ? "allow" : "ring"} />
          {t(`accounts.state.${state}`)}
        </span>
      </div>
      {account.failure && (
        <FailureNotice failure={account.failure} service={wordsOf(account)} place={label}>
          {account.signedIn && ["unauthorized", "no_secret"].includes(account.failure.code) && (
            <SignInAgain url={account.signedIn} sessionOnly={account.sessionOnly} />
          )}
        </FailureNotice>
      )}
      {slow && (
        <div className="line">
          <span className="hint" role="status">
            {t("first.slow", { service: label })}
          </span>
          <Button size="sm" onPress={onDiagnostics}>
            {t("general.diagnostics")}
          </Button>
        </div>
      )}
      {account.sessionOnly && (
        <Notice tone="warn" icon="key">
          <p className="plain">{t(account.signedIn ? "accounts.sessionOnlySignedIn" : "accounts.sessionOnly")}</p>
        </Notice>
      )}
      {account.unprotected && (
        <Notice tone="warn">
          <p className="plain">{t("accounts.unprotected", { place: account.place })}</p>
        </Notice>
      )}
      {descriptor.isLocal && <TargetForm account={account} />}
      <div className="line account-card__foot">
        {accounts.length > 1 &&
          (activeAccount === id ? (
            <span className="tag tag--accent">{t("accounts.active")}</span>
          ) : (
            <Button size="sm" busy={use.busy} onPress={() => void use.run({ accountId: id })}>
              {t("accounts.use")}
            </Button>
          ))}
        <Button size="sm" onPress={onPermissions}>
          {t("accounts.permissions")}
        </Button>
        <span className="hint">{read}</span>
        <span className="push" />
        <Button size="sm" kind="quiet-danger" onPress={() => setLeaving(true)}>
          {t("accounts.disconnect")}
        </Button>
      </div>
      {leaving && (
        <Confirm
          title={t("accounts.leaveTitle", { name: label })}
          action={t("accounts.disconnect")}
          busy={disconnect.busy}
          onClose={() => setLeaving(false)}
          onConfirm={async () => {
            const answer = await disconnect.run({ accountId: id });
            if (answer?.ok) setLeaving(false);
          }}
        >
          <p>
            {descriptor.isLocal
              ? t("accounts.leaveLocal", { file: account.place })
              : t(account.signedIn ? "accounts.leaveSignedIn" : "accounts.leave", { name: label })}
          </p>
          {disconnect.failure && <FailureNotice failure={disconnect.failure} write />}
        </Confirm>
      )}
    </section>
  );
}
