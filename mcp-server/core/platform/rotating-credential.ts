import { join } from "node:path";
import type { RotatingCredential } from "../domain/ports";
import { withLock } from "./file-lock";
import { privateFolder } from "./private-folder";

/** Where the credential of an account really is: the keychain, or the memory of this session. */
export interface CredentialSource {
  get(): Promise<string>;
  set(secret: string): Promise<void>;
}

/**
 * A credential that is used up and replaced. `<home>/credentials/<account>.lock` keeps our processes apart; the credential itself
 * is in no file.
 */
export const openRotatingCredential = (
  home: string,
  accountId: string,
  store: CredentialSource,
): RotatingCredential => ({
  get: () => store.get(),
  set: (secret) => store.set(secret),
  async locked(work) {
    const folder = join(home, "credentials");
    privateFolder(folder);
    return withLock(join(folder, `${accountId}.lock`), work);
  },
});
