import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { emailIn, standInAddress, tenantAddress, tenantPerson } from "./domain/address";

/** An account that options or environment name, instead of those of the settings. */
export type HeadlessAccount =
  | { service: "local"; file: string }
  | { service: "kimai"; url: string; token: string | undefined; tlsVerify: boolean | string }
  | { service: "clockodo"; url: string | undefined; user: string; key: string | undefined }
  | { service: "calamari"; url: string; person: string; key: string | undefined };

export class UsageError extends Error {}

/** What the command line says of accounts; everything else of it does not matter here. */
interface AccountOptions {
  local?: string;
  "kimai-url"?: string;
  "kimai-token"?: string;
  "ssl-verify"?: string;
  "clockodo-user"?: string;
  "clockodo-key"?: string;
  "clockodo-url"?: string;
  "calamari-url"?: string;
  "calamari-key"?: string;
  "calamari-person"?: string;
  client?: string;
  tray?: boolean;
}

/** The KIMAI_, CLOCKODO_ and CALAMARI_ lines of a `.env` file; everything else in it is none of our business. */
function readDotEnv(cwd: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(cwd, ".env"), "utf8");
  } catch {
    return {};
  }
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?((?:KIMAI|CLOCKODO|CALAMARI)_[A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match?.[1] || match[2] === undefined) continue;
    const quoted = /^(["'])(.*)\1$/.exec(match[2]);
    found[match[1]] = quoted?.[2] ?? match[2].replace(/\s+#.*$/, "");
  }
  return found;
}

function tlsVerifyOf(value: string | undefined): boolean | string {
  if (value === undefined || value === "" || /^(true|1|yes|on)$/i.test(value)) return true;
  return /^(false|0|no|off)$/i.test(value) ? false : resolve(value);
}

function httpUrl(text: string): string {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError("--kimai-url is not an http(s) address.");
  if (url.username || url.password) throw new UsageError("--kimai-url must not hold a user name or password.");
  return withScheme;
}

function clockodoEmail(text: string): string {
  const email = emailIn(text);
  if (email === null) throw new UsageError("--clockodo-user (CLOCKODO_API_USER) is not an e-mail address.");
  return email;
}

function clockodoUrl(text: string): string {
  const url = standInAddress(text);
  if (url === null)
    throw new UsageError("--clockodo-url (CLOCKODO_API_URL) is not an https address, or holds more than that.");
  return url;
}

function kimaiOf(values: AccountOptions, url: string | undefined, variables: NodeJS.ProcessEnv): HeadlessAccount[] {
  if (!url) {
    if (values["kimai-token"] !== undefined) throw new UsageError("--kimai-token needs --kimai-url.");
    return [];
  }
  const token = values["kimai-token"] ?? variables.KIMAI_API_TOKEN;
  const tlsVerify = tlsVerifyOf(values["ssl-verify"] ?? variables.KIMAI_SSL_VERIFY);
  return [{ service: "kimai", url: httpUrl(url), token, tlsVerify }];
}

function clockodoOf(
  values: AccountOptions,
  user: string | undefined,
  env: NodeJS.ProcessEnv,
  dotEnv: NodeJS.ProcessEnv,
): HeadlessAccount[] {
  const given = values["clockodo-key"] ?? env.CLOCKODO_API_KEY;
  if (user === undefined) {
    if (values["clockodo-key"] !== undefined || values["clockodo-url"] !== undefined)
      throw new UsageError("--clockodo-key and --clockodo-url need --clockodo-user, the e-mail address of the key.");
    return [];
  }
  // A file of the current folder must not send a key elsewhere that it does not hold itself.
  const ownUrl = given === undefined ? dotEnv.CLOCKODO_API_URL : undefined;
  const url = values["clockodo-url"] ?? env.CLOCKODO_API_URL ?? ownUrl;
  return [
    {
      service: "clockodo",
      url: url ? clockodoUrl(url) : undefined,
      user: clockodoEmail(user),
      key: given ?? dotEnv.CLOCKODO_API_KEY,
    },
  ];
}

const tenantProblems = {
  missing: "is empty",
  scheme: "does not begin with https://",
  unprotected: "is http: the key would go over the network unprotected",
  credentials: "must not hold a user name or password",
  more: "holds more than an address; it looks like https://fjordworks.calamari.io",
  app: "is Calamari's own page; the company's address looks like https://fjordworks.calamari.io",
  name: "is not an address, nor the name of a company in Calamari",
};

/**
 * A key of Calamari acts for a whole company. So a file of the current folder that does not hold the key itself decides
 * neither where it is sent nor as whom.
 */
function calamariOf(
  values: AccountOptions,
  named: boolean,
  env: NodeJS.ProcessEnv,
  dotEnv: NodeJS.ProcessEnv,
): HeadlessAccount[] {
  const { "calamari-url": urlOption, "calamari-key": keyOption, "calamari-person": personOption } = values;
  const given = keyOption ?? env.CALAMARI_API_KEY;
  const trusted = given === undefined ? { ...dotEnv, ...env } : env;
  const typed = urlOption ?? (named ? undefined : trusted.CALAMARI_URL || undefined);
  if (typed === undefined) {
    if (keyOption !== undefined || personOption !== undefined)
      throw new UsageError("--calamari-key and --calamari-person need --calamari-url, the company's address.");
    return [];
  }
  const address = tenantAddress(typed);
  if ("problem" in address) throw new UsageError(`--calamari-url (CALAMARI_URL) ${tenantProblems[address.problem]}.`);
  const whom = personOption ?? trusted.CALAMARI_PERSON;
  if (!whom)
    throw new UsageError(
      "A key of Calamari acts for the whole company: say for whom, with --calamari-person (CALAMARI_PERSON).",
    );
  const person = tenantPerson(whom);
  if (person === null)
    throw new UsageError(
      "--calamari-person (CALAMARI_PERSON) is not an e-mail address, a login, or externalNumber:ABC123.",
    );
  const key = (given ?? dotEnv.CALAMARI_API_KEY)?.trim();
  if (key && !/^[\x21-\x7e]+$/.test(key))
    throw new UsageError(
      "--calamari-key (CALAMARI_API_KEY) holds blanks, line breaks or other characters that no key has.",
    );
  return [{ service: "calamari", url: address.url, person, key: key || undefined }];
}

/**
 * A Kimai, a Clockodo and a Calamari, each by its options, or all by variables where no option names an account.
 * @throws UsageError with what is wrong, without the value
 */
export function servicesOf(values: AccountOptions, env: NodeJS.ProcessEnv, cwd: string): HeadlessAccount[] {
  const { "kimai-url": kimaiUrl, "clockodo-user": clockodoUser, "calamari-url": calamariUrl } = values;
  const named = [values.local, kimaiUrl, clockodoUser, calamariUrl].some((value) => value !== undefined);
  // A registered client or the tray has its settings; a `.env` of whatever folder it runs in must not replace them.
  const ambient = named || (values.client === undefined && !values.tray);
  const dotEnv = ambient ? readDotEnv(cwd) : {};
  const variables = ambient ? env : {};
  const both = { ...dotEnv, ...variables };
  return [
    ...kimaiOf(values, named ? kimaiUrl : both.KIMAI_URL, both),
    ...clockodoOf(values, named ? clockodoUser : both.CLOCKODO_API_USER || undefined, variables, dotEnv),
    ...calamariOf(values, named, variables, dotEnv),
  ];
}
