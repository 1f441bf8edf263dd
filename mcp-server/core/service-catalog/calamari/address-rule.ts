import type { AccountPlace, PlaceProblem } from "../../domain/service-descriptor";
import { type TenantProblem, tenantAddress, tenantPerson } from "./address";

const example = "It looks like https://fjordworks.calamari.io; Calamari shows it on the page with the API key.";
const problems: Record<TenantProblem, { message: string; next: string }> = {
  missing: { message: "The address is missing.", next: example },
  scheme: { message: "The address must begin with https://.", next: example },
  unprotected: {
    message: "With this address the key would go over the network unprotected.",
    next: "Write https:// in front of it.",
  },
  credentials: {
    message: "The address contains a user name or password.",
    next: "Leave them out: the key is all that is needed.",
  },
  more: { message: "This is more than the address of a company's Calamari.", next: example },
  app: { message: "This is the address of a page that all companies share.", next: example },
  name: { message: "This is neither an address nor the name of a company in Calamari.", next: example },
};

/**
 * Where a company's Calamari is and whose account it shall be there.
 * @param typed as the person wrote it: `fjordworks` or an address; an e-mail address, a login or `externalNumber:…`
 */
export function calamariPlace(typed: AccountPlace): AccountPlace | PlaceProblem {
  const address = tenantAddress(typed.url ?? "");
  if ("problem" in address) return { problem: { code: "url", field: "url", ...problems[address.problem] } };
  const user = tenantPerson(typed.user ?? "");
  if (user !== null) return { url: address.url, user };
  const message = typed.user?.trim() ? "Calamari knows nobody by such words." : "It is not said whose account it is.";
  const next = "Write your e-mail address or login in Calamari, or externalNumber: and your number.";
  return { problem: { code: "argument", field: "user", message, next } };
}
