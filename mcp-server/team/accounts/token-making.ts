import { openTokenMaker } from "#core/access/open-service";
import type { PolicyState } from "#core/domain/company-policy/index";
import type { AccountFacts, ServiceId } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { ProfileName } from "#core/domain/permission-profiles";
import type { NotOne, TokenMaker } from "#core/domain/ports";
import { accountSettings } from "#core/platform/settings";
import type { AuditLog } from "../audit/audit-log";
import type { Person } from "../people/person";
import type { Clock, Database } from "../store/database";
import { withLease } from "../store/lease";
import { AccountError } from "./account-error";
import { newAccountId } from "./account-repository";
import type { TeamAccount } from "./account-row";
import { type ConnectDeps, type ProvenAccount, proveAccount } from "./connect";
import { isOwn } from "./is-own";
import { MadeTokens } from "./made-tokens";

/** Where tokens are made, and with which admin's credential. */
export interface TokenMakingConfig {
  service: ServiceId;
  /** As the service's accounts have it. */
  url: string;
  adminToken: string;
}

export interface TokenMakingDeps {
  database: Database;
  clock: Clock;
  connect: ConnectDeps;
  audit: Pick<AuditLog, "add">;
  /** Told of tokens that could not be revoked for now. */
  failed(error: unknown): void;
  /** The host of this server: the person sees it at the service. */
  host: string;
}

interface Connected {
  account: TeamAccount;
  facts: Pick<AccountFacts, "person" | "zone">;
}

/** Milliseconds that finding, making, proving and, where it fails, revoking may take, each. */
const patience = 30_000;
const clientName = "own-page";

const refusals: Record<NotOne, [code: "made_nobody" | "made_several" | "made_disabled", message: string]> = {
  nobody: ["made_nobody", "The service knows nobody with your e-mail address."],
  several: ["made_several", "The service knows several people with your e-mail address."],
  disabled: ["made_disabled", "Your account at the service is switched off."],
};

/**
 * Lets the service make a token for a person who asked for it. Only the address counts that the company's sign-in vouched
 * for, and the token is kept only once the service said that it is this person's.
 */
export class TokenMaking {
  private readonly rows: MadeTokens;
  private revoking: Promise<void> = Promise.resolve();
  private readonly ending = new AbortController();

  constructor(
    readonly config: TokenMakingConfig,
    private readonly deps: TokenMakingDeps,
  ) {
    this.rows = new MadeTokens(deps.database, deps.clock);
  }

  /**
   * Where the account is connected already and its credential works, nothing is made.
   * @throws AccountError, ServiceError of the service
   */
  async connect(person: Person, bound: PolicyState, profile?: ProfileName): Promise<Connected> {
    const { database, clock } = this.deps;
    const lease = { name: `make-token/${person.id}`, lasts: 5 * patience };
    const done = await withLease(database, clock, lease, async () => {
      const known = await this.working(person, bound);
      return known ?? this.audited(person, () => this.make(person, bound, profile));
    });
    if (done === "taken") throw new AccountError("conflict", "A token is being made for you just now. Wait a moment.");
    return done;
  }

  /** Revokes what is not used any more, after whatever is being revoked now. Never throws. */
  revokeUnused(): Promise<void> {
    this.revoking = this.revoking.then(() => this.revokeDue()).catch((error) => this.deps.failed(error));
    return this.revoking;
  }

  /** Waits for no service any more; what is not revoked yet is the turn of another server, or of the next start. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.revoking;
  }

  /** The account that they have, where its credential still is this person's. */
  private async working(person: Person, bound: PolicyState): Promise<Connected | null> {
    const { accounts } = this.deps.connect;
    const { service, url } = this.config;
    for (const account of await accounts.of(person.id)) {
      const { settings, sealed } = account;
      if (settings.service !== service || settings.url !== url || sealed === null) continue;
      const secret = await accounts.open(person.id, { ...account, sealed });
      const proven = await this.prove(person, secret, bound).catch((error: unknown) => {
        // Revoked or run out there: a new one is what is asked for.
        if (error instanceof ServiceError && error.kind === "unauthorized") return null;
        throw error;
      });
      if (proven && isOwn(person, proven.facts)) return { account, facts: proven.facts };
    }
    return null;
  }

  private async make(person: Person, bound: PolicyState, profile: ProfileName | undefined): Promise<Connected> {
    const { connect, host } = this.deps;
    return this.withMaker(async (maker) => {
      const found = await asked(maker.find(person.email, AbortSignal.timeout(patience)));
      if (typeof found === "string") throw new AccountError(...refusals[found]);
      const name = `Punchcard (${host})`.slice(0, 50);
      const token = await asked(maker.make(found.person, name, AbortSignal.timeout(patience)));
      try {
        const proven = await this.prove(person, token.secret, bound, profile);
        if (proven.facts.person.id !== found.person || !isOwn(person, proven.facts))
          throw new AccountError("made_other", "The token that the service made is not yours, so it was not kept.");
        const { draft, facts, secret } = proven;
        return { account: await connect.accounts.keep(person.id, draft, found.person, secret, token.id), facts };
      } catch (error) {
        const { service, url } = this.config;
        await this.rows.unused({ person: person.id, service, url, token: token.id });
        await this.revokeUnused();
        throw error;
      }
    });
  }

  private prove(person: Person, secret: string, bound: PolicyState, profile?: ProfileName): Promise<ProvenAccount> {
    const { service, url } = this.config;
    const input = { service, url, secret, ...(profile && { profile }) };
    return proveAccount(person, input, bound, this.deps.connect, AbortSignal.timeout(patience)).catch(notReached);
  }

  private async revokeDue(): Promise<void> {
    const { service, url } = this.config;
    const due = this.ending.signal.aborted ? [] : await this.rows.due(service, url);
    if (due.length === 0) return;
    await this.withMaker(async (maker) => {
      for (const { id, person, account, token } of due)
        try {
          await maker.revoke(token, AbortSignal.any([AbortSignal.timeout(patience), this.ending.signal]));
          if (await this.rows.revoked(id)) await this.note(person, "revoke_token", "done", account ? { account } : {});
        } catch (error) {
          if (this.ending.signal.aborted) return;
          await this.rows.failed(id);
          this.deps.failed(error);
        }
    });
  }

  private async withMaker<T>(work: (maker: TokenMaker) => Promise<T>): Promise<T> {
    const { service, url, adminToken } = this.config;
    const { network } = this.deps.connect;
    const settings = accountSettings.parse({ id: newAccountId(service), service, label: service, url });
    const maker = await openTokenMaker(settings, {
      accountId: settings.id,
      secret: async () => adminToken,
      breaks: { read: async () => null, write: async () => undefined },
      network,
      log: () => undefined,
      now: this.deps.clock,
    });
    try {
      return await work(maker);
    } finally {
      await maker.close();
    }
  }

  private async audited(person: Person, work: () => Promise<Connected>): Promise<Connected> {
    try {
      const done = await work();
      await this.note(person.id, "make_token", "done", { account: done.account.settings.id });
      return done;
    } catch (error) {
      const isRefusal = error instanceof AccountError;
      const code = isRefusal ? error.code : error instanceof ServiceError ? error.kind : "unexpected";
      await this.note(person.id, "make_token", isRefusal ? "refused" : "failed", { code });
      throw error;
    }
  }

  private note(person: string, tool: string, outcome: string, more: { account?: string; code?: string }) {
    const at = this.deps.clock();
    return this.deps.audit.add({
      ...{ at, person, client: clientName, grant: "", tool, ids: [], outcome, milliseconds: 0 },
      ...more,
    });
  }
}

/** What the service refuses here is no fault of the person's: it is about the admin's credential, or about the service. */
async function asked<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (rights.includes(error.kind)) throw new AccountError("made_not_allowed", wordsOf(error));
    if (error.kind === "unsupported") throw new AccountError("made_no_plugin", wordsOf(error));
    return notReached(error);
  }
}

const rights: readonly string[] = ["forbidden", "unauthorized"];
const wordsOf = ({ message, next }: ServiceError) => [message, next].filter(Boolean).join(" ");

/** What is none of the credential's rights is the service's, and may pass. */
function notReached(error: unknown): never {
  if (!(error instanceof ServiceError) || rights.includes(error.kind)) throw error;
  throw new AccountError("made_not_reached", wordsOf(error));
}
