import { BlockList, isIP } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { domainToASCII } from "node:url";
import { UsageError } from "#core/domain/headless-account";
import { services as allServices } from "#core/service-catalog/index";
import type { TokenMakingConfig } from "../accounts/token-making";
import { type Limits, limitsFrom } from "./limits";
import { type OptionName, spelled } from "./options";
import type { GivenOptions } from "./read-options";
import { tokenMakingOf } from "./token-making";

const logLevels = ["debug", "info", "warn", "error"] as const;

/** Company sign-in. */
export interface OidcConfig {
  issuer: URL;
  clientId: string;
  /** Absent: a public client, held by PKCE alone. */
  clientSecret?: string;
  scopes: string;
  /** In ASCII and lower case; empty: all. */
  domains: string[];
  /** Empty: all. */
  groups: string[];
  groupsClaim: string;
  adminGroup?: string;
  trustEmail: boolean;
}

/** Where rows and keys are: what each command needs. */
export interface StoreConfig {
  dataFolder: string;
  /** `postgres://…`; absent: a file in the data folder. */
  databaseUrl?: string;
  keyFile: string;
}

export interface TeamConfig extends StoreConfig {
  /** The origin, without a path: `https://time.example.org`. */
  publicUrl: URL;
  host: string;
  port: number;
  operationHost: string;
  operationPort: number;
  trustedProxies: BlockList;
  /** Calls a minute of one person; 0: no limit. */
  rateLimit: number;
  limits: Limits;
  /** Seconds for which a server that was asked to stop takes requests although it is not ready. */
  stopDelay: number;
  /** Services that people may connect. */
  services: readonly string[];
  /** Hosts, in lower case; empty: all that are public. */
  serviceAddresses: string[];
  /** Clients may name a document about them, which this server reads; else each registers itself. */
  clientDocuments: boolean;
  oidc?: OidcConfig;
  /** Absent: no service makes tokens for people. */
  tokenMaking?: TokenMakingConfig;
  scimToken?: string;
  logLevel: (typeof logLevels)[number];
}

type Values = GivenOptions["values"];

const wrong = (name: OptionName, what: string) => new UsageError(`${spelled(name)} ${what}`);

/** @throws UsageError that names the option */
export function storeConfig(values: Values, cwd: string): StoreConfig {
  const dataFolder = resolve(cwd, values.data ?? join(homedir(), ".punchcard-team"));
  const { databaseUrl } = values;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw wrong("databaseUrl", "begins with postgres://; without it a file in the data folder is used.");
  return { dataFolder, databaseUrl, keyFile: resolve(cwd, values.keyFile ?? join(dataFolder, "team.key")) };
}

/** @throws UsageError that names the option */
export function teamConfig(values: Values, cwd: string): TeamConfig {
  const publicUrl = publicUrlOf(values);
  const logLevel = logLevels.find((level) => level === (values.logLevel ?? "info"));
  if (!logLevel) throw wrong("logLevel", `is one of ${logLevels.join(", ")}.`);
  const { scimToken } = values;
  if (scimToken !== undefined && !/^[\x21-\x7e]{32,1000}$/.test(scimToken))
    throw wrong("scimToken", "has at least 32 characters, without spaces; make one with: openssl rand -hex 32");
  const services = servicesOf(values);
  const serviceAddresses = listOf(values.serviceAddresses).map((host) => {
    if (!/^[\w.:*-]+$/.test(host)) throw wrong("serviceAddresses", "takes hosts, such as service.example.org.");
    return host.toLowerCase();
  });
  return {
    ...storeConfig(values, cwd),
    publicUrl,
    host: values.host ?? "127.0.0.1",
    port: numberOf(values, "port", 8000, 65_535),
    operationHost: values.operationHost ?? "127.0.0.1",
    operationPort: numberOf(values, "operationPort", 8001, 65_535),
    trustedProxies: proxiesOf(values),
    rateLimit: numberOf(values, "rateLimit", 300, 1_000_000),
    limits: limitsFrom(listOf(values.limits), spelled("limits")),
    stopDelay: numberOf(values, "stopDelay", 0, 300),
    services,
    serviceAddresses,
    clientDocuments: !isOn(values, "noClientDocuments"),
    oidc: oidcOf(values),
    tokenMaking: tokenMakingOf(values, services, serviceAddresses),
    scimToken,
    logLevel,
  };
}

/** The address in links. @throws UsageError where it is missing, no origin, or not https (except on this machine) */
export function publicUrlOf(values: Values): URL {
  if (values.publicUrl === undefined)
    throw wrong(
      "publicUrl",
      "is missing: the address that people and AI clients use, such as https://time.example.org",
    );
  const url = urlOf(values.publicUrl);
  if (!url || !/^https?:$/.test(url.protocol))
    throw wrong("publicUrl", "is not an address such as https://time.example.org");
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw wrong("publicUrl", "must begin with https://: sign-ins and tokens would cross the network in plain.");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "")
    throw wrong("publicUrl", "is an address without a path, a name or anything behind it.");
  return url;
}

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

const isLoopback = (host: string) => host === "localhost" || host === "127.0.0.1" || host === "[::1]";

function numberOf(values: Values, name: OptionName, byDefault: number, most: number): number {
  const text = values[name];
  if (text === undefined) return byDefault;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) throw wrong(name, `is a number from 0 to ${most}.`);
  return Number(text);
}

function isOn(values: Values, name: OptionName): boolean {
  const text = values[name] ?? "false";
  if (!/^(true|false|1|0)$/.test(text)) throw wrong(name, "is true or false.");
  return /^(true|1)$/.test(text);
}

const listOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

function proxiesOf(values: Values): BlockList {
  const list = new BlockList();
  for (const text of listOf(values.trustedProxies)) {
    const [address = "", prefix, ...more] = text.split("/");
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(prefix ?? "0") || bits > (family === 4 ? 32 : 128))
      throw wrong("trustedProxies", "takes addresses or networks such as 10.0.0.0/8.");
    if (bits === 0)
      throw wrong("trustedProxies", "cannot be the whole internet: anybody could then claim any address.");
    list.addSubnet(address, bits, family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

/** The time sheet of this computer belongs to one computer; a server has none for each person. */
const remoteServices: readonly string[] = allServices.filter(({ isLocal }) => !isLocal).map(({ id }) => id);

function servicesOf(values: Values): readonly string[] {
  const named = listOf(values.services);
  const unknown = named.find((id) => !remoteServices.includes(id));
  if (unknown !== undefined) throw wrong("services", `knows ${remoteServices.join(", ")}.`);
  return named.length > 0 ? named : remoteServices;
}

function oidcOf(values: Values): OidcConfig | undefined {
  const { oidcIssuer, oidcClientId, oidcClientSecret } = values;
  const needIssuer = (
    ["oidcClientId", "oidcClientSecret", "oidcDomains", "oidcGroups", "oidcAdminGroup"] as const
  ).find((name) => values[name] !== undefined);
  if (oidcIssuer === undefined) {
    if (needIssuer) throw wrong(needIssuer, `needs ${spelled("oidcIssuer")}.`);
    return undefined;
  }
  const issuer = urlOf(oidcIssuer);
  if (!issuer || (issuer.protocol !== "https:" && !(issuer.protocol === "http:" && isLoopback(issuer.hostname))))
    throw wrong("oidcIssuer", "is an address that begins with https://.");
  if (oidcClientId === undefined) throw wrong("oidcClientId", "is missing: the id of this server at the provider.");
  const scopes = values.oidcScopes ?? "openid email profile";
  if (!scopes.split(/\s+/).includes("openid")) throw wrong("oidcScopes", "must include openid.");
  return {
    issuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret,
    scopes,
    domains: listOf(values.oidcDomains).map((domain) => {
      const ascii = domainToASCII(domain.replace(/^@/, "").toLowerCase());
      if (ascii === "") throw wrong("oidcDomains", "takes domains, such as example.org.");
      return ascii;
    }),
    groups: listOf(values.oidcGroups),
    groupsClaim: values.oidcGroupsClaim ?? "groups",
    adminGroup: values.oidcAdminGroup,
    trustEmail: isOn(values, "oidcTrustEmail"),
  };
}
