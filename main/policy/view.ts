import {
  allowsNewAccount,
  allowsService,
  allowsUpdates,
  companyName,
  type PolicedAccount,
  type PolicyState,
} from "#core/domain/company-policy/index";
import { serviceIds } from "#core/service-catalog/descriptors";
import { notSaved } from "../app/failure";
import type { CompanyView } from "../ipc/contract/company";

/** What the windows tell of the company's policy; null: there is none. */
export function companyView(state: PolicyState): CompanyView | null {
  if (state.kind === "none") return null;
  return {
    name: companyName(state),
    place: state.place,
    problem: state.kind === "broken" ? state.problem : null,
    services: serviceIds.filter((service) => state.kind !== "broken" && allowsService(state, service)),
    updates: allowsUpdates(state),
  };
}

/** @throws AppFailure `policy` where the company does not let this account be connected */
export function requireAllowed(state: PolicyState, account: PolicedAccount): void {
  if (allowsNewAccount(state, account)) return;
  throw notSaved(
    "policy",
    "Your company does not allow this service, or not at this address.",
    "Ask whoever administers this computer.",
    {
      ...(account.url !== undefined && { fields: { url: "is not allowed by your company" } }),
    },
  );
}
