import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { Account } from "#core/access/account";
import { companyNext, companyReason } from "#core/access/company-bounds";
import { allowsNewAccount, type PolicyState } from "#core/domain/company-policy/index";
import { InputError, ServiceError } from "#core/domain/errors";
import type { ProfileName } from "#core/domain/permission-profiles";
import { cleanText } from "#core/domain/text";
import type { CredentialStore } from "#core/platform/credentials";
import type { LocalLog } from "#core/platform/log";
import { type AccountSettings, accountSettings } from "#core/platform/settings";
import { type Findings, type FoundEntry, findEntries, ImportProblem } from "./client-entries";
import { readSource } from "./read-source";
import { SettingsFile } from "./settings-file";

const patience = 30_000;

export interface ImportWanted {
  file: string;
  home: string;
  profile: ProfileName;
  /** Only the entry of this name; absent: all. */
  only: string | undefined;
}

export interface ImportDeps {
  keychain: CredentialStore;
  log: LocalLog;
  /** One line for the person. Never holds a token. */
  print(line: string): void;
  company: PolicyState;
}

interface Proven {
  entry: FoundEntry;
  account: AccountSettings;
  person: { id: string; name: string };
}

/**
 * Takes the accounts of kimai-mcp over: proves each token, keeps it in the keychain and the account in the settings, and
 * says what to remove from the file. The file itself is never changed, and no token is ever printed.
 * @returns the exit code: 1 where anything was not taken over
 */
export async function importKimaiMcp(wanted: ImportWanted, deps: ImportDeps): Promise<number> {
  const { print } = deps;
  try {
    const settingsFile = new SettingsFile(wanted.home);
    const connected = settingsFile.read().accounts;
    const { found, left } = choose(findEntries(readSource(wanted.file), wanted.file), wanted.only);
    for (const { pointer, why } of left) print(`not taken over: ${pointer}: ${why}`);
    const entries = unique(found, print);
    let wrong = left.length > 0;
    const proven: Proven[] = [];
    const done: FoundEntry[] = [];
    for (const entry of entries) {
      const twin = connected.find(({ url }) => url === entry.url);
      if (twin) {
        print(`${entry.pointer}: ${entry.url} is connected already, as ${twin.id}; nothing is changed for it.`);
        done.push(entry);
        continue;
      }
      print(`${entry.pointer}: ${entry.url}, token ${masked(entry.token)}${tlsText(entry.tlsVerify)}`);
      try {
        proven.push(await prove(entry, wanted, deps));
      } catch (error) {
        wrong = true;
        print(`  not taken over: ${reason(error)}`);
      }
    }
    for (const one of await keep(proven, settingsFile, deps)) {
      const { account, person } = one;
      print(`connected: ${account.label} as ${cleanText(person.name, 80)} (${account.id}, profile ${wanted.profile})`);
      done.push(one.entry);
    }
    if (done.length > 0) tellWhatToRemove(done, wanted.file, print);
    return wrong ? 1 : 0;
  } catch (error) {
    print(reason(error));
    return 1;
  }
}

function choose({ found, left }: Findings, only: string | undefined): Findings {
  const named = ({ pointer }: { pointer: string }) =>
    only === undefined || pointer === only || pointer.endsWith(`.${only}`);
  const chosen = { found: found.filter(named), left: left.filter(named) };
  if (chosen.found.length > 0 || chosen.left.length > 0) return chosen;
  const there = [...found, ...left].map(({ pointer }) => pointer);
  throw new ImportProblem(
    there.length > 0
      ? `There is no entry "${cleanText(only ?? "", 80)}" of kimai-mcp in it: there are ${there.join(", ")}.`
      : "Nothing of kimai-mcp was found in it.",
  );
}

/** The same twice is one; two tokens for one Kimai may be two people, and only the person knows which one is theirs. */
function unique(found: FoundEntry[], print: (line: string) => void): FoundEntry[] {
  const entries: FoundEntry[] = [];
  for (const entry of found) {
    const twin = entries.find(({ url }) => url === entry.url);
    if (!twin) entries.push(entry);
    else if (twin.token === entry.token) print(`${entry.pointer}: the same as ${twin.pointer}.`);
    else
      throw new ImportProblem(
        `${twin.pointer} and ${entry.pointer} are two accounts of one Kimai (${entry.url}). Say which is yours: --only ${entry.name}`,
      );
  }
  return entries;
}

/** @throws ServiceError, InputError: the token or the Kimai is not what it should be, and nothing was kept */
async function prove(
  entry: FoundEntry,
  { home, profile }: ImportWanted,
  { log, company }: ImportDeps,
): Promise<Proven> {
  if (typeof entry.tlsVerify === "string" && !existsSync(entry.tlsVerify))
    throw new ImportProblem(`The file with CA certificates does not exist: ${entry.tlsVerify}`);
  const settings = accountSettings.parse({
    id: `kimai-${randomBytes(4).toString("hex")}`,
    service: "kimai",
    label: `Kimai · ${new URL(entry.url).host}`.slice(0, 120),
    url: entry.url,
    tlsVerify: entry.tlsVerify,
    permissions: { profile },
  });
  log.hide(entry.token);
  const secrets = new Map([[settings.id, entry.token]]);
  if (!allowsNewAccount(company, settings))
    throw new ImportProblem(`${companyReason(company)} ${companyNext(company)}`);
  const account = new Account(settings, { home, log, secrets, keychain: false });
  try {
    const { person } = await account.facts(AbortSignal.timeout(patience), true);
    return { entry, account: settings, person };
  } finally {
    await account.close();
  }
}

/** All or nothing: what the keychain took goes away again where the settings cannot be written. */
async function keep(proven: Proven[], settings: SettingsFile, { keychain }: ImportDeps): Promise<Proven[]> {
  if (proven.length === 0) return [];
  const kept: AccountSettings[] = [];
  try {
    for (const { account, entry } of proven) {
      await keychain.set(account, entry.token);
      kept.push(account);
    }
    await settings.add(proven.map(({ account }) => account));
  } catch (error) {
    for (const account of kept) await keychain.delete(account).catch(() => false);
    throw error;
  }
  return proven;
}

function tellWhatToRemove(entries: FoundEntry[], file: string, print: (line: string) => void): void {
  print(`Now remove this from ${file} (Punchcard does not change that file):`);
  for (const { pointer, lines } of entries) {
    const [first, last] = lines;
    print(
      `  ${first === last ? `line ${first}` : `lines ${first} to ${last}`}: ${pointer}, with the comma before or after it`,
    );
  }
  print("The token stood there for every program to read: consider a new one in Kimai, and delete the old one.");
  print("Then register Punchcard with your AI client: Settings, AI clients.");
}

const masked = (token: string) => `•••••• (${token.length} characters)`;

const tlsText = (tlsVerify: boolean | string) =>
  tlsVerify === true
    ? ""
    : tlsVerify === false
      ? "; its certificate is NOT checked, as before"
      : `; certificates ${tlsVerify}`;

/** In words; nothing that a service or a file said. */
function reason(error: unknown): string {
  if (error instanceof ServiceError || error instanceof InputError)
    return [error.message, error.next].filter(Boolean).join(" ");
  if (error instanceof ImportProblem) return error.message;
  throw error;
}
