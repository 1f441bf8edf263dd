import type { z } from "zod";
import type { PolicyState } from "#core/domain/company-policy/index";
import type { accountResult } from "#core/domain/results/account";
import type { CredentialStore } from "#core/platform/credentials";
import type { AccountSettings } from "#core/platform/settings";
import type { KnownService } from "#core/service-catalog/index";
import type { Rotated } from "../server/connection";
import type { Hello } from "../server/spawn";
import type { SettingsStore } from "../settings/store";
import type { SignInDeps } from "./sign-in";

export type AccountProof = z.output<typeof accountResult>;

export interface AccountsDeps {
  settings: SettingsStore;
  keychain: CredentialStore;
  home: string;
  /** Asks a server of its own for `get_account`; the hello carries the account and perhaps its secret. */
  prove(hello: Hello, accountId: string, signal: AbortSignal, rotated: Rotated): Promise<AccountProof>;
  /** Resolves when no write is under way: accounts do not change under one. */
  ready(): Promise<void>;
  /** Who an account belongs to, as far as it was read. */
  personOf(accountId: string): string | null;
  /** Accounts or credentials changed: running servers must read them again. */
  changed(accountId: string, proof: AccountProof | null): void;
  /** What the company says on this computer; absent: nothing. */
  company?(): PolicyState;
  serviceName(service: KnownService): string;
  /** Where something stands in for a service that has one address for everybody. */
  standIn?(service: KnownService): string | undefined;
  /** Signing in through the browser instead of with a key; `fetch` is told what the account trusts. */
  signIn: Omit<SignInDeps, "fetch"> & {
    fetch(input: string | URL, init?: RequestInit, tlsVerify?: AccountSettings["tlsVerify"]): Promise<Response>;
  };
  platform: NodeJS.Platform;
}
