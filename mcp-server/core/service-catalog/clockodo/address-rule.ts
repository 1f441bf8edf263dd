import { emailIn, standInAddress } from "../../domain/address";
import type { AccountPlace, PlaceProblem } from "../../domain/service-descriptor";

/**
 * Whose Clockodo account it is, and where it is: Clockodo has one address for everybody.
 * @param standIn in place of Clockodo itself; code `url` where it would get the key unprotected
 */
export function clockodoPlace(typed: AccountPlace, standIn?: string): AccountPlace | PlaceProblem {
  const user = emailIn(typed.user ?? "");
  if (user === null) {
    const message = typed.user?.trim() ? "This is not an e-mail address." : "The e-mail address is missing.";
    const next = "Write the one that you sign in to Clockodo with.";
    return { problem: { code: "argument", field: "user", message, next } };
  }
  if (!standIn) return { user };
  const url = standInAddress(standIn);
  if (url === null) {
    const message = "CLOCKODO_API_URL is not an https address.";
    return { problem: { code: "url", message, next: "Start Punchcard without it." } };
  }
  return { user, url };
}
