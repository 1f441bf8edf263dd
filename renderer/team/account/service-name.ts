import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";

export function useServiceName(): (service: string) => string {
  const { t } = useTranslation();
  return (service) => t(`service.${service as AccountView["service"]}.name`);
}
