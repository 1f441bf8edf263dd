import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Account, headlessAccounts, unprotectedNote } from "#core/access/account";
import { allowsClient, type PolicyState } from "#core/domain/company-policy/index";
import { InputError, ServiceError } from "#core/domain/errors";
import { cleanText } from "#core/domain/text";
import { englishOf } from "#core/messages/message";
import { applyCompanyNetwork } from "#core/platform/company-policy/network";
import { openCompanyPolicy } from "#core/platform/company-policy/reader";
import { openKeychain } from "#core/platform/keychain";
import { loadSettings } from "#core/platform/load-settings";
import { openLog } from "#core/platform/log";
import { launchDescription, launcherFile } from "#core/platform/state/home-files";
import { applySystemProxies, readSystemProxies } from "#core/platform/system-proxy/index";
import type { CommandLine } from "./command-line";
import { type Finding, findingLines } from "./finding";

const patience = 30_000;
/** An account to which none of this is open is of no use, whoever it belongs to. */
const useful = ["timer.create", "time.read", "time.create", "absence.read", "absence.create"];

function checkNode(): Finding {
  const { electron } = process.versions;
  if (electron) return { ok: true, what: "node", says: `${process.version}, Electron ${electron}` };
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 22 || (major === 22 && minor >= 12);
  return { ok, what: "node", says: ok ? process.version : `${process.version}; 22.12 or newer is needed` };
}

/** @throws where nothing was written yet */
function describedLauncher(home: string): string | undefined {
  const { command } = JSON.parse(readFileSync(launchDescription(home), "utf8"));
  return typeof command === "string" ? command : undefined;
}

function checkLauncher(home: string): Finding {
  let file = launcherFile(home, process.platform);
  try {
    if (process.platform === "win32") file = describedLauncher(home) ?? file;
    if (!statSync(file).isFile()) throw new Error("is not a file");
    accessSync(file, constants.X_OK);
    return { ok: true, what: "registration", says: `launcher ${file}` };
  } catch {
    return {
      ok: false,
      what: "registration",
      says: `no launcher at ${file}: register an AI client in Punchcard's settings`,
    };
  }
}

async function checkAccount(account: Account): Promise<Finding> {
  const { id, service, label } = account.view;
  const what = `account ${id}`;
  const unprotected = unprotectedNote(account.settings);
  const always = unprotected === null ? [] : [unprotected];
  try {
    const facts = await account.facts(AbortSignal.timeout(patience), true);
    const skew = Math.abs(facts.clockSkew ?? 0);
    const parts = [
      cleanText(label, 80),
      `${service}${facts.version ? ` ${cleanText(facts.version, 30)}` : ""}`,
      `as ${cleanText(facts.person.name, 60)}`,
      facts.zone,
      ...(facts.clockSkew === undefined ? [] : [`clock ${skew <= 60 ? "fits" : `differs by ${Math.round(skew)} s`}`]),
    ];
    const notes = [...always, ...(facts.notes ?? [])].map((note) => cleanText(englishOf(note), 500));
    const closed = useful.every((cell) => cell in facts.refused);
    if (closed) parts.push("but nothing that Punchcard needs is open to this account");
    return { ok: skew <= 60 && !closed, what, says: parts.join(", "), notes };
  } catch (error) {
    if (!(error instanceof ServiceError || error instanceof InputError)) throw error;
    return {
      ok: false,
      what,
      says: [error.message, error.next && englishOf(error.next)].filter(Boolean).join(" "),
      notes: always,
    };
  } finally {
    await account.close();
  }
}

async function checkKeychain(): Promise<Finding> {
  const probe = await openKeychain().probe();
  return probe.ok
    ? { ok: true, what: "keychain", says: `${probe.backend}, ${probe.milliseconds} ms` }
    : { ok: false, what: "keychain", says: `${probe.message} ${probe.next}` };
}

function checkCompany(state: PolicyState, client: string): Finding[] {
  if (state.kind === "none") return [];
  const what = "policy";
  if (state.kind === "broken") {
    const says = `${state.place}, ${state.problem}; until that is put right no AI may do anything`;
    return [{ ok: false, what, says }];
  }
  const says = `set by your company in ${state.place}: ${Object.keys(state.policy).join(", ") || "nothing"}`;
  const notes = allowsClient(state, client) ? [] : [`it does not allow the AI client ${client}`];
  return [{ ok: true, what, says, notes }];
}

/** Prints one line for each part; @returns the exit code, 1 where anything is wrong. */
export async function runDoctor(line: CommandLine, print: (text: string) => void): Promise<number> {
  const log = openLog(line.home);
  let wrong = false;
  const tell = (finding: Finding) => {
    wrong ||= !finding.ok;
    for (const text of findingLines(finding)) print(text);
  };
  tell(checkNode());
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0")
    tell({
      ok: true,
      what: "environment",
      says: "NODE_TLS_REJECT_UNAUTHORIZED=0 is set; Punchcard checks certificates all the same. Other programs do not: remove it",
    });
  const company = openCompanyPolicy(process.platform, process.env);
  await company.look();
  applyCompanyNetwork(company.current());
  applySystemProxies(readSystemProxies(line.home));
  for (const finding of checkCompany(company.current(), line.client)) tell(finding);
  const headless = line.headless.length > 0;
  const made = headlessAccounts(line.headless, line.profile);
  const setup = headless ? null : loadSettings(line.home, line.client);
  if (setup?.problem) tell({ ok: false, what: "settings", says: setup.problem.message });
  else if (setup)
    tell({
      ok: setup.accounts.length > 0,
      what: "settings",
      says: setup.accounts.length > 0 ? join(line.home, "settings.json") : "no account is connected: open Punchcard",
    });
  else
    tell({
      ok: true,
      what: "settings",
      says: "not used: accounts are given by options, variables or .env",
      notes: line.notes,
    });
  if (!headless) tell(await checkKeychain());
  const options = { home: line.home, log, secrets: made.secrets, keychain: !headless, company: company.current };
  for (const settings of setup?.accounts ?? made.accounts) tell(await checkAccount(new Account(settings, options)));
  if (!headless) tell(checkLauncher(line.home));
  return wrong ? 1 : 0;
}
