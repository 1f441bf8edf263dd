import { emailIn, standInAddress } from "../../mcp-server/domain/address";
import { AppFailure } from "../app/failure";

/**
 * Who a Clockodo account is for, and where it is.
 * @param typed e-mail address as the person wrote it
 * @param url what stands in for Clockodo; absent: Clockodo itself
 * @throws AppFailure about the field `user`; code `url` where the stand-in would get the key unprotected
 */
export function clockodoPlace(typed: string, url: string | undefined): { user: string; url?: string } {
  const user = emailIn(typed);
  if (user === null) {
    const message = typed.trim() ? "This is not an e-mail address." : "The e-mail address is missing.";
    const next = "Write the one that you sign in to Clockodo with.";
    throw new AppFailure({ code: "argument", message, saved: "no", next, fields: { user: message } });
  }
  if (!url) return { user };
  const standIn = standInAddress(url);
  if (standIn === null)
    throw new AppFailure({
      code: "url",
      message: "CLOCKODO_API_URL is not an https address.",
      saved: "no",
      next: "Start Punchcard without it.",
    });
  return { user, url: standIn };
}
