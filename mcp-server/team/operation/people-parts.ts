import { directoryLog } from "../api/admin/log";
import { companyRoute } from "../api/company-route";
import { peopleEndpoints } from "../api/people-endpoints";
import { wayInEndpoints } from "../api/way-in-endpoints";
import type { AuditLog } from "../audit/audit-log";
import type { TeamConfig } from "../config/team-config";
import type { PeopleParts } from "../http/team-server";
import type { KeyRing } from "../keys/key-ring";
import { createVault } from "../keys/vault";
import { BrowserStates } from "../people/browser-states";
import { CompanySignIn } from "../people/company-sign-in";
import { Invitations } from "../people/invitations";
import { OffBoarding } from "../people/off-boarding";
import { Passkeys } from "../people/passkeys";
import { Passwords } from "../people/passwords";
import { Scim } from "../people/scim/scim";
import { scimRoute } from "../people/scim/scim-route";
import { Sessions } from "../people/sessions";
import type { Clock, Database } from "../store/database";
import { removalSteps } from "./removal-steps";

interface PeopleDeps {
  config: TeamConfig;
  database: Database;
  ring: KeyRing;
  clock: Clock;
  audit: AuditLog;
}

/** Ways in, people and the company's directory, as the configuration has them. */
export function peopleParts({ config, database, ring, clock, audit }: PeopleDeps): PeopleParts {
  const { publicUrl, oidc, scimToken } = config;
  const { origin } = publicUrl;
  const states = new BrowserStates(database, createVault(database, ring, clock, "browser_states"), clock);
  const offBoarding = new OffBoarding(database, clock, removalSteps(clock));
  return ({ limits, formsKey }) => {
    const deps = {
      origin,
      formsKey,
      limits,
      sessions: new Sessions(database, clock),
      invitations: new Invitations(database, clock),
      passwords: new Passwords(database, clock),
      passkeys: new Passkeys(database, states, publicUrl, clock),
      hasCompany: oidc !== undefined,
    };
    const company = oidc && companyRoute(new CompanySignIn(database, states, oidc, publicUrl, clock), deps);
    const scim = () => new Scim(database, offBoarding, origin, clock, directoryLog(audit, clock));
    const directory = scimToken && scimRoute(scim(), scimToken, limits);
    return {
      endpoints: [...wayInEndpoints(deps), ...peopleEndpoints(deps)],
      routes: [company, directory].filter((route) => route !== undefined && route !== ""),
    };
  };
}
