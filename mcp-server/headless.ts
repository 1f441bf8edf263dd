import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { emailIn, standInAddress } from "./domain/address";

/** An account that options or environment name, instead of those of the settings. */
export type HeadlessAccount =
  | { service: "local"; file: string }
  | { service: "kimai"; url: string; token: string | undefined; tlsVerify: boolean | string }
  | { service: "clockodo"; url: string | undefined; user: string; key: string | undefined };

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
  client?: string;
  tray?: boolean;
}

/** The KIMAI_ and CLOCKODO_ lines of a `.env` file; everything else in it is none of our business. */
function readDotEnv(cwd: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(cwd, ".env"), "utf8");
  } catch {
    return {};
  }
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?((?:KIMAI|CLOCKODO)_[A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line);
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

/**
 * A Kimai and a Clockodo, each by its options, or both by variables where no option names an account.
 * @throws UsageError with what is wrong, without the value
 */
export function servicesOf(values: AccountOptions, env: NodeJS.ProcessEnv, cwd: string): HeadlessAccount[] {
  const { "kimai-url": kimaiUrl, "clockodo-user": clockodoUser } = values;
  const named = [values.local, kimaiUrl, clockodoUser].some((value) => value !== undefined);
  // A registered client or the tray has its settings; a `.env` of whatever folder it runs in must not replace them.
  const ambient = named || (values.client === undefined && !values.tray);
  const dotEnv = ambient ? readDotEnv(cwd) : {};
  const variables = ambient ? env : {};
  const both = { ...dotEnv, ...variables };
  return [
    ...kimaiOf(values, named ? kimaiUrl : both.KIMAI_URL, both),
    ...clockodoOf(values, named ? clockodoUser : both.CLOCKODO_API_USER || undefined, variables, dotEnv),
  ];
}
