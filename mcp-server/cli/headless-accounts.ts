import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { HeadlessAccount, HeadlessOptions, Variables } from "#core/domain/headless-account";
import { descriptorOf, headlessServices } from "#core/service-catalog/descriptors";

const ways = headlessServices.map(({ id, isLocal, headless }) => {
  return { id, isLocal, ...headless, names: Object.keys(headless.options) };
});

/** Options that are about accounts of a service. */
export const accountOptions: readonly string[] = ways.flatMap(({ names }) => names);

/** Those of them that name an account, as they are typed. */
export const firstOptions: readonly string[] = ways.map(({ names }) => `--${names[0]}`);

/** Bytes. */
const largestDotEnv = 1_000_000;

/** The service's own variables; everything else of an environment is none of our business. */
const serviceVariable = new RegExp(`^(?:${ways.flatMap(({ prefix }) => prefix ?? []).join("|")})[A-Z_]+$`);

/** The variables of our services in a `.env` file. `util.parseEnv` would cut an unquoted token at any `#` in it. */
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
    const match = /^\s*(?:export\s+)?([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match?.[1] || match[2] === undefined || !serviceVariable.test(match[1])) continue;
    const quoted = /^(["'])(.*)\1$/.exec(match[2]);
    found[match[1]] = quoted?.[2] ?? match[2].replace(/\s+#.*$/, "");
  }
  return found;
}

/** What of the `.env` is used, and what is not although it stands there: for the person who starts the server. */
function notesOn(accounts: readonly HeadlessAccount[], named: boolean, { dotEnv, env, file }: Variables): string[] {
  const path = file.replaceAll(/\p{C}/gu, "?");
  const places = accounts.flatMap(({ service, url, user, dotEnv: source }) => {
    const { credential } = descriptorOf(service);
    if (source === undefined || !credential) return [];
    return [`${service} (${credential.asks.includes("url") && url !== undefined ? new URL(url).host : user})`];
  });
  const has = (id: string) => accounts.some(({ service }) => service === id);
  const unused = ways.flatMap(({ id, addressVariable: name }) =>
    name && !named && dotEnv[name] && env[name] === undefined && !has(id) ? [name] : [],
  );
  const never = ways.flatMap(({ id, notFromDotEnv: one }) =>
    one && dotEnv[one.variable] !== undefined && has(id) ? [one] : [],
  );
  return [
    ...(places.length > 0
      ? [`${path} names ${places.join(" and ")}: this is used, and not the accounts of Punchcard's settings.`]
      : []),
    ...unused.map(
      (name) => `${name} in ${path} is not used: an address from there counts only with the key from there.`,
    ),
    ...never.map(({ variable, instead }) => `${variable} in ${path} is not used: ${instead}.`),
  ];
}

/** The time sheets of this computer that options name. @throws UsageError */
export function sheetsOf(options: HeadlessOptions, cwd: string): HeadlessAccount[] {
  const variables: Variables = { env: {}, dotEnv: {}, file: "", resolve: (path) => resolve(cwd, path) };
  return ways.filter(({ isLocal }) => isLocal).flatMap(({ read }) => read(options, true, variables));
}

/**
 * The accounts of each service, by its options, or of all by variables where no option names an account.
 * @param registered a client or the app starts us
 * @returns also notes for the person, one line each, without any credential
 * @throws UsageError with what is wrong, without the value
 */
export function servicesOf(
  options: HeadlessOptions,
  registered: boolean,
  env: NodeJS.ProcessEnv,
  cwd: string,
): { accounts: HeadlessAccount[]; notes: string[] } {
  const named = ways.some(({ names: [first = ""] }) => options[first] !== undefined);
  // A registered client or the tray has its settings; a `.env` of whatever folder it runs in must not replace them.
  const ambient = named || !registered;
  const file = join(cwd, ".env");
  const variables: Variables = {
    env: ambient ? env : {},
    dotEnv: ambient ? readDotEnv(file) : {},
    file,
    resolve: (path) => resolve(cwd, path),
  };
  const accounts = ways.flatMap(({ read }) => read(options, named, variables));
  return { accounts, notes: notesOn(accounts, named, variables) };
}
