import { InMemoryServerEventBus, type ServerEventBus } from "@modelcontextprotocol/server";
import { AccessPolicy } from "#core/access/access-policy";
import { type ToolName, toolRules } from "#core/access/tool-rules";
import type { PolicyState } from "#core/domain/company-policy/index";
import type { NetworkGuard } from "#core/domain/ports";
import type { LocalLog } from "#core/platform/log";
import { createRequestServer, type ServerDeps } from "#server/create-server";
import type { CallReport } from "#server/dispatch-deps";
import { statusUri } from "#server/resources/index";
import { PersonJournal } from "../activity/person-journal";
import type { Approvals } from "../approval/approvals";
import { personConfirmation } from "../approval/person-confirmation";
import type { AuditLog } from "../audit/audit-log";
import type { OpenPerson } from "../http/open-person";
import type { Vault } from "../keys/vault";
import type { Grant } from "../oauth/grants";
import type { Clock, Database } from "../store/database";
import type { AccountRepository } from "./account-repository";
import { clientLimits, combinedBound } from "./bounds";
import { kindOfClient } from "./client-kinds";
import type { CompanyKeys } from "./company-keys";
import type { PersonNow, PersonReader } from "./person-reader";
import { PersonStorage } from "./person-storage";
import type { ServiceState } from "./service-state";

type PersonServer = Awaited<ReturnType<OpenPerson>> & { policy: AccessPolicy };
/** What matters of a grant to what is done under it. */
export type PersonGrant = Pick<Grant, "id" | "level" | "accounts"> & { client: Grant["client"] };

export interface OpenPersonDeps {
  database: Database;
  clock: Clock;
  reader: PersonReader;
  accounts: AccountRepository;
  companyKeys: CompanyKeys;
  state: ServiceState;
  approvals: Approvals;
  audit: AuditLog;
  network: NetworkGuard;
  /** Of the table `accounts`. */
  vault: Vault;
  /** A log of one person: what it is told to hide is taken out of its lines. */
  logFor(person: string): LocalLog;
  /** What questions in clients are signed with, the newest first. */
  questionKeys: readonly Uint8Array[];
  urlOfApproval(id: string): string;
  /** Where people change what an AI may do. */
  page: string;
}

/** Milliseconds after which a person's connections are closed; no call takes as long. */
const idle = 10 * 60_000;
/** Milliseconds between two looks for them: each passes everybody who is connected. */
const idleLook = 30_000;

interface Held {
  policy: AccessPolicy;
  storage: PersonStorage;
  server: PersonServer;
  bound: PolicyState;
  usedAt: number;
  /** What the policy was last made of; absent: nothing yet. */
  now?: PersonNow;
  granted?: string;
}

/** What all clients of one person have in common. */
interface Shared {
  bus: ServerEventBus;
  /** Writes through this process; also those that the journal in the database could not count. */
  writes: number;
}

const grantedBy = ({ level, accounts }: PersonGrant) => `${level} ${JSON.stringify(accounts)}`;

const isKnown = ({ now: known, granted }: Held, now: PersonNow, grant: PersonGrant) =>
  known?.accounts === now.accounts &&
  known.company === now.company &&
  known.group === now.group &&
  granted === grantedBy(grant);

/** People whose clients called lately, with their open connections. */
export class OpenPeople {
  private readonly held = new Map<string, Held>();
  private readonly people = new Map<string, Shared>();
  private idleLookedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: OpenPersonDeps) {}

  /**
   * What the factory of the MCP server needs for one person and what they let a client do. Accounts, permissions and bounds
   * are read for each call, so that a change counts from the next one.
   * @throws StoreError; Error where the person was removed
   */
  async open(personId: string, grant: PersonGrant): Promise<PersonServer> {
    const { reader, clock } = this.deps;
    const key = `${personId}/${grant.id}`;
    const now = await reader.read(personId, this.held.get(key)?.now);
    if (now?.status !== "active") throw new Error("This person may not use the server any more.");
    const one = this.held.get(key) ?? this.make(personId, grant);
    this.held.set(key, one);
    one.usedAt = clock();
    one.storage.recent.asOf(`${now.writes} ${this.shared(personId).writes}`);
    if (!isKnown(one, now, grant)) await this.take(one, now, grant);
    this.closeIdle();
    return one.server;
  }

  /** The person themself, on their own page: bound by the company, and by nothing that clients are. */
  async openSelf(personId: string): Promise<{ policy: AccessPolicy; close(): Promise<void> }> {
    const now = await this.deps.reader.read(personId);
    const bound = combinedBound(now?.company ?? {}, now?.group?.permissions ?? null);
    const storage = this.storageOf(personId);
    const accounts = now?.accounts ?? [];
    await storage.use(accounts);
    const policy = this.policyOf(storage, personId, "tray", () => bound);
    policy.use({ accounts: accounts.map(({ settings }) => settings), activeAccount: null, limits: {}, problem: null });
    return { policy, close: () => policy.close() };
  }

  async close(): Promise<void> {
    const all = [...this.held.values()];
    this.held.clear();
    await Promise.all(all.map(({ policy }) => policy.close()));
  }

  /** What a client may do now, where that is not as it was at its last call. */
  private async take(one: Held, now: PersonNow, grant: PersonGrant): Promise<void> {
    one.bound = combinedBound(now.company, now.group?.permissions ?? null);
    await one.storage.use(now.accounts);
    const settings = now.accounts.map((account) => account.settings);
    const limits = clientLimits(
      now,
      grant,
      settings.map(({ id }) => id),
    );
    one.policy.use({ accounts: settings, activeAccount: null, limits, problem: null });
    one.now = now;
    one.granted = grantedBy(grant);
  }

  private closeIdle(): void {
    const now = this.deps.clock();
    if (now - this.idleLookedAt < idleLook) return;
    this.idleLookedAt = now;
    const before = now - idle;
    for (const [key, { usedAt, policy, storage }] of this.held) {
      storage.recent.dropOld();
      if (usedAt >= before) continue;
      this.held.delete(key);
      void policy.close();
    }
    const people = new Set([...this.held.keys()].map((key) => key.split("/")[0]));
    for (const person of this.people.keys()) if (!people.has(person)) this.people.delete(person);
  }

  private shared(person: string): Shared {
    const known = this.people.get(person) ?? { bus: new InMemoryServerEventBus(), writes: 0 };
    this.people.set(person, known);
    return known;
  }

  private storageOf(person: string): PersonStorage {
    const { database, clock, logFor } = this.deps;
    const log = logFor(person);
    return new PersonStorage({ ...this.deps, person, log, journal: new PersonJournal(database, clock, person, log) });
  }

  private policyOf(storage: PersonStorage, person: string, client: string, company: () => PolicyState): AccessPolicy {
    const { clock, logFor, page } = this.deps;
    const log = logFor(person);
    return new AccessPolicy({ page, home: "", storage, log, now: clock, client, tray: client === "tray", company });
  }

  private make(person: string, grant: PersonGrant): Held {
    const { approvals, audit, clock, questionKeys, urlOfApproval } = this.deps;
    const storage = this.storageOf(person);
    const shared = this.shared(person);
    const { bus } = shared;
    const policy = this.policyOf(storage, person, clientName(grant), () => held.bound);
    const deps: ServerDeps = {
      policy,
      // Each call opens the person anew, which reads all that could have changed.
      checkSettings: async () => undefined,
      wrote() {
        shared.writes += 1;
        bus.publish({ kind: "resource_updated", uri: statusUri });
      },
      toolsMayDiffer: () => bus.publish({ kind: "tools_list_changed" }),
      confirmation: personConfirmation({
        approvals,
        clock,
        person,
        grant: grant.id,
        keys: questionKeys,
        urlOf: urlOfApproval,
        mayAskInClient: () => held.now?.company.clientsAsk === true && kindOfClient(grant.client) === "document",
      }),
      called(report) {
        const event = eventOf(report, person, grant, clock());
        return isReading(report) ? audit.addSoon(event) : audit.add(event);
      },
    };
    const held: Held = {
      policy,
      storage,
      server: { create: () => createRequestServer(deps), bus, policy },
      bound: { kind: "none" },
      usedAt: clock(),
    };
    return held;
  }
}

/** How a client is called in the journal; never as the app, which acts for the person themself. */
const clientName = ({ client }: PersonGrant) => (client.name === "tray" ? `${client.name} ` : client.name);

const isReading = ({ tool, outcome }: CallReport) => outcome === "done" && toolRules[tool as ToolName]?.kind === "read";

const eventOf = (report: CallReport, person: string, grant: PersonGrant, at: number) => ({
  ...report,
  at,
  person,
  client: grant.client.id,
  grant: grant.id,
});
