import { userInfo } from "node:os";
import { join } from "node:path";
import { descriptorOf } from "../service-catalog/descriptors";
import { type KeychainItems, openKeychain } from "./keychain";
import type { AccountSettings } from "./settings";

/** Which account a secret is of, and the only place that it is sent to. */
export type CredentialPlace = Pick<AccountSettings, "id" | "service" | "url" | "mcpUrl">;

export interface CredentialStore {
  /** null: the keychain works and has nothing for this account at this address. */
  get(place: CredentialPlace): Promise<string | null>;
  set(place: CredentialPlace, secret: string): Promise<void>;
  /** @returns false: there was none. */
  delete(place: CredentialPlace): Promise<boolean>;
  probe: KeychainItems["probe"];
}

/**
 * User name of an account's keychain item: id, service and origin. The address is part of the name, so settings that give
 * a known id another address find nothing (`secret-tool lookup service Punchcard username "kimai-1a2b kimai https://…"`).
 * No origin: the service has one address for everybody.
 */
export function itemName({ id, service, url, mcpUrl }: CredentialPlace): string {
  const address = mcpUrl ?? url;
  return [id, service, ...(address === undefined ? [] : [new URL(address).origin])].join(" ");
}

/**
 * Credentials bound to their address. Items of version 0.1 are named by the account's id alone: they are taken over at
 * their first use, where the person's own settings name the same address.
 * @param isOwn whether the person's own settings have this account at this address
 */
export function boundCredentials(
  items: KeychainItems,
  isOwn: (place: CredentialPlace) => boolean | Promise<boolean>,
): CredentialStore {
  return {
    async get(place) {
      const name = itemName(place);
      const bound = await items.get(name);
      if (bound !== null || !(await isOwn(place))) return bound;
      const unbound = await items.get(place.id);
      if (unbound === null) return null;
      await items.set(name, unbound);
      // Else an older version could still use it, which for a sign-in means twice.
      await items.delete(place.id).catch(() => false);
      return unbound;
    },
    set: (place, secret) => items.set(itemName(place), secret),
    async delete(place) {
      const bound = await items.delete(itemName(place));
      // Only the app deletes, and only what its own settings name.
      return (await items.delete(place.id)) || bound;
    },
    probe: () => items.probe(),
  };
}

/**
 * Where the person's own settings are, whatever `--settings` and HOME say: both can be given by a file of some folder that
 * registers a server.
 */
export function ownHome(): string | null {
  try {
    return join(userInfo().homedir, ".punchcard");
  } catch {
    return null;
  }
}

/** @param home folder of the settings that are asked; null: none are known */
export async function isInSettings(place: CredentialPlace, home: string | null): Promise<boolean> {
  if (home === null) return false;
  const { loadSettings } = await import("./load-settings");
  return loadSettings(home, "").accounts.some(
    (own) => own.id === place.id && !descriptorOf(own.service).isLocal && itemName(own) === itemName(place),
  );
}

/** The credentials of the person's keychain. @param isOwn as above; absent: looked up in the person's settings */
export const openCredentials = (
  isOwn: Parameters<typeof boundCredentials>[1] = (place) => isInSettings(place, ownHome()),
): CredentialStore => boundCredentials(openKeychain(), isOwn);
