import {
  fromDotEnv,
  type HeadlessAccount,
  type HeadlessOptions,
  UsageError,
  type Variables,
} from "../../domain/headless-account";
import type { HeadlessWay } from "../../domain/service-descriptor";

function tlsVerifyOf(value: string | undefined, resolve: Variables["resolve"]): boolean | string {
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

/** TLS verification is never read from `.env`: that file must not make the credential readable on its way. */
function read(options: HeadlessOptions, named: boolean, variables: Variables): HeadlessAccount[] {
  const { env, dotEnv } = variables;
  const { "kimai-url": urlOption, "kimai-token": tokenOption } = options;
  const given = tokenOption ?? env.KIMAI_API_TOKEN;
  const ownUrl = named ? urlOption : env.KIMAI_URL;
  // A file of the current folder must not send a token elsewhere that it does not hold itself.
  const url = ownUrl ?? (named || given !== undefined ? undefined : dotEnv.KIMAI_URL);
  if (!url) {
    if (tokenOption !== undefined) throw new UsageError("--kimai-token needs --kimai-url.");
    return [];
  }
  const secret = given ?? dotEnv.KIMAI_API_TOKEN;
  const tlsVerify = tlsVerifyOf(options["ssl-verify"] ?? env.KIMAI_SSL_VERIFY, variables.resolve);
  const source = fromDotEnv(variables, ownUrl === undefined, given === undefined && secret !== undefined);
  return [{ service: "kimai", url: httpUrl(url), secret, tlsVerify, ...source }];
}

export const headless: HeadlessWay = {
  options: {
    "kimai-url": ["  --kimai-url URL        a Kimai; KIMAI_URL"],
    "kimai-token": [
      "  --kimai-token TOKEN    its API token; better in KIMAI_API_TOKEN (arguments show in process lists)",
    ],
    "ssl-verify": ["  --ssl-verify VALUE     true (default), false, or a file with CA certificates; KIMAI_SSL_VERIFY"],
  },
  example: "--kimai-url URL",
  prefix: "KIMAI_",
  addressVariable: "KIMAI_URL",
  notFromDotEnv: { variable: "KIMAI_SSL_VERIFY", instead: "set it in the environment, or give --ssl-verify" },
  howToGive: "Set KIMAI_API_TOKEN, or give --kimai-token.",
  read,
  identity: ({ url }) => url ?? "",
};
