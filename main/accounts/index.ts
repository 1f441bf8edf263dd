import { randomBytes } from "node:crypto";
import { noPolicy, type PolicedAccount } from "#core/domain/company-policy/index";
import { longestSignIn } from "#core/domain/sign-in";
import { findSignIn } from "#core/platform/browser-sign-in/discover";
import { type CredentialPlace, itemName } from "#core/platform/credentials";
import { type AccountSettings, accountSettings } from "#core/platform/settings";
import { descriptorOf, signInService } from "#core/service-catalog/descriptors";
import { AppFailure, notSaved } from "../app/failure";
import { requireAllowed } from "../policy/view";
import type { Hello } from "../server/spawn";
import type { AccountProof, AccountsDeps } from "./deps";
import { type ConnectInput, draftAccount, secretOf } from "./draft-account";
import { type SignInDeps, signIn, signOut } from "./sign-in";
import { signInWords } from "./sign-in/service";

/** What a person who signs in through the browser chose before. */
interface SignInInput extends Pick<ConnectInput, "sessionOnly" | "profile"> {
  url: string;
  /** Where they were told that they would sign in. */
  origin: string;
  /** What is trusted besides the authorities of this computer; absent: as the account has it, where there is one. */
  caFile?: string;
}

/** A credential with which neither time nor leave can be read was accepted, but is of no use. */
function refuseUseless({ refused }: AccountProof): void {
  const reasons = ["timer.read", "timer.create", "time.read", "absence.read"].map((cell) => refused[cell]);
  if (!reasons.every((reason) => reason !== undefined)) return;
  throw notSaved(
    "forbidden",
    "The service lets this credential read neither time nor leave.",
    "Ask an administrator to give it more.",
    { detail: [...new Set(reasons)].join("; ").slice(0, 500) },
  );
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

  /** A server used a credential of this session up: from now on its successor is the one. */
  rotated(accountId: string, secret: string): void {
    if (this.sessionSecrets.has(accountId)) this.sessionSecrets.set(accountId, secret);
  }

  cancelConnect(): void {
    this.connecting?.abort();
  }

  /** Throws AppFailure with the exact reason; nothing is left behind then, neither secret nor settings. */
  async connect(input: ConnectInput): Promise<AccountSettings> {
    const account = draftAccount(input, this.deps);
    this.allowed(account);
    const secret = secretOf(input);
    return this.oneAtATime((signal) => this.proveAndKeep(account, secret, input, signal));
  }

  /** Scheme and host of the page where people of this MCP server sign in. Opens nothing. */
  async findSignIn(typed: string, caFile?: string): Promise<string> {
    this.allowed({ service: signInService, mcpUrl: typed.trim() });
    const { fetch, log } = this.signInDeps(this.trustOf(typed, caFile));
    return this.oneAtATime(async (signal) => (await findSignIn(typed, signInWords, fetch, signal, log)).origin);
  }

  /** Signs in to the service's MCP server through the browser, then connects as with a key. Throws AppFailure like `connect`. */
  async signIn({ url, origin, caFile, ...input }: SignInInput): Promise<AccountSettings> {
    const { serviceName, platform } = this.deps;
    const tlsVerify = this.trustOf(url, caFile);
    const deps = this.signInDeps(tlsVerify);
    this.allowed({ service: signInService, mcpUrl: url.trim() });
    return this.oneAtATime(async (signal) => {
      const place = await findSignIn(url, signInWords, deps.fetch, signal, deps.log);
      if (place.origin !== origin)
        throw notSaved(
          "conflict",
          "The place to sign in is another one now than the one that was shown.",
          "Nothing was opened. Look at the new one and try again.",
        );
      this.allowed({ service: signInService, mcpUrl: place.mcpUrl });
      const secret = await signIn(place, deps, signal);
      if (!input.sessionOnly && platform === "win32" && secret.length > longestSignIn)
        throw notSaved("keychain", `What ${signInWords.product} gave is longer than the keychain of Windows takes.`);
      const account = accountSettings.parse({
        id: `${signInService}-${randomBytes(4).toString("hex")}`,
        service: signInService,
        label: `${serviceName(signInService)} · ${new URL(place.mcpUrl).host}`.slice(0, 120),
        mcpUrl: place.mcpUrl,
        tlsVerify,
        ...(input.profile && { permissions: { profile: input.profile } }),
      });
      return this.proveAndKeep(account, secret, input, signal);
    });
  }

  /** @throws AppFailure `policy` */
  private allowed(account: PolicedAccount): void {
    requireAllowed(this.deps.company?.() ?? noPolicy, account);
  }

  private signInDeps(tlsVerify: AccountSettings["tlsVerify"]): SignInDeps {
    const { signIn: deps } = this.deps;
    return { ...deps, fetch: (input, init) => deps.fetch(input, init, tlsVerify) };
  }

  /** Who signs in again is not asked again for what the account trusts. */
  private trustOf(typed: string, caFile: string | undefined): AccountSettings["tlsVerify"] {
    const before = this.deps.settings.get().accounts.find(({ mcpUrl }) => mcpUrl === typed.trim());
    return caFile ?? before?.tlsVerify ?? true;
  }

  private async oneAtATime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.connecting) throw notSaved("conflict", "An account is being connected already.");
    const controller = new AbortController();
    this.connecting = controller;
    try {
      return await work(controller.signal);
    } finally {
      this.connecting = null;
    }
  }

  /** Removes the settings in any case; throws when the keychain kept the credential. A local sheet's file stays. */
  async disconnect(accountId: string): Promise<void> {
    const { settings, keychain } = this.deps;
    const account = settings.get().accounts.find((one) => one.id === accountId);
    if (!account) throw notSaved("not_found", "This account is not connected.");
    await this.deps.ready();
    const ofSession = this.sessionSecrets.get(accountId);
    const wasSessionOnly = this.sessionSecrets.delete(accountId);
    settings.update((draft) => {
      draft.accounts = draft.accounts.filter((one) => one.id !== accountId);
      if (draft.activeAccount === accountId) draft.activeAccount = draft.accounts[0]?.id ?? null;
      for (const limits of Object.values(draft.clients)) delete limits[accountId];
    });
    this.deps.changed(accountId, null);
    const { mcpUrl, tlsVerify } = account;
    // Nobody is kept waiting for the service to forget what is about to be forgotten here.
    const over = (secret: string | null | undefined) => {
      if (mcpUrl && secret) void signOut(mcpUrl, secret, this.signInDeps(tlsVerify));
    };
    if (ofSession !== undefined) over(ofSession);
    if (isLocal(account) || wasSessionOnly) return;
    try {
      const kept = mcpUrl ? await keychain.get(account).catch(() => null) : null;
      await keychain.delete(account);
      over(kept);
    } catch (error) {
      throw new AppFailure({
        code: "keychain",
        message: "The account is disconnected, but its credential could not be removed from the keychain.",
        saved: "yes",
        next: `Remove the item “Punchcard” with user name ${itemName(account)} in the keychain's own program.`,
        detail: (error as Error).message.slice(0, 200),
      });
    }
  }

  /**
   * Names items of version 0.1 by their address. Servers do that themselves where they know the person's own settings, which
   * they do not where the home folder is another one than the system says.
   */
  async bindCredentials(): Promise<void> {
    for (const account of this.deps.settings.get().accounts)
      if (!isLocal(account)) await this.deps.keychain.get(account).catch(() => null);
  }

  setTarget(accountId: string, targetSeconds: number[] | null): void {
    const account = this.deps.settings.get().accounts.find((one) => one.id === accountId);
    if (!account || !isLocal(account)) throw notSaved("unsupported", "This service keeps its own target.");
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
    let proof: AccountProof;
    // Proving may use the credential up; then what it became is kept.
    let current = secret;
    try {
      if (inKeychain) await keychain.set(account, secret);
      const hello: Hello = {
        account,
        ...(secret !== null && sessionOnly ? { secrets: { [account.id]: secret } } : {}),
      };
      proof = await this.deps.prove(hello, account.id, signal, (_id, next) => {
        current = next;
      });
      if (inKeychain && account.mcpUrl) current = await keychain.get(account);
      signal.throwIfAborted();
      refuseUseless(proof);
    } catch (error) {
      if (account.mcpUrl) {
        // Where the keychain has nothing, it did not keep it: at the service it is there all the same.
        const last = (inKeychain ? await keychain.get(account).catch(() => null) : null) ?? current;
        if (last) void signOut(account.mcpUrl, last, this.signInDeps(account.tlsVerify));
      }
      if (inKeychain) await this.forget(account);
      if (!signal.aborted) throw error;
      throw notSaved("cancelled", "Connecting was cancelled; nothing was kept.");
    }
    await this.deps.ready();
    const known = account.mcpUrl ? ofPerson(account, proof, this.deps.serviceName(account.service)) : account;
    const kept = await this.takeOver(known, { secret: current, inKeychain, profile }, proof);
    if (current !== null && sessionOnly) this.sessionSecrets.set(kept.id, current);
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
      if (one.service !== account.service || one.url !== account.url || isLocal(account)) return false;
      if (one.mcpUrl !== account.mcpUrl) return false;
      const person = this.deps.personOf(one.id);
      // Who was never read is told by the e-mail address, where the account has one.
      return person === null ? one.user?.toLowerCase() === account.user?.toLowerCase() : person === proof.person.id;
    });
    if (!before) return account;
    if (inKeychain && secret !== null) {
      try {
        await this.deps.keychain.set(before, secret);
      } finally {
        await this.forget(account);
      }
    }
    // Another profile than the one there is was chosen a moment ago; single cells were of the other one.
    const kept = profile === undefined || profile === before.permissions.profile;
    return {
      ...account,
      id: before.id,
      favorites: before.favorites,
      permissions: kept ? before.permissions : { ...before.permissions, profile, cells: {} },
    };
  }

  /** A credential that was not proven must not stay; when even that fails, the first reason matters more. */
  private async forget(place: CredentialPlace): Promise<void> {
    await this.deps.keychain.delete(place).catch(() => false);
  }
}

const isLocal = ({ service }: Pick<AccountSettings, "service">) => descriptorOf(service).isLocal;

/** Who signed in is known only afterwards: their address names the account. */
function ofPerson(account: AccountSettings, { person }: AccountProof, service: string): AccountSettings {
  const user = person.email ?? person.name;
  return { ...account, user, label: `${service} · ${user}`.slice(0, 120) };
}
