import { z } from "zod";
import type { AuditLog } from "../../audit/audit-log";
import { type HealthSources, readHealth } from "../../operation/health";
import type { PeopleRepository } from "../../people/people-repository";
import { type Endpoint, endpoint } from "../router";
import { adminsOnly } from "./admins-only";
import type { AuditVerdict, HealthView } from "./contract";

export interface HealthDeps extends HealthSources {
  people: Pick<PeopleRepository, "find">;
  audit: Pick<AuditLog, "verify">;
}

/** How the server does, for admins. */
export function healthEndpoints(deps: HealthDeps): Endpoint[] {
  const { people, audit, clock } = deps;
  const forAdmins = adminsOnly(people);
  return [
    endpoint({
      method: "GET",
      path: "/api/admin/health",
      run: forAdmins((): Promise<HealthView> => readHealth(deps)),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/audit/verify",
      body: z.strictObject({}),
      run: forAdmins(async (): Promise<AuditVerdict> => {
        const verdict = await audit.verify();
        const at = clock();
        if (verdict.ok) return { at, ok: true, lines: verdict.head.seq, broken: null };
        return { at, ok: false, lines: verdict.seq - 1, broken: { line: verdict.seq, problem: verdict.problem } };
      }),
    }),
  ];
}
