import { ServiceError } from "../domain/errors";
import type { AdapterEnvironment, Service } from "../domain/ports";
import type { AccountSettings } from "../platform/settings";
import { adapters } from "../services/adapters";

/**
 * @param home folder of the person's files, for services that are kept in them
 * @throws ServiceError `unsupported` where the settings lack what this version needs
 */
export async function openService(
  settings: AccountSettings,
  environment: AdapterEnvironment,
  home: string,
): Promise<Service> {
  const { open } = await adapters[settings.service]();
  const service = await open(settings, environment, home);
  if (service) return service;
  throw new ServiceError(
    "unsupported",
    `This version of Punchcard cannot connect to this account (${settings.service}).`,
    { next: "Update Punchcard, or connect the account again." },
  );
}
