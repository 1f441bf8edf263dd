import type { z } from "zod";
import type { ServiceId } from "../../mcp-server/domain/entities";
import type { accountResult } from "../../mcp-server/domain/results";
import type { CredentialStore } from "../../mcp-server/keychain";
import type { AccountSettings } from "../../mcp-server/settings";
import { AppFailure } from "../ipc/failure";
import type { Hello } from "../server/spawn";
import type { SettingsStore } from "../settings/store";
import { type ConnectInput, draftAccount, secretOf } from "./draft";

export type AccountProof = z.output<typeof accountResult>;

export interface AccountsDeps {
  settings: SettingsStore;
  keychain: CredentialStore;
  home: string;
  /** Asks a server of its own for `get_account`; the hello carries the account and perhaps its secret. */
  prove(hello: Hello, accountId: string, signal: AbortSignal): Promise<AccountProof>;
  /** Resolves when no write is under way: accounts do not change under one. */
  ready(): Promise<void>;
  /** Who an account belongs to, as far as it was read. */
  personOf(accountId: string): string | null;
  /** Accounts or credentials changed: running servers must read them again. */
  changed(accountId: string, proof: AccountProof | null): void;
  serviceName(service: ServiceId): string;
  /** Where something stands in for Clockodo, which is the same for everybody else. */
  clockodoUrl?: string;
}

/** Connects and disconnects accounts. A credential is kept only where the service itself accepted it. */
export class Accounts {
  /** Credentials of this session by account id; never written anywhere. */
  private readonly sessionSecrets = new Map<string, string>();
  private connecting: AbortController | null = null;

  constructor(private readonly deps: AccountsDeps) {}

  /** What a server that is started now must be told. */
  hello(): Hello {
    return this.sessionSecrets.size > 0 ? { secrets: Object.fromEntries(this.sessionSecrets) } : {};
  }

  isSessionOnly(accountId: string): boolean {
    return this.sessionSecrets.has(accountId);
  }

  cancelConnect(): void {
    this.connecting?.abort();
  }

  /** Throws AppFailure with the exact reason; nothing is left behind then, neither secret nor settings. */
  async connect(input: ConnectInput): Promise<AccountSettings> {
    if (this.connecting)
      throw new AppFailure({ code: "conflict", message: "An account is being connected already.", saved: "no" });
    const account = draftAccount(input, this.deps);
    const secret = secretOf(input);
    const controller = new AbortController();
    this.connecting = controller;
    try {
      return await this.proveAndKeep(account, secret, input, controller.signal);
    } finally {
      this.connecting = null;
    }
  }

  /** Removes the settings in any case; throws when the keychain kept the credential. A local sheet's file stays. */
  async disconnect(accountId: string): Promise<void> {
    const { settings, keychain } = this.deps;
    const account = settings.get().accounts.find((one) => one.id === accountId);
    if (!account) throw new AppFailure({ code: "not_found", message: "This account is not connected.", saved: "no" });
    await this.deps.ready();
    const wasSessionOnly = this.sessionSecrets.delete(accountId);
    settings.update((draft) => {
      draft.accounts = draft.accounts.filter((one) => one.id !== accountId);
      if (draft.activeAccount === accountId) draft.activeAccount = draft.accounts[0]?.id ?? null;
      for (const limits of Object.values(draft.clients)) delete limits[accountId];
    });
    this.deps.changed(accountId, null);
    if (account.service === "local" || wasSessionOnly) return;
    try {
      await keychain.delete(accountId);
    } catch (error) {
      throw new AppFailure({
        code: "keychain",
        message: "The account is disconnected, but its credential could not be removed from the keychain.",
        saved: "yes",
        next: `Remove the item “Punchcard” with user name ${accountId} in the keychain's own program.`,
        detail: (error as Error).message.slice(0, 200),
      });
    }
  }

  setTarget(accountId: string, targetSeconds: number[] | null): void {
    const account = this.deps.settings.get().accounts.find((one) => one.id === accountId);
    if (account?.service !== "local")
      throw new AppFailure({ code: "unsupported", message: "This service keeps its own target.", saved: "no" });
    this.deps.settings.update((draft) => {
      for (const one of draft.accounts) if (one.id === accountId) one.targetSeconds = targetSeconds;
    });
    this.deps.changed(accountId, null);
  }

  private async proveAndKeep(
    account: AccountSettings,
    secret: string | null,
    { sessionOnly, profile }: Pick<ConnectInput, "sessionOnly" | "profile">,
    signal: AbortSignal,
  ): Promise<AccountSettings> {
    const { keychain, settings } = this.deps;
    const inKeychain = secret !== null && !sessionOnly;
    if (inKeychain) await keychain.set(account.id, secret);
    let proof: AccountProof;
    try {
      const hello: Hello = {
        account,
        ...(secret !== null && sessionOnly ? { secrets: { [account.id]: secret } } : {}),
      };
      proof = await this.deps.prove(hello, account.id, signal);
      signal.throwIfAborted();
    } catch (error) {
      if (inKeychain) await this.forget(account.id);
      if (!signal.aborted) throw error;
      throw new AppFailure({ code: "cancelled", message: "Connecting was cancelled; nothing was kept.", saved: "no" });
    }
    await this.deps.ready();
    const kept = await this.takeOver(account, { secret, inKeychain, profile }, proof);
    if (secret !== null && sessionOnly) this.sessionSecrets.set(kept.id, secret);
    else this.sessionSecrets.delete(kept.id);
    settings.update((draft) => {
      draft.accounts = [...draft.accounts.filter((one) => one.id !== kept.id), kept];
      draft.activeAccount = kept.id;
    });
    this.deps.changed(kept.id, proof);
    return kept;
  }

  /** The same person on the same service again is a new token for the account there is, with its permissions. */
  private async takeOver(
    account: AccountSettings,
    { secret, inKeychain, profile }: { secret: string | null; inKeychain: boolean; profile: ConnectInput["profile"] },
    proof: AccountProof,
  ): Promise<AccountSettings> {
    const before = this.deps.settings.get().accounts.find((one) => {
      if (one.service !== account.service || one.url !== account.url || account.service === "local") return false;
      const person = this.deps.personOf(one.id);
      // Who was never read is told by the e-mail address, where the account has one.
      return person === null ? one.user?.toLowerCase() === account.user?.toLowerCase() : person === proof.person.id;
    });
    if (!before) return account;
    if (inKeychain && secret !== null) {
      try {
        await this.deps.keychain.set(before.id, secret);
      } finally {
        await this.forget(account.id);
      }
    }
    // Another profile than the one there is was chosen a moment ago; single cells were of the other one.
    const kept = profile === undefined || profile === before.permissions.profile;
    return {
      ...account,
      id: before.id,
      permissions: kept ? before.permissions : { ...before.permissions, profile, cells: {} },
    };
  }

  /** A credential that was not proven must not stay; when even that fails, the first reason matters more. */
  private async forget(accountId: string): Promise<void> {
    await this.deps.keychain.delete(accountId).catch(() => false);
  }
}
