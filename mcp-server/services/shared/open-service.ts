import type { AdapterEnvironment, Service } from "../../domain/ports";
import type { AccountSettings } from "../../platform/settings";

/**
 * Makes a service's adapter for one account; nothing is sent before the first call.
 * @param home Punchcard's folder
 * @returns null where the settings lack what this version needs
 */
export type OpenService = (
  settings: AccountSettings,
  environment: AdapterEnvironment,
  home: string,
) => Promise<Service | null>;
