import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { HeadlessAccount } from "../access/headless-account";
import { emailIn, standInAddress, tenantAddress, tenantPerson } from "../domain/address";

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

/** What stands in the environment, and apart from it in the `.env` of the current folder, which anybody may have written. */
interface Variables {
  env: NodeJS.ProcessEnv;
  dotEnv: NodeJS.ProcessEnv;
  /** Path of the `.env`. */
  file: string;
}

/** Bytes. */
const largestDotEnv = 1_000_000;

/** The KIMAI_, CLOCKODO_ and CALAMARI_ lines of a `.env` file; everything else in it is none of our business. */
function readDotEnv(file: string): Record<string, string> {
  let text: string;
  try {
    // Anybody may have made the folder: a pipe would hold the start up, and no such file is large.
    const found = statSync(file);
    if (!found.isFile() || found.size > largestDotEnv) return {};
    text = readFileSync(file, "utf8");
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

/** `{ dotEnv }` where any of these values was taken from the file. */
const fromDotEnv = ({ file }: Variables, ...taken: boolean[]) => (taken.includes(true) ? { dotEnv: file } : {});

/** TLS verification is never read from `.env`: that file must not make the credential readable on its way. */
function kimaiOf(values: AccountOptions, named: boolean, variables: Variables): HeadlessAccount[] {
  const { env, dotEnv } = variables;
  const { "kimai-url": urlOption, "kimai-token": tokenOption } = values;
  const given = tokenOption ?? env.KIMAI_API_TOKEN;
  const ownUrl = named ? urlOption : env.KIMAI_URL;
  // A file of the current folder must not send a token elsewhere that it does not hold itself.
  const url = ownUrl ?? (named || given !== undefined ? undefined : dotEnv.KIMAI_URL);
  if (!url) {
    if (tokenOption !== undefined) throw new UsageError("--kimai-token needs --kimai-url.");
    return [];
  }
  const token = given ?? dotEnv.KIMAI_API_TOKEN;
  const tlsVerify = tlsVerifyOf(values["ssl-verify"] ?? env.KIMAI_SSL_VERIFY);
  const source = fromDotEnv(variables, ownUrl === undefined, given === undefined && token !== undefined);
  return [{ service: "kimai", url: httpUrl(url), token, tlsVerify, ...source }];
}

function clockodoOf(values: AccountOptions, named: boolean, variables: Variables): HeadlessAccount[] {
  const { env, dotEnv } = variables;
  const given = values["clockodo-key"] ?? env.CLOCKODO_API_KEY;
  const ownUser = named ? values["clockodo-user"] : env.CLOCKODO_API_USER;
  const user = named ? ownUser : (ownUser ?? dotEnv.CLOCKODO_API_USER) || undefined;
  if (user === undefined) {
    if (values["clockodo-key"] !== undefined || values["clockodo-url"] !== undefined)
      throw new UsageError("--clockodo-key and --clockodo-url need --clockodo-user, the e-mail address of the key.");
    return [];
  }
  // A file of the current folder must not send a key elsewhere that it does not hold itself.
  const ownUrl = values["clockodo-url"] ?? env.CLOCKODO_API_URL;
  const url = ownUrl ?? (given === undefined ? dotEnv.CLOCKODO_API_URL : undefined);
  const key = given ?? dotEnv.CLOCKODO_API_KEY;
  const taken = [ownUser === undefined, given === undefined && key !== undefined, !ownUrl && url !== undefined];
  return [
    {
      service: "clockodo",
      url: url ? clockodoUrl(url) : undefined,
      user: clockodoEmail(user),
      key,
      ...fromDotEnv(variables, ...taken),
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
function calamariOf(values: AccountOptions, named: boolean, variables: Variables): HeadlessAccount[] {
  const { env, dotEnv } = variables;
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
  const source = fromDotEnv(
    variables,
    urlOption === undefined && !env.CALAMARI_URL,
    personOption === undefined && env.CALAMARI_PERSON === undefined,
    given === undefined && key !== undefined,
  );
  return [{ service: "calamari", url: address.url, person, key: key || undefined, ...source }];
}

/** What of the `.env` is used, and what is not although it stands there: for the person who starts the server. */
function notesOn(accounts: readonly HeadlessAccount[], named: boolean, { dotEnv, env, file }: Variables): string[] {
  const path = file.replaceAll(/\p{C}/gu, "?");
  const places = accounts.flatMap((one) => {
    if (one.dotEnv === undefined || one.service === "local") return [];
    return [`${one.service} (${one.service === "clockodo" ? one.user : new URL(one.url).host})`];
  });
  const has = (name: HeadlessAccount["service"]) => accounts.some(({ service }) => service === name);
  const unused = (["kimai", "calamari"] as const).flatMap((service) => {
    const variable = `${service.toUpperCase()}_URL`;
    return !named && dotEnv[variable] && env[variable] === undefined && !has(service) ? [variable] : [];
  });
  return [
    ...(places.length > 0
      ? [`${path} names ${places.join(" and ")}: this is used, and not the accounts of Punchcard's settings.`]
      : []),
    ...unused.map(
      (name) => `${name} in ${path} is not used: an address from there counts only with the key from there.`,
    ),
    ...(dotEnv.KIMAI_SSL_VERIFY !== undefined && has("kimai")
      ? [`KIMAI_SSL_VERIFY in ${path} is not used: set it in the environment, or give --ssl-verify.`]
      : []),
  ];
}

/**
 * A Kimai, a Clockodo and a Calamari, each by its options, or all by variables where no option names an account.
 * @returns also notes for the person, one line each, without any credential
 * @throws UsageError with what is wrong, without the value
 */
export function servicesOf(
  values: AccountOptions,
  env: NodeJS.ProcessEnv,
  cwd: string,
): { accounts: HeadlessAccount[]; notes: string[] } {
  const { "kimai-url": kimaiUrl, "clockodo-user": clockodoUser, "calamari-url": calamariUrl } = values;
  const named = [values.local, kimaiUrl, clockodoUser, calamariUrl].some((value) => value !== undefined);
  // A registered client or the tray has its settings; a `.env` of whatever folder it runs in must not replace them.
  const ambient = named || (values.client === undefined && !values.tray);
  const file = join(cwd, ".env");
  const variables = { env: ambient ? env : {}, dotEnv: ambient ? readDotEnv(file) : {}, file };
  const accounts = [
    ...kimaiOf(values, named, variables),
    ...clockodoOf(values, named, variables),
    ...calamariOf(values, named, variables),
  ];
  return { accounts, notes: notesOn(accounts, named, variables) };
}
