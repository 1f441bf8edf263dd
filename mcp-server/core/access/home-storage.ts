import { ServiceError } from "../domain/errors";
import type { AdapterEnvironment, RotatingCredential, Service } from "../domain/ports";
import { Journal } from "../journal/journal";
import type { LocalLog } from "../platform/log";
import type { AccountSettings } from "../platform/settings";
import { descriptorOf } from "../service-catalog/descriptors";
import { type AccountStorage, connectionOf, type StoredEnvironment } from "./account-storage";
import { type CapabilityFile, readCapabilityFile, writeCapabilityFile } from "./capability-file";
import { openService } from "./open-service";

const credentials = async () => (await import("../platform/credentials")).openCredentials();

type ServiceOpener = (settings: AccountSettings, environment: AdapterEnvironment) => Promise<Service>;

export interface HomeOptions {
  home: string;
  log: LocalLog;
  now?: () => number;
  /** Credentials that win over the keychain: of this session, or of the command line. */
  secrets?: ReadonlyMap<string, string>;
  /** A credential of this session was used up and replaced: whoever gave it must give the new one from now on. */
  rotated?(accountId: string, secret: string): void;
  /** Headless accounts have nothing in the keychain. */
  keychain?: boolean;
  open?: ServiceOpener;
}

/** The files of one person's computer, and its keychain. */
export class HomeStorage implements AccountStorage {
  readonly journal: Journal;
  /** What a credential of this session has become, by account id. */
  private readonly replaced = new Map<string, string>();

  constructor(private readonly options: HomeOptions) {
    this.journal = new Journal(options);
  }

  readonly capabilities = {
    read: (accountId: string) => readCapabilityFile(this.options.home, accountId),
    write: (accountId: string, file: CapabilityFile) => writeCapabilityFile(this.options.home, accountId, file),
  };

  async environment(account: AccountSettings): Promise<StoredEnvironment> {
    const { openBreakMemory } = await import("../platform/break-memory");
    const { id, service, mcpUrl } = account;
    const { home, now = Date.now } = this.options;
    const { isLocal, countsRequests } = descriptorOf(service);
    const secret = () => this.secret(account);
    const facts = { id, connection: connectionOf(account), secret, now };
    return {
      breaks: openBreakMemory(home, id),
      ...(!isLocal && { factsCache: (await import("./facts-cache")).openFactsCache(this.capabilities, facts) }),
      ...(countsRequests && {
        rateLimiter: (await import("../platform/rate-limiter")).openRateLimiter(home, id, now),
      }),
      ...(mcpUrl !== undefined && { credential: await this.rotatingCredential(account) }),
    };
  }

  async secret({ id, service, ...place }: AccountSettings): Promise<string> {
    const { secrets, keychain = true, log } = this.options;
    let secret = secrets?.get(id) ?? null;
    if (secret === null && keychain) secret = await (await credentials()).get({ id, service, ...place });
    if (secret === null)
      throw new ServiceError("no_secret", "There is no credential for this account.", {
        next: keychain ? "Open Punchcard and connect the account again." : descriptorOf(service).headless.howToGive,
      });
    log.hide(secret);
    return secret;
  }

  open(account: AccountSettings, environment: AdapterEnvironment): Promise<Service> {
    const { open, home } = this.options;
    return open ? open(account, environment) : openService(account, environment, home);
  }

  async saveFile(name: string, bytes: Uint8Array): Promise<string> {
    const { saveDownload } = await import("../platform/downloads");
    return saveDownload(this.options.home, name, bytes);
  }

  /** Where a credential that is used up is kept: the keychain, or with whoever gave it for this session. */
  private async rotatingCredential(account: AccountSettings): Promise<RotatingCredential> {
    const [{ openRotatingCredential }, { secretsOf }] = await Promise.all([
      import("../platform/rotating-credential"),
      import("../domain/sign-in"),
    ]);
    const { home, log, secrets, rotated } = this.options;
    const { id } = account;
    const hidden = (secret: string) => {
      for (const part of secretsOf(secret)) log.hide(part);
      return secret;
    };
    return openRotatingCredential(home, id, {
      get: async () => hidden(this.replaced.get(id) ?? (await this.secret(account))),
      set: async (secret) => {
        hidden(secret);
        if (secrets?.has(id)) {
          this.replaced.set(id, secret);
          rotated?.(id, secret);
        } else await (await credentials()).set(account, secret);
      },
    });
  }
}
