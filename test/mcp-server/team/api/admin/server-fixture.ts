import { join } from "node:path";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { CompanyKeys } from "#team/accounts/company-keys";
import { AuditLog } from "#team/audit/audit-log";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { adminEndpoints } from "#team/operation/admin-parts";
import { Replica } from "#team/operation/replica";
import { Traffic } from "#team/operation/traffic";
import { PeopleRepository } from "#team/people/people-repository";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { fastFolder } from "../../../../fakes/fast-folder";
import { callEndpoint } from "../call-endpoint";

/** One server of a company, with its key file and the addresses that admins call. */
export async function adminServer(
  database: Database,
  clock: () => number,
  { publicUrl = "https://time.example.org", keyFile = join(fastFolder("admin"), "team.key") } = {},
) {
  const ring = await KeyRing.open(database, keyFile, clock);
  const people = new PeopleRepository(database, clock);
  const audit = new AuditLog(database, () => undefined);
  const bounds = new BoundsRepository(database, clock);
  const replicaWith = (kids: () => readonly string[], on = database) =>
    new Replica(on, clock, new Traffic(clock), kids, () => undefined);
  const replica = replicaWith(() => ring.ids());
  const companyKeys = new CompanyKeys(database, clock, createVault(database, ring, clock, "company_keys"));
  const config = {
    ...{ publicUrl: new URL(publicUrl), services: ["kimai"], serviceAddresses: [], rateLimit: 300, keyFile },
  };
  const endpoints = adminEndpoints({ config, database, clock, people, bounds, companyKeys, audit, replica });
  return {
    ...{ keyFile, ring, people, audit, bounds, replica, replicaWith },
    vault: createVault(database, ring, clock, "t"),
    add: (name: string, more: object = {}): Promise<Person> =>
      people.create({
        ...{ email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active" as const },
        ...more,
      }),
    call: <Answer>(person: Person, address: string, body?: unknown, query = "", response?: unknown) =>
      callEndpoint<Answer>(endpoints, person, { address, body, query, response }),
  };
}
