import {
  fromDotEnv,
  type HeadlessAccount,
  type HeadlessOptions,
  UsageError,
  type Variables,
} from "../../domain/headless-account";
import type { HeadlessWay } from "../../domain/service-descriptor";
import { tenantAddress, tenantPerson } from "./address";

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
function read(options: HeadlessOptions, named: boolean, variables: Variables): HeadlessAccount[] {
  const { env, dotEnv } = variables;
  const { "calamari-url": urlOption, "calamari-key": keyOption, "calamari-person": personOption } = options;
  const given = keyOption ?? env.CALAMARI_API_KEY;
  const trusted: Variables["env"] = given === undefined ? { ...dotEnv, ...env } : env;
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
  const user = tenantPerson(whom);
  if (user === null)
    throw new UsageError(
      "--calamari-person (CALAMARI_PERSON) is not an e-mail address, a login, or externalNumber:ABC123.",
    );
  const secret = (given ?? dotEnv.CALAMARI_API_KEY)?.trim();
  if (secret && !/^[\x21-\x7e]+$/.test(secret))
    throw new UsageError(
      "--calamari-key (CALAMARI_API_KEY) holds blanks, line breaks or other characters that no key has.",
    );
  const source = fromDotEnv(
    variables,
    urlOption === undefined && !env.CALAMARI_URL,
    personOption === undefined && env.CALAMARI_PERSON === undefined,
    given === undefined && secret !== undefined,
  );
  return [{ service: "calamari", url: address.url, user, secret: secret || undefined, ...source }];
}

export const headless: HeadlessWay = {
  options: {
    "calamari-url": ["  --calamari-url URL     a Calamari: its address, or the company's name in it; CALAMARI_URL"],
    "calamari-key": ["  --calamari-key KEY     an API key of the company; better in CALAMARI_API_KEY"],
    "calamari-person": [
      "  --calamari-person WHO  whose time and leave: e-mail address, login or externalNumber:ABC123;",
      "                         CALAMARI_PERSON",
    ],
  },
  example: "--calamari-url URL",
  prefix: "CALAMARI_",
  addressVariable: "CALAMARI_URL",
  howToGive:
    "Set CALAMARI_API_KEY to an API key of the company (Calamari: Configuration, Integrations, API), or give --calamari-key.",
  read,
  identity: ({ url, user }) => `${url} ${user?.toLowerCase()}`,
};
