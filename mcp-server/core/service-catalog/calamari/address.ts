import { emailIn, isProtected, isThisComputer } from "../../domain/address";

/** What is wrong with a text that should say where somebody's Calamari is. */
export type TenantProblem = "missing" | "scheme" | "unprotected" | "credentials" | "more" | "app" | "name";

const tenantName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Pages that all companies share: none is anybody's own address. */
const sharedHosts = /^(?:www|app|app-new|auth|help|developers|gateway\..*)\.calamari\.io$/;

/**
 * The address of a company's Calamari out of what a person knows of it: `fjordworks`, `fjordworks.us.calamari.io`, or what
 * Calamari's own API page shows, `https://fjordworks.calamari.io/api/` (calamari-api.md §1.1). Without `/api` behind it.
 * http only on this computer: the key would go over the network in the clear.
 */
export function tenantAddress(text: string): { url: string } | { problem: TenantProblem } {
  const typed = text.trim();
  if (!typed) return { problem: "missing" };
  if (tenantName.test(typed)) {
    const host = `${typed.toLowerCase()}.calamari.io`;
    return sharedHosts.test(host) ? { problem: "app" } : { url: `https://${host}` };
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase();
  if (scheme && scheme !== "https" && scheme !== "http") return { problem: "scheme" };
  const whole = scheme ? typed : `https://${typed}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  // A host is read as it stands: letters beyond ASCII would be another, encoded name.
  const host = /^[^/]*\/\/([^/?#]*)/.exec(whole)?.[1] ?? "";
  if (!url) return { problem: "name" };
  if (url.username || url.password || host.includes("@")) return { problem: "credentials" };
  if (/[^\x21-\x7e]/.test(host) || !(isThisComputer(url.hostname) || url.hostname.includes(".")))
    return { problem: "name" };
  if (sharedHosts.test(url.hostname)) return { problem: "app" };
  if (url.search || url.hash || !/^\/*(?:api)?\/*$/.test(url.pathname)) return { problem: "more" };
  if (!isProtected(url.href)) return { problem: "unprotected" };
  return { url: url.origin };
}

/**
 * How Calamari is told whose account it is: an e-mail address, a login, or `externalNumber:ABC123` (calamari-api.md §1.2).
 * null: nothing of that.
 */
export function tenantPerson(text: string): string | null {
  const typed = text.trim();
  if (typed.length === 0 || typed.length > 254 || /\p{C}/u.test(typed)) return null;
  // No login nor number: a pattern, which a search could take for everybody.
  if (typed.includes("*") || !/[\p{L}\p{N}]/u.test(typed.replace(/^externalNumber:/i, ""))) return null;
  const number = /^externalNumber:\s*(.*)$/i.exec(typed)?.[1];
  if (number !== undefined) return number ? `externalNumber:${number}` : null;
  if (/\s/.test(typed)) return null;
  return typed.includes("@") ? emailIn(typed) : typed;
}
