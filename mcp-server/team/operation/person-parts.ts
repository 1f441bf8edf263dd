import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { CompanyPolicy } from "#core/domain/company-policy/index";
import { AccountRepository } from "../accounts/account-repository";
import { lockedLevels } from "../accounts/bounds";
import { BoundsRepository } from "../accounts/bounds-repository";
import { levelOfKind, levelsBeyond } from "../accounts/client-kinds";
import { CompanyKeys } from "../accounts/company-keys";
import { isListed } from "../accounts/known-clients";
import { teamNetwork } from "../accounts/network";
import { OpenPeople } from "../accounts/open-person";
import { PersonReader } from "../accounts/person-reader";
import { ServiceState } from "../accounts/service-state";
import { AccountSignIn } from "../accounts/sign-in/account-sign-in";
import { EndedSignIns } from "../accounts/sign-in/ended-sign-ins";
import { signInTools } from "../accounts/sign-in/sign-in-tools";
import { TokenMaking } from "../accounts/token-making";
import { unreadableAccounts } from "../accounts/unreadable-accounts";
import { accountEndpoints } from "../api/account-endpoints";
import { activityEndpoints } from "../api/activity-endpoints";
import { approvalEndpoints } from "../api/approval-endpoints";
import { usualLifetimes } from "../api/lifetimes";
import { Approvals } from "../approval/approvals";
import type { AuditLog } from "../audit/audit-log";
import type { TeamConfig } from "../config/team-config";
import type { TeamServerParts } from "../http/team-server";
import type { KeyRing } from "../keys/key-ring";
import { createVault } from "../keys/vault";
import { GrantRepository } from "../oauth/grants";
import { levels } from "../oauth/levels";
import { BrowserStates } from "../people/browser-states";
import type { PeopleRepository } from "../people/people-repository";
import type { Clock, Database } from "../store/database";
import { adminEndpoints } from "./admin-parts";
import { personLog } from "./person-log";
import type { Replica } from "./replica";

interface PersonPartsDeps {
  config: Pick<TeamConfig, "publicUrl" | "services" | "serviceAddresses" | "rateLimit" | "tokenMaking" | "keyFile">;
  database: Database;
  clock: Clock;
  log: Logger;
  ring: KeyRing;
  people: PeopleRepository;
  replica: Replica;
  /** A secret that all replicas share. */
  formsKey: string;
  audit: AuditLog;
}

type PersonParts = Pick<TeamServerParts, "openPerson" | "refused" | "locksOf" | "lifetimes" | "accountsOf"> & {
  endpoints: NonNullable<TeamServerParts["endpoints"]>;
  close(): Promise<void>;
};

const sweepEvery = 3_600_000;
/** Milliseconds between two looks for tokens that a service has to revoke: people may be removed by another process. */
const revokeEvery = 60_000;

/** What serves people with the accounts that they connected. */
export function createPersonParts({
  config,
  database,
  clock,
  log,
  ring,
  people,
  replica,
  audit,
  formsKey,
}: PersonPartsDeps): PersonParts {
  const { publicUrl, services, serviceAddresses } = config;
  const state = new ServiceState(database, clock);
  const vault = createVault(database, ring, clock, "accounts");
  const accounts = new AccountRepository(database, clock, vault, state, (account, error) =>
    log.error({ account, error }, "account not readable"),
  );
  const companyKeys = new CompanyKeys(database, clock, createVault(database, ring, clock, "company_keys"));
  const bounds = new BoundsRepository(database, clock);
  const approvals = new Approvals(database, clock);
  // Of the last call: which addresses are listed decides where a connection leads that is opened now.
  let policy: CompanyPolicy = {};
  const network = teamNetwork(serviceAddresses, () => policy);
  const readBounds = {
    async company() {
      const read = await bounds.company();
      policy = read.value;
      return read;
    },
    group: (group: string | null) => bounds.group(group),
  };
  const connect = { accounts, companyKeys, services, hosts: serviceAddresses, network, clock };
  const making =
    config.tokenMaking &&
    new TokenMaking(config.tokenMaking, {
      ...{ database, clock, connect, audit, host: publicUrl.host },
      failed: (error) => log.warn({ error }, "made token not revoked"),
    });
  const signInLog = (event: string, detail?: object) => log.info({ ...detail }, event);
  const ended = new EndedSignIns({
    ...{ database, clock, vault },
    toolsFor: (service) => signInTools(service, network, signInLog),
    failed: (error) => log.warn({ error }, "sign-in not revoked"),
  });
  const states = new BrowserStates(database, createVault(database, ring, clock, "browser_states"), clock);
  const signIn = new AccountSignIn({ connect, states, ended, origin: publicUrl.origin, log: signInLog });
  const open = new OpenPeople({
    ...{ database, clock, accounts, companyKeys, state, approvals, audit, network, vault },
    reader: new PersonReader(database, accounts, (company) => {
      policy = company;
    }),
    logFor: (person) => personLog(log, person),
    questionKeys: [createHash("sha256").update(`questions/${formsKey}`).digest()],
    page: publicUrl.origin,
    urlOfApproval: (id) => new URL(`/approve/${id}`, publicUrl).href,
  });
  const sweep = () =>
    Promise.all([approvals.sweep(), readBounds.company()]).catch((error: unknown) => log.warn({ error }, "not swept"));
  void sweep();
  const sweeping = setInterval(sweep, sweepEvery);
  sweeping.unref();
  const revoke = () => {
    void making?.revokeUnused();
    void ended.revokeDue();
  };
  revoke();
  const revoking = setInterval(revoke, revokeEvery);
  revoking.unref();
  return {
    openPerson: (person, grant) => open.open(person, grant),
    refused: ({ id: grant, person, client }, tool) =>
      audit.add({
        ...{ at: clock(), person, client: client.id, grant, tool },
        ...{ ids: [], outcome: "refused", code: "scope", milliseconds: 0 },
      }),
    async locksOf(id, client) {
      const group = (await people.find(id))?.group ?? null;
      const [company, ofGroup] = await Promise.all([readBounds.company(), readBounds.group(group)]);
      const beyond = levelsBeyond(levelOfKind(company.value.clientKinds, client));
      const ofKind = Object.fromEntries(beyond.map((level) => [level, "company" as const]));
      const locked = { ...lockedLevels(company.value, ofGroup.value?.permissions ?? null), ...ofKind };
      if (isListed(ofGroup.value?.clients, client)) return locked;
      return Object.fromEntries(levels.map((level) => [level, "group_client" as const]));
    },
    lifetimes: async () => ({ ...usualLifetimes, ...(await readBounds.company()).value }),
    accountsOf: async (person) =>
      (await accounts.of(person)).map(({ settings: { id, label, url = null } }) => ({ id, label, url })),
    endpoints: [
      ...accountEndpoints({
        people,
        accounts,
        bounds: readBounds,
        unreadableOf: (person) => unreadableAccounts(database, accounts, person),
        async refusedOf(person, account): Promise<Record<string, string>> {
          const { policy, close } = await open.openSelf(person);
          try {
            return { ...(policy.storage.capabilities.read(account)?.refused as Record<string, string> | undefined) };
          } finally {
            await close();
          }
        },
        ...{ connect, making, signIn, ended, origin: publicUrl.origin },
      }),
      ...approvalEndpoints({ approvals, audit, clock }),
      ...activityEndpoints({ open, approvals, audit, grants: new GrantRepository(database, clock), clock }),
      ...adminEndpoints({ config, database, clock, people, bounds, companyKeys, audit, replica, making }),
    ],
    async close() {
      clearInterval(sweeping);
      clearInterval(revoking);
      await making?.close();
      await ended.close();
      await audit.flush();
      await open.close();
    },
  };
}
