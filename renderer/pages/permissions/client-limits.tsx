import { useTranslation } from "react-i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { Clip } from "../../ui/notice";
import { LimitChoice } from "./limit-choice";
import type { Changer } from "./use-permissions";

/** One client may have less than the account, never more. */
export function ClientLimits({ view, change }: { view: PermissionsView; change: Changer }) {
  const { t } = useTranslation();
  const nameOf = ({ label }: { label: string }) => label || t("permissions.unknown");
  return (
    <section className="card clipped" aria-labelledby="limits">
      <p className="line boxhead">
        <b className="medium" id="limits">
          {t("permissions.less")}
        </b>
      </p>
      <ul className="boxlist">
        {view.clients.map((client) => (
          <li key={client.id} className="limit">
            <Clip text={nameOf(client)} />
            <LimitChoice
              label={t("permissions.limitFor", { client: nameOf(client) })}
              client={client}
              accountId={view.accountId}
              change={change}
            />
          </li>
        ))}
      </ul>
      <p className="hint boxnote">{t("permissions.unknownWhat")}</p>
    </section>
  );
}
