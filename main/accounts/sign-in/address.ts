import { AppFailure } from "../../ipc/failure";

const thisComputer = new Set(["127.0.0.1", "[::1]", "localhost"]);
const wrong = (message: string, next: string) =>
  new AppFailure({ code: "url", message, saved: "no", next, fields: { url: message } });
const copyIt = "Copy it from Configuration, Integrations, MCP Server in Calamari.";

/** https, or this computer itself, where nothing travels (tests). */
export const isSafe = (url: URL): boolean =>
  url.protocol === "https:" || (url.protocol === "http:" && thisComputer.has(url.hostname));

/**
 * The address of an MCP server as it was pasted. It names what the tokens are for, so nothing is taken off its path.
 * @throws AppFailure with code `url`
 */
export function mcpAddress(typed: string): string {
  const text = typed.trim();
  if (!text) throw wrong("The address is missing.", copyIt);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong("This is not an address that begins with https://.", copyIt);
  if (url.username || url.password)
    throw wrong("The address contains a user name or password.", "Leave them out: you sign in through the browser.");
  if (!isSafe(url))
    throw wrong("With this address your sign-in would go over the network unprotected.", "It begins with https://.");
  url.hash = "";
  return url.href;
}
