/** What an HTTP header can carry of an e-mail address; more than that the service itself knows better. */
const email = /^[!-?A-~]+@[!-?A-~]+$/;

/** The e-mail address without blanks around it; null: it is none. */
export function emailIn(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= 254 && email.test(trimmed) ? trimmed : null;
}

/** Whether the text is a host name with a dot in it, in lower case, with a port or without: `ai.example.com:8443`. */
export const isHost = (text: string): boolean => /^(?=.{4,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/.test(text);

const thisComputer: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** @param hostname as a `URL` has it */
export const isThisComputer = (hostname: string): boolean => thisComputer.has(hostname);

/** Whether what is sent to this address cannot be read on its way: https, or http on this computer. */
export function isProtected(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && isThisComputer(hostname));
}

/**
 * The address of a service that has one and the same for everybody, where a test or a mirror stands in for it: https, or
 * http on this computer. null: it is none, would send the credential unprotected, or carries one itself.
 */
export function standInAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username || url.password || url.search || url.hash) return null;
  return isProtected(url.href) ? url.href.replace(/\/+$/, "") : null;
}
