import type { CompanyPolicy, PolicyState } from "../../domain/company-policy";

export type CompanyNetwork = NonNullable<CompanyPolicy["network"]>;

let current: CompanyNetwork = {};

/** How this process reaches services from now on; connections that are open stay as they are. @returns whether it differs */
export function applyCompanyNetwork(state: PolicyState): boolean {
  const next = state.kind === "bound" ? (state.policy.network ?? {}) : {};
  const differs = JSON.stringify(next) !== JSON.stringify(current);
  current = next;
  return differs;
}

export const companyNetwork = (): CompanyNetwork => current;
