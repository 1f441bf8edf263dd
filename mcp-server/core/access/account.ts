import { isProtected } from "../domain/address";
import { noPolicy, type PolicyState } from "../domain/company-policy";
import type { AccountFacts, ServiceId } from "../domain/entities";
import type { HeadlessAccount } from "../domain/headless-account";
import type { ProfileName } from "../domain/permission-profiles";
import type { AdapterEnvironment, FactsCache, Service } from "../domain/ports";
import type { ActivityJournal } from "../journal/journal-store";
import { recordedService } from "../journal/recorded-service";
import { callMay } from "../platform/call-context";
import type { AccountSettings } from "../platform/settings";
import { descriptorOf } from "../service-catalog/descriptors";
import type { AccountStorage } from "./account-storage";
import { requireAllowed } from "./company-bounds";
import { type HomeOptions, HomeStorage } from "./home-storage";

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

/** What accounts need of whoever opens them: a storage, or the files of a home folder. */
export interface AccountsOptions extends HomeOptions {
  /** Instead of the files of `home`. */
  storage?: AccountStorage;
  /** By account id, the `.env` file of the current folder that named it. */
  dotEnvs?: ReadonlyMap<string, string>;
  /** What the company says on this computer now; absent: nothing. */
  company?(): PolicyState;
  /** Where all that is written gets recorded, as by this client; absent: whoever opens the account only reads. */
  recorded?: { journal: ActivityJournal; client: string };
}

const invalidateEvery = 10 * 60_000;

/** One connected account; its service is made at the first use and kept while its settings stay the same. */
export class Account {
  private opened: Promise<Service> | undefined;
  private factsCache: FactsCache | undefined;
  private factsInvalid = false;
  private invalidatedAt = Number.NEGATIVE_INFINITY;
  private readonly storage: AccountStorage;

  constructor(
    readonly settings: AccountSettings,
    private readonly options: AccountsOptions,
  ) {
    this.storage = options.storage ?? new HomeStorage(options);
  }

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
    const { recorded } = this.options;
    const service = await this.storage.open(this.settings, await this.environment());
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
    return next;
  }

  async close(): Promise<void> {
    const service = await this.opened?.catch(() => undefined);
    await service?.close();
  }

  private async environment(): Promise<AdapterEnvironment> {
    const { id } = this.settings;
    const { log, now = Date.now } = this.options;
    const stored = await this.storage.environment(this.settings);
    this.factsCache = stored.factsCache;
    return {
      ...stored,
      accountId: id,
      secret: () => this.storage.secret(this.settings),
      may: callMay,
      hide: (text) => log.hide(text),
      log: (event, detail) => void log.write(event, { account: id, ...detail }),
      now,
    };
  }
}

/** A sentence for the person where the account's credential can be read on its way (over http); else null. */
export function unprotectedNote({ service, url }: AccountSettings): string | null {
  if (url === undefined || isProtected(url)) return null;
  const { label, credential } = descriptorOf(service);
  return `${label} at ${new URL(url).host} is asked over http: the ${credential?.kind ?? "credential"} and all times can be read on their way. Use https if it has it.`;
}
