import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ServiceError } from "../../domain/errors";
import { type CompanyNetwork, companyNetwork } from "../company-policy/network";
import { type Route, readPacResult } from "./pac-result";

/** What the system answered to the app, by origin: `{ "https://kimai.example.com": "PROXY proxy.example.com:3128" }`. */
export type SystemProxies = Readonly<Record<string, string>>;

/** Below the home folder; the app keeps it, because only its Chromium knows PAC files and the system's settings. */
export const systemProxiesFile = "proxies.json";

let current: SystemProxies = {};

/** How this process reaches services from now on; connections that are open stay as they are. */
export function applySystemProxies(proxies: SystemProxies): void {
  current = proxies;
}

export const systemProxies = (): SystemProxies => current;

/** @returns what the app wrote last; nothing where it never did, or where the file cannot be read */
export function readSystemProxies(home: string): SystemProxies {
  try {
    const read: unknown = JSON.parse(readFileSync(join(home, systemProxiesFile), "utf8"));
    const pairs = typeof read === "object" && read !== null ? Object.entries(read) : [];
    return Object.fromEntries(pairs.filter(([, said]) => typeof said === "string"));
  } catch {
    return {};
  }
}

function routeTo(origin: string): Route | null {
  const said = Object.hasOwn(current, origin) ? current[origin] : undefined;
  return said === undefined ? null : readPacResult(said);
}

/** Variables that undici takes a proxy from: where only http has one, https goes through it too. */
const variables = (origin: string) => [
  ...["http_proxy", "HTTP_PROXY"],
  ...(origin.startsWith("https:") ? ["https_proxy", "HTTPS_PROXY"] : []),
];
const environmentNames = (origin: string, env: NodeJS.ProcessEnv) => variables(origin).some((name) => env[name]);

/**
 * The proxy before this origin that the environment does not know: a company's policy, then, where the environment names
 * none at all, the system. undefined: there is none, or the environment's counts.
 * @throws ServiceError `offline` where the system only knows a way that Punchcard does not speak
 */
export function proxyBefore(origin: string, { proxy }: CompanyNetwork, env = process.env): string | undefined {
  if (proxy !== undefined) return proxy;
  const route = environmentNames(origin, env) ? null : routeTo(origin);
  if (route?.way !== "refused") return route?.way === "proxy" ? route.address : undefined;
  const { host } = new URL(origin);
  throw new ServiceError("offline", `The network settings send ${host} through ${route.via}, which cannot be used.`, {
    next: `Punchcard speaks to HTTP proxies, not to ${route.via}. Ask whoever runs the network for an HTTP proxy, and name it in HTTPS_PROXY.`,
  });
}

/** Who decides how services are reached, and through which proxies (host and port, without what one signs in with). */
export interface ProxyUse {
  by: "policy" | "environment" | "system" | "nobody";
  proxies: string[];
  /** What the system wants that cannot be used: `SOCKS5 socks.example.com:1080`. */
  refused: string[];
}

/** For people, of all origins that the system was asked about. */
export function proxyUse(env: NodeJS.ProcessEnv): ProxyUse {
  const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address);
  const { proxy } = companyNetwork();
  if (proxy !== undefined) return { by: "policy", proxies: [hostOf(proxy)], refused: [] };
  const named = variables("https:").flatMap((name) => env[name] || []);
  if (named.length > 0) return { by: "environment", proxies: [...new Set(named.map(hostOf))], refused: [] };
  const routes = Object.keys(current).map(routeTo);
  const proxies = routes.flatMap((route) => (route?.way === "proxy" ? hostOf(route.address) : []));
  const refused = routes.flatMap((route) => (route?.way === "refused" ? route.via : []));
  const by = proxies.length + refused.length > 0 ? "system" : "nobody";
  return { by, proxies: [...new Set(proxies)], refused: [...new Set(refused)] };
}
