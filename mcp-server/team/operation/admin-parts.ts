import { careEndpoints } from "../api/admin/care-endpoints";
import { type HealthDeps, healthEndpoints } from "../api/admin/health-endpoints";
import { adminLog } from "../api/admin/log";
import { adminLogEndpoint } from "../api/admin/log-endpoint";
import { type AdminPeopleDeps, adminPeopleEndpoints } from "../api/admin/people-endpoints";
import { type PolicyEndpointDeps, policyEndpoints } from "../api/admin/policy-endpoints";
import type { Endpoint } from "../api/router";
import type { AuditLog } from "../audit/audit-log";
import type { TeamConfig } from "../config/team-config";
import { Directory } from "../people/directory";
import { Invitations } from "../people/invitations";
import { OffBoarding } from "../people/off-boarding";
import type { PeopleRepository } from "../people/people-repository";
import { removalSteps } from "./removal-steps";

interface AdminDeps extends Pick<PolicyEndpointDeps, "bounds" | "companyKeys">, Pick<HealthDeps, "replica"> {
  config: Pick<TeamConfig, "publicUrl" | "services" | "serviceAddresses" | "rateLimit" | "keyFile">;
  database: HealthDeps["database"];
  clock: HealthDeps["clock"];
  people: PeopleRepository;
  audit: AuditLog;
  making?: AdminPeopleDeps["making"];
}

/** What serves the pages of admins. */
export function adminEndpoints(given: AdminDeps): Endpoint[] {
  const { config, database, clock, audit } = given;
  const { publicUrl, services, serviceAddresses, rateLimit, keyFile } = config;
  const deps = {
    ...given,
    publicUrl,
    keyFile,
    directory: new Directory(database, clock),
    invitations: new Invitations(database, clock),
    offBoarding: new OffBoarding(database, clock, removalSteps(clock)),
    adminLog: adminLog(audit, clock),
    fixed: { services: [...services], hosts: [...serviceAddresses], rateLimit },
  };
  return [
    ...adminPeopleEndpoints(deps),
    ...policyEndpoints(deps),
    ...healthEndpoints(deps),
    ...careEndpoints(deps),
    adminLogEndpoint(deps),
  ];
}
