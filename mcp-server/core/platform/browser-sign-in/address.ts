import { isProtected } from "../../domain/address";
import { SignInProblem } from "./sign-in-problem";

/** All names and numbers of this computer, more than are written by people. */
const anyOfThisComputer = /^(127\.|0\.0\.0\.0$|\[::(1|ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})?\]$|(.+\.)?localhost\.?$)/;
const wrong = (message: string, next: string) => new SignInProblem("url", message, next, { field: "url" });

/**
 * Whether an address that a server names may be asked or opened. A server elsewhere must not have us ask around on this
 * computer, so it is asked only where the address that the person typed is there too.
 */
export function mayAsk(address: string, typed: string): boolean {
  const url = new URL(address);
  if (!isProtected(url.href) || url.username || url.password) return false;
  return !anyOfThisComputer.test(url.hostname) || anyOfThisComputer.test(new URL(typed).hostname);
}

/**
 * Whether one owner has both addresses, by the public suffix list: `auth.calamari.io` and `gateway.calamari.io` belong
 * to one another, `evil.github.io` and `calamari.github.io` do not. Without a registrable name (a number, `localhost`)
 * only the same host is the same site.
 */
export async function sameSite(one: string, other: string): Promise<boolean> {
  // 200 kB of suffixes that only signing in needs.
  const { getDomain } = await import("tldts");
  const site = (address: string) => {
    const hostname = new URL(address).hostname.replace(/\.$/, "");
    return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
  };
  return site(one) === site(other);
}

/**
 * The address of an MCP server as it was pasted. It names what the tokens are for, so nothing is taken off its path.
 * @param copyFrom where it is found
 * @throws SignInProblem `url`
 */
export function mcpAddress(typed: string, copyFrom: string): string {
  const text = typed.trim();
  const copyIt = `Copy it from ${copyFrom}.`;
  if (!text) throw wrong("The address is missing.", copyIt);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong("This is not an address that begins with https://.", copyIt);
  if (url.username || url.password)
    throw wrong("The address contains a user name or password.", "Leave them out: you sign in through the browser.");
  if (!isProtected(url.href))
    throw wrong("With this address your sign-in would go over the network unprotected.", "It begins with https://.");
  url.hash = "";
  return url.href;
}
