import { ServiceError } from "../domain/errors";
import type { AdapterEnvironment, Service, TokenMaker } from "../domain/ports";
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
  throw unsupported(settings);
}

/** @throws ServiceError `unsupported` where the service makes no tokens for others */
export async function openTokenMaker(settings: AccountSettings, environment: AdapterEnvironment): Promise<TokenMaker> {
  const maker = (await adapters[settings.service]()).openTokenMaker?.(settings, environment);
  if (!maker) throw unsupported(settings);
  return maker;
}

const unsupported = ({ service }: AccountSettings) =>
  new ServiceError("unsupported", `This version of Punchcard cannot connect to this account (${service}).`, {
    next: "Update Punchcard, or connect the account again.",
  });
