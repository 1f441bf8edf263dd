import { readFile } from "node:fs/promises";
import * as tls from "node:tls";
import type { Dispatcher } from "undici";
import { ServiceError } from "../domain/errors";

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

async function extraAuthorities(): Promise<string[]> {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (!file || newerTls.getCACertificates) return [];
  return readFile(file, "utf8").then(
    (pem) => [pem],
    () => [],
  );
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
  const known = trustedAuthorities();
  if (verify === true) return known ? trusting(known) : { rejectUnauthorized: true };
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
  // Node takes `ca` instead of its own list, so the own authority is put beside that list.
  const usual = known ?? [...tls.rootCertificates, ...(await extraAuthorities())];
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
 * The pool of connections to one service: kept alive, at most 8 at once, through the proxies that the environment
 * names. Loopback addresses never go through a proxy.
 */
export async function createDispatcher(origin: string, verify: TlsVerify, timeouts: Timeouts): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import("undici");
  const secure = origin.startsWith("https:") ? await tlsOptions(verify) : { rejectUnauthorized: true };
  const excluded = process.env.no_proxy ?? process.env.NO_PROXY ?? "";
  return new EnvHttpProxyAgent({
    connections: 8,
    keepAliveTimeout: 10_000,
    headersTimeout: timeouts.silenceMs,
    bodyTimeout: timeouts.silenceMs,
    connect: { timeout: timeouts.connectMs, ...secure },
    requestTls: { timeout: timeouts.connectMs, ...secure },
    // What the person said of the service's certificate says nothing of a proxy's.
    proxyTls: { timeout: timeouts.connectMs, ...(verify === false ? { rejectUnauthorized: true } : secure) },
    noProxy: excluded === "*" ? "*" : `${excluded},localhost,127.0.0.1,[::1],::1`,
  });
}
