import type { AccountStorage, StoredEnvironment } from "#core/access/account-storage";
import { connectionOf } from "#core/access/account-storage";
import type { CapabilityFile } from "#core/access/capability-file";
import { openFactsCache } from "#core/access/facts-cache";
import { openService } from "#core/access/open-service";
import type { ServiceId } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { AdapterEnvironment, NetworkGuard, RotatingCredential } from "#core/domain/ports";
import { secretsOf } from "#core/domain/sign-in";
import type { LocalLog } from "#core/platform/log";
import type { AccountSettings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { PersonJournal } from "../activity/person-journal";
import type { Vault } from "../keys/vault";
import type { Clock, Database } from "../store/database";
import { StoreError } from "../store/store-error";
import type { AccountRepository } from "./account-repository";
import type { TeamAccount } from "./account-row";
import { type CompanyKeys, takesCompanyKey } from "./company-keys";
import { RecentReadings } from "./recent-readings";
import type { ServiceState } from "./service-state";
import { sealedCredential } from "./sign-in/sealed-credential";

export interface PersonStorageDeps {
  person: string;
  accounts: AccountRepository;
  companyKeys: CompanyKeys;
  state: ServiceState;
  journal: PersonJournal;
  network: NetworkGuard;
  log: LocalLog;
  clock: Clock;
  database: Database;
  /** Of the table `accounts`. */
  vault: Vault;
  /** Where the person connects accounts. */
  page: string;
}

/** What one person's accounts keep, in the team's database; secrets are opened for each use and held nowhere. */
export class PersonStorage implements AccountStorage {
  private known = new Map<string, TeamAccount>();
  private facts = new Map<string, CapabilityFile>();
  readonly recent: RecentReadings;

  constructor(private readonly deps: PersonStorageDeps) {
    this.recent = new RecentReadings(deps.clock);
  }

  get journal(): PersonJournal {
    return this.deps.journal;
  }

  /** Takes the accounts as they are now, and reads what is known of new ones. */
  async use(accounts: readonly TeamAccount[]): Promise<void> {
    const unread = accounts.filter(({ settings, sealed }) => this.known.get(settings.id)?.sealed !== sealed);
    this.known = new Map(accounts.map((account) => [account.settings.id, account]));
    for (const id of this.facts.keys()) if (!this.known.has(id)) this.facts.delete(id);
    const ids = unread.map(({ settings }) => settings.id);
    for (const id of ids) this.facts.delete(id);
    for (const [id, file] of await this.deps.state.facts(ids)) this.facts.set(id, file);
  }

  readonly capabilities = {
    read: (accountId: string) => this.facts.get(accountId) ?? null,
    write: async (accountId: string, file: CapabilityFile) => {
      // Who writes it knows it; its proof is for other processes, and the longest part of it.
      this.facts.set(accountId, file.proof === undefined ? file : { ...file, proof: {} });
      await this.deps.state.keepFacts(accountId, file).catch(this.deps.journal.note.bind(this.deps.journal));
    },
  };

  async secret(account: AccountSettings): Promise<string> {
    const secret = await this.find(account);
    if (secret === null)
      throw new ServiceError("no_secret", "There is no credential for this account.", {
        next: "Open Punchcard's page and connect the account again.",
      });
    for (const part of account.mcpUrl === undefined ? [secret] : secretsOf(secret)) this.deps.log.hide(part);
    return secret;
  }

  async environment(account: AccountSettings): Promise<StoredEnvironment> {
    const { state, network, clock } = this.deps;
    const { id, service, url, mcpUrl } = account;
    const secret = () => this.secret(account);
    // A company's quota is everybody's.
    const scope = takesCompanyKey(service) && url !== undefined ? `${service} ${new URL(url).origin}` : id;
    return {
      breaks: state.breaks(id),
      factsCache: openFactsCache(this.capabilities, { id, connection: connectionOf(account), secret, now: clock }),
      ...(descriptorOf(service).countsRequests && { rateLimiter: state.rateLimiter(scope) }),
      network,
      ...(mcpUrl !== undefined && { credential: this.credential(id, service, mcpUrl) }),
    };
  }

  async open(account: AccountSettings, environment: AdapterEnvironment) {
    // No service here keeps files of its own.
    return this.recent.of(await openService(account, environment, ""), account.id);
  }

  async saveFile(): Promise<string> {
    throw new ServiceError("unsupported", "This Punchcard runs on a server and cannot put files on your computer.", {
      next: "Ask for the data in the answer instead, or download the file in the service itself.",
    });
  }

  private credential(account: string, service: ServiceId, mcpUrl: string): RotatingCredential {
    const { person, database, clock, vault, log, page } = this.deps;
    return sealedCredential(
      { person, account, service, mcpUrl },
      {
        ...{ database, clock, vault },
        hide: (secret) => log.hide(secret),
        signInAgain: `Open ${page}/connect/${service} and sign in to ${descriptorOf(service).label} again.`,
      },
    );
  }

  private async find(account: AccountSettings): Promise<string | null> {
    const { person, accounts, companyKeys } = this.deps;
    const known = this.known.get(account.id);
    // Another address than the one it was connected at gets no credential.
    if (!known || connectionOf(known.settings) !== connectionOf(account)) return null;
    if (known.sealed === null) return companyKeys.openFor(person, known.settings);
    try {
      return await accounts.open(person, { ...known, sealed: known.sealed });
    } catch (error) {
      if (error instanceof StoreError)
        throw new ServiceError("unavailable", "Punchcard's database cannot be used just now.", {
          saved: "unknown",
          next: "Try again in a moment.",
          cause: error,
        });
      // A key that is missing, a secret that was changed, or a person who was removed in the middle of a call.
      throw new ServiceError("no_secret", "The stored credential of this account cannot be opened.", {
        // Something may have been sent before, with the credential as it was then.
        saved: "unknown",
        next: "Open Punchcard's page, which says what is wrong with the account.",
        cause: error,
      });
    }
  }
}
