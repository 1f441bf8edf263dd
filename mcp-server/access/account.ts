import { isProtected } from "../domain/address";
import { noPolicy, type PolicyState } from "../domain/company-policy";
import type { AccountFacts, ServiceId } from "../domain/entities";
import { ServiceError } from "../domain/errors";
import type { HeadlessAccount } from "../domain/headless-account";
import type { ProfileName } from "../domain/permission-profiles";
import type { AdapterEnvironment, FactsCache, RotatingCredential, Service } from "../domain/ports";
import type { Journal } from "../journal/journal";
import { recordedService } from "../journal/recorded-service";
import { callMay } from "../platform/call-context";
import type { LocalLog } from "../platform/log";
import type { AccountSettings } from "../platform/settings";
import { adapters } from "../services/adapters";
import { descriptorOf } from "../services/descriptors";
import { requireAllowed } from "./company-bounds";

/**
 * A short id that stays the same for the same place, so that breaks and facts of it are found again. FNV-1a: it guards
 * nothing, and loading cryptography would cost each start some milliseconds.
 */
function idOf(service: ServiceId, place: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(place)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `${service}-${hash.toString(16).padStart(8, "0")}`;
}

/**
 * Accounts of the command line in the shape of the settings, and apart from it by account id their credentials and the
 * `.env` file that named them.
 */
export function headlessAccounts(wanted: readonly HeadlessAccount[], profile: ProfileName, confirmsItself = false) {
  const secrets = new Map<string, string>();
  const dotEnvs = new Map<string, string>();
  const accountOf = (one: HeadlessAccount): AccountSettings => {
    const { service, url, user, secret, tlsVerify = true, file } = one;
    const { id: known, label: product, credential, headless } = descriptorOf(service);
    const id = idOf(service, headless.identity(one));
    if (secret) secrets.set(id, secret);
    const place = credential?.asks.includes("url") && url !== undefined ? new URL(url).host : user;
    const label = place === undefined ? product : `${product} · ${place}`.slice(0, 120);
    const permissions = { profile, cells: {}, tools: {}, confirmsItself };
    return { targetSeconds: null, favorites: [], permissions, id, service: known, label, url, user, file, tlsVerify };
  };
  const accounts = wanted.map((one) => {
    const account = accountOf(one);
    if (one.dotEnv !== undefined) dotEnvs.set(account.id, one.dotEnv);
    return account;
  });
  return { accounts, secrets, dotEnvs };
}

type ServiceOpener = (settings: AccountSettings, environment: AdapterEnvironment) => Promise<Service>;

/** @throws ServiceError `unsupported` where the settings lack what this version needs */
const openServiceIn =
  (home: string): ServiceOpener =>
  async (settings, environment) => {
    const { open } = await adapters[settings.service]();
    const service = await open(settings, environment, home);
    if (service) return service;
    throw new ServiceError(
      "unsupported",
      `This version of Punchcard cannot connect to this account (${settings.service}).`,
      { next: "Update Punchcard, or connect the account again." },
    );
  };

const credentials = async () => (await import("../platform/credentials")).openCredentials();

export interface AccountsOptions {
  home: string;
  log: LocalLog;
  now?: () => number;
  /** Credentials that win over the keychain: of this session, or of the command line. */
  secrets?: ReadonlyMap<string, string>;
  /** A credential of this session was used up and replaced: whoever gave it must give the new one from now on. */
  rotated?(accountId: string, secret: string): void;
  /** Headless accounts have nothing in the keychain. */
  keychain?: boolean;
  /** By account id, the `.env` file of the current folder that named it. */
  dotEnvs?: ReadonlyMap<string, string>;
  open?: ServiceOpener;
  /** What the company says on this computer now; absent: nothing. */
  company?(): PolicyState;
  /** Where all that is written gets recorded, as by this client; absent: whoever opens the account only reads. */
  recorded?: { journal: Journal; client: string };
}

const invalidateEvery = 10 * 60_000;

/** One connected account; its service is made at the first use and kept while its settings stay the same. */
export class Account {
  private opened: Promise<Service> | undefined;
  private factsCache: FactsCache | undefined;
  private factsInvalid = false;
  /** What a credential of this session has become. */
  private replaced: string | undefined;
  private invalidatedAt = Number.NEGATIVE_INFINITY;
  constructor(
    readonly settings: AccountSettings,
    private readonly options: AccountsOptions,
  ) {}

  get view() {
    const { id, service, label } = this.settings;
    return { id, service, label };
  }

  /** The `.env` file that named this account; undefined: the person's settings or options did. */
  get dotEnv(): string | undefined {
    return this.options.dotEnvs?.get(this.settings.id);
  }

  /** Each time, because the company may have changed its mind. @throws InputError `policy` */
  async service(): Promise<Service> {
    requireAllowed(this.options.company?.() ?? noPolicy, this.settings);
    this.opened ??= this.open();
    return this.opened;
  }

  private async open(): Promise<Service> {
    const { home, recorded, open = openServiceIn(home) } = this.options;
    const service = await open(this.settings, await this.environment());
    if (!recorded) return service;
    const { id: account, service: kind, label } = this.view;
    return recordedService(service, recorded.journal, { client: recorded.client, account, service: kind, label });
  }

  async facts(signal: AbortSignal, fresh: boolean): Promise<AccountFacts> {
    const service = await this.service();
    const uncached = fresh || this.factsInvalid;
    const facts = await service.facts({ signal, fresh: uncached });
    if (uncached) this.factsInvalid = false;
    return facts;
  }

  /**
   * The service refused something that the cached facts may have allowed: the next call of any process reads them anew. Not
   * after each refusal: who tries the forbidden again and again must not ask for all facts each time.
   */
  async invalidateFacts(now: number): Promise<void> {
    if (now - this.invalidatedAt < invalidateEvery) return;
    this.invalidatedAt = now;
    this.factsInvalid = true;
    await this.factsCache?.forget();
  }

  /** The same connection under changed permissions. */
  with(settings: AccountSettings): Account {
    const next = new Account(settings, this.options);
    next.opened = this.opened;
    next.factsCache = this.factsCache;
    next.factsInvalid = this.factsInvalid;
    next.invalidatedAt = this.invalidatedAt;
    next.replaced = this.replaced;
    return next;
  }

  async close(): Promise<void> {
    const service = await this.opened?.catch(() => undefined);
    await service?.close();
  }

  private async environment(): Promise<AdapterEnvironment> {
    const { openBreakMemory } = await import("../platform/break-memory");
    const { id, service } = this.settings;
    const { log, home, now = Date.now } = this.options;
    const secret = () => this.secret();
    const { isLocal, countsRequests } = descriptorOf(service);
    if (!isLocal) {
      const { openFactsCache } = await import("./facts-cache");
      this.factsCache = openFactsCache(home, { id, connection: connectionOf(this.settings), secret, now });
    }
    return {
      accountId: id,
      secret,
      breaks: openBreakMemory(home, id),
      factsCache: this.factsCache,
      ...(countsRequests && {
        rateLimiter: (await import("../platform/rate-limiter")).openRateLimiter(home, id, now),
      }),
      ...(this.settings.mcpUrl !== undefined && { credential: await this.rotatingCredential() }),
      may: callMay,
      hide: (text) => log.hide(text),
      log: (event, detail) => void log.write(event, { account: id, ...detail }),
      now,
    };
  }

  /** Where a credential that is used up is kept: the keychain, or with whoever gave it for this session. */
  private async rotatingCredential(): Promise<RotatingCredential> {
    const [{ openRotatingCredential }, { secretsOf }] = await Promise.all([
      import("../platform/rotating-credential"),
      import("../domain/sign-in"),
    ]);
    const { home, log, secrets, rotated } = this.options;
    const { id } = this.settings;
    const hidden = (secret: string) => {
      for (const part of secretsOf(secret)) log.hide(part);
      return secret;
    };
    return openRotatingCredential(home, id, {
      get: async () => hidden(this.replaced ?? (await this.secret())),
      set: async (secret) => {
        hidden(secret);
        if (secrets?.has(id)) {
          this.replaced = secret;
          rotated?.(id, secret);
        } else await (await credentials()).set(this.settings, secret);
      },
    });
  }

  private async secret(): Promise<string> {
    const { secrets, keychain = true, log } = this.options;
    let secret = secrets?.get(this.settings.id) ?? null;
    if (secret === null && keychain) secret = await (await credentials()).get(this.settings);
    if (secret === null)
      throw new ServiceError("no_secret", "There is no credential for this account.", {
        next: keychain
          ? "Open Punchcard and connect the account again."
          : descriptorOf(this.settings.service).headless.howToGive,
      });
    log.hide(secret);
    return secret;
  }
}

/** A sentence for the person where the account's credential can be read on its way (over http); else null. */
export function unprotectedNote({ service, url }: AccountSettings): string | null {
  if (url === undefined || isProtected(url)) return null;
  const { label, credential } = descriptorOf(service);
  return `${label} at ${new URL(url).host} is asked over http: the ${credential?.kind ?? "credential"} and all times can be read on their way. Use https if it has it.`;
}

/** What a connection depends on: permissions and label may differ. */
const connectionOf = ({ permissions: _permissions, label: _label, ...rest }: AccountSettings) => JSON.stringify(rest);

/** Two settings of one account that need the same connection. */
export const sameConnection = (a: AccountSettings, b: AccountSettings): boolean => connectionOf(a) === connectionOf(b);
