import {
  allowsAccount,
  allowsClient,
  companyName,
  type PolicedAccount,
  type PolicyState,
} from "../domain/company-policy";
import { InputError } from "../domain/errors";
import type { LoadedSettings } from "../platform/load-settings";

const whose = (state: PolicyState) => {
  const name = companyName(state);
  return name === null ? "The policy of your company" : `The policy of your company (${name})`;
};

/** Who can change it, as the next step of a refusal. */
export const companyNext = (state: PolicyState): string => {
  if (state.kind === "bound" && state.setBy === "admins")
    return "No setting of your person changes that, only your company's Punchcard admins.";
  const place = state.kind === "none" ? "" : ` (${state.place})`;
  return `No setting in Punchcard changes that, only whoever administers this computer${place}.`;
};

/** Why a policy that cannot be used closes everything to AI clients; null: it can be used, or there is none. */
export const brokenPolicy = (state: PolicyState): string | null =>
  state.kind === "broken"
    ? `Your company's policy cannot be used, so no AI may do anything: ${state.place}, ${state.problem}`
    : null;

export const companyReason = (state: PolicyState): string => `${whose(state)} does not allow it.`;

/** @throws InputError `policy` where the company does not allow this account */
export function requireAllowed(state: PolicyState, account: PolicedAccount): void {
  if (allowsAccount(state, account)) return;
  const { url, mcpUrl, service } = account;
  const address = url ?? mcpUrl;
  const where = address === undefined ? "" : ` at ${new URL(address).host}`;
  throw new InputError("policy", `${whose(state)} does not allow ${service}${where}.`, { next: companyNext(state) });
}

/** The settings as far as the company lets an AI client know of them; each tool then answers why nothing is left. */
export function underCompany(state: PolicyState, client: string, loaded: LoadedSettings): LoadedSettings {
  const closed = (message: string): LoadedSettings => ({
    ...loaded,
    accounts: [],
    problem: { kind: "company", message },
  });
  const broken = brokenPolicy(state);
  if (broken !== null) return closed(broken);
  if (!allowsClient(state, client)) return closed(`${whose(state)} does not allow this AI client (${client}).`);
  const accounts = loaded.accounts.filter((account) => allowsAccount(state, account));
  if (accounts.length === 0 && loaded.accounts.length > 0)
    return closed(`${whose(state)} allows none of the connected accounts.`);
  return { ...loaded, accounts };
}
