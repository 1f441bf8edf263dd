/** What an HTTP header can carry of an e-mail address; more than that the service itself knows better. */
const email = /^[!-?A-~]+@[!-?A-~]+$/;

/** The e-mail address without blanks around it; null: it is none. */
export function emailIn(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= 254 && email.test(trimmed) ? trimmed : null;
}

const thisComputer: ReadonlySet<string> = new Set(["127.0.0.1", "localhost"]);

/**
 * The address of a service that has one and the same for everybody, where a test or a mirror stands in for it: https, or
 * http on this computer. null: it is none, would send the credential unprotected, or carries one itself.
 */
export function standInAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username || url.password || url.search || url.hash) return null;
  const safe = url.protocol === "https:" || (url.protocol === "http:" && thisComputer.has(url.hostname));
  return safe ? url.href.replace(/\/+$/, "") : null;
}
