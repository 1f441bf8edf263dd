import { join } from "node:path";
import { isProtected } from "../domain/address";
import type { AccountFacts, ServiceId } from "../domain/entities";
import { ServiceError } from "../domain/errors";
import type { ProfileName } from "../domain/permission-profiles";
import type { AdapterEnvironment, FactsCache, RotatingCredential, Service } from "../domain/ports";
import { callMay } from "../platform/call-context";
import type { LocalLog } from "../platform/log";
import type { AccountSettings } from "../platform/settings";
import type { HeadlessAccount } from "./headless-account";

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
    const common = { targetSeconds: null, permissions: { profile, cells: {}, tools: {}, confirmsItself } };
    if (one.service === "local")
      return {
        ...common,
        id: idOf("local", one.file),
        service: "local",
        label: "This computer",
        file: one.file,
        tlsVerify: true,
      };
    if (one.service === "clockodo") {
      const { url, user, key } = one;
      const id = idOf("clockodo", `${user.toLowerCase()} ${url ?? ""}`);
      if (key) secrets.set(id, key);
      return {
        ...common,
        id,
        service: "clockodo",
        label: `Clockodo · ${user}`.slice(0, 120),
        url,
        user,
        tlsVerify: true,
      };
    }
    if (one.service === "calamari") {
      const { url, person: user, key } = one;
      const id = idOf("calamari", `${url} ${user.toLowerCase()}`);
      if (key) secrets.set(id, key);
      return {
        ...common,
        id,
        service: "calamari",
        label: `Calamari · ${new URL(url).host}`.slice(0, 120),
        url,
        user,
        tlsVerify: true,
      };
    }
    const id = idOf("kimai", one.url);
    if (one.token) secrets.set(id, one.token);
    return {
      ...common,
      id,
      service: "kimai",
      label: `Kimai · ${new URL(one.url).host}`,
      url: one.url,
      tlsVerify: one.tlsVerify,
    };
  };
  const accounts = wanted.map((one) => {
    const account = accountOf(one);
    if (one.dotEnv !== undefined) dotEnvs.set(account.id, one.dotEnv);
    return account;
  });
  return { accounts, secrets, dotEnvs };
}

type ServiceOpener = (settings: AccountSettings, environment: AdapterEnvironment) => Promise<Service>;

/** Adapters are loaded by the first call that needs one. A time sheet without a place of its own lies in our home. */
const openServiceIn =
  (home: string): ServiceOpener =>
  async (settings, environment) => {
    const { service, url, user, tlsVerify, targetSeconds } = settings;
    if (service === "local") {
      const [{ createLocalService }, { copiesFolder }, { homeFiles }] = await Promise.all([
        import("../services/local"),
        import("../services/local/database/copies"),
        import("../platform/settings"),
      ]);
      const file = settings.file ?? join(home, homeFiles.timeSheet);
      return createLocalService({ file, targetSeconds, copies: copiesFolder(home, file) }, environment);
    }
    if (service === "kimai" && url !== undefined) {
      const { createKimaiService } = await import("../services/kimai");
      return createKimaiService({ url, tlsVerify }, environment);
    }
    if (service === "clockodo" && user !== undefined) {
      const { createClockodoService } = await import("../services/clockodo");
      return createClockodoService({ url, user, tlsVerify }, environment);
    }
    if (service === "calamari" && settings.mcpUrl !== undefined) {
      const { createCalamariGateway } = await import("../services/calamari/gateway");
      return createCalamariGateway({ mcpUrl: settings.mcpUrl, tlsVerify }, environment);
    }
    if (service === "calamari" && url !== undefined && user !== undefined) {
      const { createCalamariService } = await import("../services/calamari");
      return createCalamariService({ url, person: user, tlsVerify }, environment);
    }
    throw new ServiceError("unsupported", `This version of Punchcard cannot connect to this account (${service}).`, {
      next: "Update Punchcard, or connect the account again.",
    });
  };

const credentials = async () => (await import("../platform/credentials")).openCredentials();

/** Where somebody who started the server by hand gives the credential. */
const howToGive: Partial<Record<ServiceId, string>> = {
  kimai: "Set KIMAI_API_TOKEN, or give --kimai-token.",
  clockodo: "Set CLOCKODO_API_KEY to the API key under Personal data in Clockodo, or give --clockodo-key.",
  calamari:
    "Set CALAMARI_API_KEY to an API key of the company (Calamari: Configuration, Integrations, API), or give --calamari-key.",
};

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

  service(): Promise<Service> {
    this.opened ??= this.environment().then((all) =>
      (this.options.open ?? openServiceIn(this.options.home))(this.settings, all),
    );
    return this.opened;
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
    if (service !== "local") {
      const { openFactsCache } = await import("./stored-facts");
      this.factsCache = openFactsCache(home, { id, connection: connectionOf(this.settings), secret, now });
    }
    return {
      accountId: id,
      secret,
      breaks: openBreakMemory(home, id),
      factsCache: this.factsCache,
      // These two count what is sent.
      ...((service === "clockodo" || service === "calamari") && {
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
        next: keychain ? "Open Punchcard and connect the account again." : howToGive[this.settings.service],
      });
    log.hide(secret);
    return secret;
  }
}

/** A sentence for the person where the account's credential can be read on its way (Kimai over http); else null. */
export function unprotectedNote({ service, url }: AccountSettings): string | null {
  if (service !== "kimai" || url === undefined || isProtected(url)) return null;
  return `Kimai at ${new URL(url).host} is asked over http: the token and all times can be read on their way. Use https if it has it.`;
}

/** What a connection depends on: permissions and label may differ. */
const connectionOf = ({ permissions: _permissions, label: _label, ...rest }: AccountSettings) => JSON.stringify(rest);

/** Two settings of one account that need the same connection. */
export const sameConnection = (a: AccountSettings, b: AccountSettings): boolean => connectionOf(a) === connectionOf(b);
