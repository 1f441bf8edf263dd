import type { CompanyPolicy, PolicyState } from "../../domain/company-policy";

export type CompanyNetwork = NonNullable<CompanyPolicy["network"]>;

let current: CompanyNetwork = {};

/** How this process reaches services from now on; connections that are open stay as they are. */
export function applyCompanyNetwork(state: PolicyState): void {
  current = state.kind === "bound" ? (state.policy.network ?? {}) : {};
}

export const companyNetwork = (): CompanyNetwork => current;
