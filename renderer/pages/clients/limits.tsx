import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { ClientView } from "#main/ipc/contract/clients";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { FailureNotice } from "../../ui/failure";
import { Clip } from "../../ui/notice";
import { LimitChoice } from "../permissions/limit-choice";
import { usePermissions } from "../permissions/use-permissions";

type Limit = PermissionsView["clients"][number]["limit"];
const least = ["nothing", "look", "track", "manage", "everything"] as const;
type May = (typeof least)[number];

/** What a client has in the end: its limit, but never more than the account. */
function mayOf(view: PermissionsView, clientId: string): May {
  const limit: Limit = view.clients.find(({ id }) => id === clientId)?.limit ?? "same";
  if (limit === "same") return view.profile;
  return least[Math.min(least.indexOf(limit), least.indexOf(view.profile))] ?? "nothing";
}

/** For its line in the list: what the client may do, or will once it is registered. */
export function MayWords({ client, view }: { client: ClientView; view: PermissionsView }) {
  const { t } = useTranslation();
  const may = mayOf(view, client.id);
  if (may === "nothing") return t("clients.mayNothing");
  const what = t(`profile.${may}.name`);
  return client.canUnregister ? t("clients.may", { what }) : t("clients.will", { what });
}

/** Where a client's share of each account is set; a running server has it at once. */
export function Limits({ client, accounts }: { client: ClientView; accounts: AccountView[] }) {
  const { t } = useTranslation();
  if (accounts.length === 0) return null;
  return (
    <section className="client__may" aria-labelledby={`may-${client.id}`}>
      <h2 id={`may-${client.id}`}>{t("clients.mayTitle", { client: client.label })}</h2>
      <p className="hint">{t("clients.mayWhat")}</p>
      <ul className="boxlist">
        {accounts.map((account) => (
          <AccountLimit key={account.id} client={client} account={account} alone={accounts.length === 1} />
        ))}
      </ul>
    </section>
  );
}

function AccountLimit({ client, account, alone }: { client: ClientView; account: AccountView; alone: boolean }) {
  const { t } = useTranslation();
  const { view, failure, change } = usePermissions(account.id);
  if (failure && !view) return <FailureNotice failure={failure} />;
  if (!view) return null;
  const known = view.clients.find(({ id }) => id === client.id);
  const label = t("permissions.limitFor", { client: client.label });
  return (
    <li className="limit">
      <Clip text={t("clients.ofAccount", { account: account.label, what: t(`profile.${view.profile}.name`) })} />
      <LimitChoice
        label={alone ? label : `${label}, ${account.label}`}
        client={known ?? { id: client.id, label: client.label, limit: "same" }}
        accountId={account.id}
        change={change}
      />
      {failure && <FailureNotice failure={failure} write />}
    </li>
  );
}
