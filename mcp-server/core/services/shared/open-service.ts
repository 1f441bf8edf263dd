import type { AdapterEnvironment, Service, TokenMaker } from "../../domain/ports";
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

/** @param environment with the admin's credential. @returns null where the settings lack what this version needs */
export type OpenTokenMaker = (settings: AccountSettings, environment: AdapterEnvironment) => TokenMaker | null;
