import { useTranslation } from "react-i18next";
import type { PermissionsView } from "../../main/ipc/contract";
import { Choice } from "../ui/choice";
import { Clip } from "../ui/notice";
import type { Changer } from "./use-permissions";

const limits = ["same", "everything", "manage", "track", "look", "nothing"] as const;

/** One client may have less than the account, never more. */
export function ClientLimits({ view, change }: { view: PermissionsView; change: Changer }) {
  const { t } = useTranslation();
  const options = limits.map((id) => ({
    id,
    label: id === "same" || id === "nothing" ? t(`permissions.limit.${id}`) : t(`profile.${id}.name`),
  }));
  return (
    <section className="card clipped" aria-labelledby="limits">
      <p className="line boxhead">
        <b className="medium" id="limits">
          {t("permissions.less")}
        </b>
      </p>
      {view.clients.length === 0 ? (
        <p className="hint boxlist boxnote">{t("permissions.noClients")}</p>
      ) : (
        <ul className="boxlist">
          {view.clients.map((client) => (
            <li key={client.id} className="limit">
              <Clip text={client.label} />
              <Choice
                label={t("permissions.limitFor", { client: client.label })}
                value={client.limit}
                options={options}
                onChange={(limit) =>
                  void change("permissions:limitClient", { accountId: view.accountId, clientId: client.id, limit })
                }
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
