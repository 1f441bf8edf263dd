import { useTranslation } from "react-i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { Choice } from "../../ui/choice";
import type { Changer } from "./use-permissions";

type Limited = PermissionsView["clients"][number];
const limits = ["same", "everything", "manage", "track", "look", "nothing"] as const;

/** What one client may have of an account: a smaller profile, nothing, or all that the account allows. */
export function LimitChoice({
  client,
  accountId,
  label,
  change,
}: {
  client: Limited;
  accountId: string;
  label: string;
  change: Changer;
}) {
  const { t } = useTranslation();
  const options = limits.map((id) => ({
    id,
    label: id === "same" || id === "nothing" ? t(`permissions.limit.${id}`) : t(`profile.${id}.name`),
  }));
  return (
    <Choice
      label={label}
      value={client.limit}
      options={options}
      onChange={(limit) => void change("permissions:limitClient", { accountId, clientId: client.id, limit })}
    />
  );
}
