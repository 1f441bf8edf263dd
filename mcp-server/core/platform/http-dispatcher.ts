import { readFile } from "node:fs/promises";
import * as tls from "node:tls";
import type { Dispatcher } from "undici";
import { ServiceError } from "../domain/errors";
import type { NetworkGuard } from "../domain/ports";
import { companyNetwork } from "./company-policy/network";
import { proxyBefore } from "./system-proxy";

/** true: the machine's trusted authorities; false: none is asked (a person's explicit choice); else a PEM file. */
export type TlsVerify = boolean | string;

export interface Timeouts {
  connectMs: number;
  /** Until the first byte of an answer, and between two of its parts. */
  silenceMs: number;
}

/** Newer Node only, so that companies' authorities in the system's store work without a file. */
const newerTls = tls as { getCACertificates?: (type: "default" | "system") => string[] };

function trustedAuthorities(): string[] | undefined {
  const list = newerTls.getCACertificates;
  if (!list) return undefined;
  try {
    return [...new Set([...list("default"), ...list("system")])];
  } catch {
    return undefined;
  }
}

/**
 * What companies add by a variable of Node. A packed Electron takes that one away from us, so who starts the server passes
 * it on under our own name. A file that holds no certificate counts as none, as with Node.
 */
async function extraAuthorities(): Promise<string[]> {
  const { PUNCHCARD_EXTRA_CA_CERTS: own, NODE_EXTRA_CA_CERTS: ofNode } = process.env;
  // A newer Node has what is in its own variable among its defaults.
  const file = own || (newerTls.getCACertificates ? undefined : ofNode);
  if (!file) return [];
  try {
    const pem = await readFile(file, "utf8");
    tls.createSecureContext({ ca: [pem] });
    return [pem];
  } catch {
    return [];
  }
}

/** What a company's policy adds. @throws ServiceError `tls` where it cannot be used: the administrator meant it */
async function companyAuthorities(): Promise<string[]> {
  const { extraCa } = companyNetwork();
  if (extraCa === undefined) return [];
  try {
    const pem = await readFile(extraCa, "utf8");
    if (!/-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(pem)) throw new Error("no certificate");
    tls.createSecureContext({ ca: [pem] });
    return [pem];
  } catch (cause) {
    throw new ServiceError("tls", "The file with the company's CA certificate cannot be used.", {
      detail: (cause as NodeJS.ErrnoException).code,
      cause,
      next: `Tell whoever administers this computer: network.extraCa of Punchcard's policy names ${extraCa}.`,
    });
  }
}

interface Secure {
  /** Always said: where it is absent, Node takes NODE_TLS_REJECT_UNAUTHORIZED of the environment instead. */
  rejectUnauthorized: boolean;
  /** Made once: reading some hundred authorities for each connection would take longer than the request. */
  secureContext?: tls.SecureContext;
}

const trusting = (ca: string[]): Secure => ({
  rejectUnauthorized: true,
  secureContext: tls.createSecureContext({ ca }),
});

async function tlsOptions(verify: TlsVerify): Promise<Secure> {
  if (verify === false) return { rejectUnauthorized: false };
  const [known, extra, company] = [trustedAuthorities(), await extraAuthorities(), await companyAuthorities()];
  // Node takes `ca` instead of its own list, so what is added is put beside that list.
  const usual = [...(known ?? tls.rootCertificates), ...extra, ...company];
  if (verify === true)
    return known || extra.length + company.length > 0 ? trusting(usual) : { rejectUnauthorized: true };
  let own: string;
  try {
    own = await readFile(verify, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new ServiceError("tls", "The file with the CA certificate cannot be read.", {
      detail: code,
      cause,
      next: `Check ${verify}, or choose the file again.`,
    });
  }
  if (!/-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(own))
    throw new ServiceError("tls", "The CA file holds no certificate in PEM form.", {
      next: `Choose another file than ${verify}; it must contain "BEGIN CERTIFICATE".`,
    });
  try {
    return trusting([...usual, own]);
  } catch (cause) {
    throw new ServiceError("tls", "The CA file holds a certificate that cannot be read.", {
      detail: (cause as NodeJS.ErrnoException).code,
      cause,
      next: `Choose another file than ${verify}.`,
    });
  }
}

/**
 * The pool of connections to one service: kept alive, at most so many at once, through the proxies that the environment
 * names, a company's policy before it, or the system after it. Loopback addresses never go through a proxy.
 * @param network absent: connects to any address; else only to public ones, past all proxies, where it does not list it
 */
export async function createDispatcher(
  origin: string,
  verify: TlsVerify,
  timeouts: Timeouts,
  network?: NetworkGuard,
  connections = 8,
): Promise<Dispatcher> {
  const secure = origin.startsWith("https:") ? await tlsOptions(verify) : { rejectUnauthorized: true };
  if (network && !network.lists(origin))
    return guardedPool(network, poolOptions(timeouts, connections), timeouts, secure);
  const { EnvHttpProxyAgent } = await import("undici");
  const company = companyNetwork();
  const excluded = company.noProxy ?? process.env.no_proxy ?? process.env.NO_PROXY ?? "";
  const proxy = proxyBefore(origin, company);
  return new EnvHttpProxyAgent({
    ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy }),
    ...poolOptions(timeouts, connections),
    connect: { timeout: timeouts.connectMs, ...secure },
    requestTls: { timeout: timeouts.connectMs, ...secure },
    // What the person said of the service's certificate says nothing of a proxy's.
    proxyTls: { timeout: timeouts.connectMs, ...(verify === false ? { rejectUnauthorized: true } : secure) },
    noProxy: excluded === "*" ? "*" : `${excluded},localhost,127.0.0.1,[::1],::1`,
  });
}

const poolOptions = ({ silenceMs }: Timeouts, connections: number) => ({
  connections,
  keepAliveTimeout: 10_000,
  headersTimeout: silenceMs,
  bodyTimeout: silenceMs,
});

async function guardedPool(
  network: NetworkGuard,
  pool: ReturnType<typeof poolOptions>,
  { connectMs }: Timeouts,
  secure: Secure,
): Promise<Dispatcher> {
  const [{ Agent, buildConnector }, { guardedConnector }] = await Promise.all([
    import("undici"),
    import("./guarded-connect"),
  ]);
  const options = { timeout: connectMs, ...secure };
  return new Agent({
    ...pool,
    connect: guardedConnector(buildConnector, options, network.resolve),
  });
}
