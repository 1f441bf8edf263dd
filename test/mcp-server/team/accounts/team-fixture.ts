import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { LocalLog } from "#core/platform/log";
import { AccountRepository } from "#team/accounts/account-repository";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { CompanyKeys } from "#team/accounts/company-keys";
import type { ConnectDeps } from "#team/accounts/connect";
import { teamNetwork } from "#team/accounts/network";
import { OpenPeople } from "#team/accounts/open-person";
import { PersonReader } from "#team/accounts/person-reader";
import { ServiceState } from "#team/accounts/service-state";
import { AccountSignIn } from "#team/accounts/sign-in/account-sign-in";
import { EndedSignIns } from "#team/accounts/sign-in/ended-sign-ins";
import { signInTools } from "#team/accounts/sign-in/sign-in-tools";
import { Approvals } from "#team/approval/approvals";
import { AuditLog } from "#team/audit/audit-log";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { BrowserStates } from "#team/people/browser-states";
import { PeopleRepository } from "#team/people/people-repository";
import type { Database } from "#team/store/database";
import { fastFolder } from "../../../fakes/fast-folder";

/** All that a person's accounts need, over one database. @param hosts that may be in private networks */
export async function openTeam(
  database: Database,
  hosts: readonly string[],
  clock: () => number = Date.now,
  folder = fastFolder("team"),
) {
  const ring = await KeyRing.open(database, join(folder, "team.key"), clock);
  const logged: string[] = [];
  const state = new ServiceState(database, clock);
  const vault = createVault(database, ring, clock, "accounts");
  const accounts = new AccountRepository(
    database,
    clock,
    vault,
    state,
    (account) => void logged.push(`unreadable ${account}`),
  );
  const companyKeys = new CompanyKeys(database, clock, createVault(database, ring, clock, "company_keys"));
  const people = new PeopleRepository(database, clock);
  const bounds = new BoundsRepository(database, clock);
  const network = teamNetwork(hosts, () => ({}));
  const log: LocalLog = {
    write: (event, detail) => `${logged.push(JSON.stringify([event, detail]))}`,
    hide: () => undefined,
    clean: (text) => text,
  };
  const approvals = new Approvals(database, clock);
  const audit = new AuditLog(database, (error) => void logged.push(String(error)));
  const open = new OpenPeople({
    ...{ database, clock, accounts, companyKeys, state, approvals, audit, network, vault },
    reader: new PersonReader(database, accounts),
    logFor: () => log,
    questionKeys: [randomBytes(32)],
    page: "https://time.example.org",
    urlOfApproval: (id) => `https://time.example.org/approve/${id}`,
  });
  const connect: ConnectDeps = { accounts, companyKeys, services: ["kimai", "clockodo", "calamari"], network, clock };
  const ended = new EndedSignIns({
    ...{ database, clock, vault },
    toolsFor: (service) => signInTools(service, network, log.write),
    failed: (error) => void logged.push(`not revoked: ${(error as Error).message}`),
  });
  const states = new BrowserStates(database, createVault(database, ring, clock, "browser_states"), clock);
  const origin = "https://time.example.org";
  const signIn = new AccountSignIn({ connect, states, ended, origin, log: log.write });
  const add = (name: string, group: string | null = null) =>
    people.create({ email: `${name}@example.org`, name, group, isAdmin: false, status: "active" });
  return {
    accounts,
    companyKeys,
    people,
    bounds,
    state,
    approvals,
    audit,
    open,
    connect,
    logged,
    add,
    ended,
    signIn,
    origin,
    vault,
  };
}
export type Team = Awaited<ReturnType<typeof openTeam>>;
