import { useTranslation } from "react-i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { Switch } from "../../ui/choice";
import type { Changer } from "./use-permissions";

/** Whether a client may answer for its person where nobody can be asked, and what that costs. */
export function ConfirmsItself({ view, change }: { view: PermissionsView; change: Changer }) {
  const { t } = useTranslation();
  const { accountId, confirmsItself, mayConfirmItself } = view;
  return (
    <section className="card clipped" aria-labelledby="itself">
      <p className="line boxhead">
        <b className="medium" id="itself">
          {t("permissions.itself")}
        </b>
        <span className="push">
          <Switch
            label={t("permissions.itself")}
            on={confirmsItself}
            isDisabled={!mayConfirmItself}
            describedBy={mayConfirmItself ? undefined : "itself-company"}
            onChange={(on) => void change("permissions:setConfirmsItself", { accountId, on })}
          />
        </span>
      </p>
      {!mayConfirmItself && (
        <p className="hint boxnote" id="itself-company">
          {t("company.set")}
        </p>
      )}
      <p className="hint boxnote">{t("permissions.itselfPrice")}</p>
    </section>
  );
}
