/** How an address is reached, as far as Punchcard can use what the system said. */
export type Route =
  | { way: "direct" }
  /** `address`: `http://host:port`, or `https://` where the proxy itself is spoken to over TLS. */
  | { way: "proxy"; address: string }
  /** Only by what Punchcard does not speak; `via`: the first of it, as it was said. */
  | { way: "refused"; via: string };

const entry = /^(\w+)(?:\s+(\[[\da-f:.]+\]|[^\s:[\]@/]+)(?::(\d{1,5}))?)?$/i;
/** Keyword to scheme and default port. HTTP is Firefox' word for PROXY. */
const usable: Readonly<Record<string, readonly [scheme: string, port: string]>> = {
  PROXY: ["http", "80"],
  HTTP: ["http", "80"],
  HTTPS: ["https", "443"],
};
const unusable: ReadonlySet<string> = new Set(["SOCKS", "SOCKS4", "SOCKS5", "QUIC"]);

function routeOf(text: string): Route | null {
  const [, word = "", host, port] = entry.exec(text) ?? [];
  const keyword = word.toUpperCase();
  if (keyword === "DIRECT") return host === undefined ? { way: "direct" } : null;
  if (host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return null;
  if (unusable.has(keyword)) return { way: "refused", via: text };
  const [scheme, usual] = usable[keyword] ?? [];
  const address = `${scheme}://${host}:${port ?? usual}`;
  return scheme !== undefined && URL.canParse(address) ? { way: "proxy", address } : null;
}

/**
 * Reads what FindProxyForURL of a PAC file and Chromium's `resolveProxy` answer: `PROXY a:3128; SOCKS b; DIRECT`.
 * @returns the first way that can be used, since all of the list reach the address; null: it says nothing that is known
 */
export function readPacResult(text: string): Route | null {
  const routes = text
    .split(";")
    .map((part) => routeOf(part.trim()))
    .filter((route) => route !== null);
  return routes.find(({ way }) => way !== "refused") ?? routes[0] ?? null;
}
