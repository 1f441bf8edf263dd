import type { PolicyState } from "#core/domain/company-policy/index";
import type { MessageText } from "#core/messages/catalog";
import type { CredentialStore } from "#core/platform/credentials";
import type { ProxyUse } from "#core/platform/system-proxy/index";
import type { AccountFactsCache } from "../accounts/facts";
import { type Log, toFailure } from "../app/failure";
import type { Clients } from "../clients";
import type { Failure } from "../ipc/contract";
import type { Check } from "../ipc/contract/diagnostics";
import type { ShortcutsView } from "../ipc/contract/shortcuts";
import type { Translate } from "../locales";
import type { SettingsStore } from "../settings/store";
import { anonymous } from "./log";

export interface DiagnosticsDeps {
  keychain: Pick<CredentialStore, "probe">;
  core: {
    server: { inspect(): Promise<{ startMilliseconds: number; tools: string[] }> };
    facts: Pick<AccountFactsCache, "read" | "last" | "of">;
    settings: Pick<SettingsStore, "get" | "problem">;
    company(): PolicyState;
    t(): Translate;
  };
  tray: boolean;
  /** What this system tells of its person. */
  presence(): { idle: boolean; lock: boolean; sleep: boolean };
  /** Keys from anywhere, as the system took them. */
  shortcuts(): ShortcutsView;
  platform: NodeJS.Platform;
  /** How services are reached. */
  proxies(): ProxyUse;
  clients: Pick<Clients, "list" | "launcher">;
  log: Log;
  /** What the copied text begins with: versions and system. */
  system: Record<string, string>;
}

type Part = (deps: DiagnosticsDeps) => Promise<Check[]>;

const problemOf = (id: string, { message, next }: Omit<Failure, "code" | "saved">): Check => ({
  id,
  verdict: "problem",
  message,
  ...(next && { next }),
});

const keychain: Part = async ({ keychain, core: { t } }) => {
  const probe = await keychain.probe();
  return [
    probe.ok
      ? {
          id: "keychain",
          verdict: "ok",
          message: t()("checks.keychainOk", { backend: probe.backend }),
          milliseconds: probe.milliseconds,
        }
      : problemOf("keychain", probe),
  ];
};

const server: Part = async ({ core: { server, t } }) => {
  const { startMilliseconds, tools } = await server.inspect();
  const message = t()("checks.server", { tools: tools.length });
  return [{ id: "server", verdict: "ok", message, milliseconds: startMilliseconds }];
};

const accounts: Part = async ({ core: { facts, settings, t } }) => {
  const all = settings.get().accounts;
  if (all.length === 0) return [{ id: "accounts", verdict: "note", message: t()("checks.noAccount") }];
  return Promise.all(
    all.map(async ({ id, service }): Promise<Check> => {
      await facts.read(id);
      const last = facts.last(id);
      const check = `account:${id}`;
      if (!last) return { id: check, verdict: "note", message: t()("checks.accountUnknown") };
      if (last.failure) return problemOf(check, last.failure);
      const words = { service: t()(`services.${service}`), version: facts.of(id)?.version ?? "" };
      const message = t()("checks.accountOk", words).replace(/\s+/g, " ");
      return { id: check, verdict: "ok", message, milliseconds: last.took };
    }),
  );
};

const tray: Part = async ({ tray, platform, core: { t } }) => {
  if (!tray) return [{ id: "tray", verdict: "note", message: t()("checks.trayNone") }];
  return [
    platform === "linux"
      ? { id: "tray", verdict: "note", message: t()("checks.trayMenuOnly") }
      : { id: "tray", verdict: "ok", message: t()("checks.trayOk") },
  ];
};

const presence: Part = async ({ presence, core: { t } }) => {
  const tells = presence();
  const named = (told: boolean) =>
    (["idle", "lock", "sleep"] as const)
      .filter((one) => tells[one] === told)
      .map((one) => t()(`checks.presence.${one}`))
      .join(", ");
  const [known, unknown] = [named(true), named(false)];
  if (unknown === "") return [{ id: "presence", verdict: "ok", message: t()("checks.presenceAll") }];
  const message = known === "" ? t()("checks.presenceNone") : t()("checks.presencePart", { known, unknown });
  return [{ id: "presence", verdict: "note", message }];
};

const shortcuts: Part = async ({ shortcuts, core: { t } }) => {
  const { by, list } = shortcuts();
  const check = (verdict: Check["verdict"], message: MessageText): Check[] => [{ id: "shortcuts", verdict, message }];
  if (by === "none") return check("note", t()("checks.shortcutsNone"));
  const refused = list.filter(({ problem }) => problem !== null).map(({ keys }) => keys);
  if (refused.length > 0) return check("problem", t()("checks.shortcutsRefused", { keys: refused.join(", ") }));
  return check("ok", t()(by === "portal" ? "checks.shortcutsPortal" : "checks.shortcutsOk"));
};

const proxy: Part = async ({ proxies, core: { t } }) => {
  const { by, refused, ...use } = proxies();
  if (refused.length > 0)
    return [{ id: "proxy", verdict: "problem", message: t()("checks.proxyRefused", { names: refused.join(", ") }) }];
  return [{ id: "proxy", verdict: "ok", message: t()(`checks.proxy.${by}`, { names: use.proxies.join(", ") }) }];
};

const launcher: Part = async ({ clients, core: { t } }) => {
  const { path, isThere, usesProgram } = await clients.launcher();
  if (!isThere) return [{ id: "launcher", verdict: "note", message: t()("checks.launcherMissing") }];
  return [
    usesProgram
      ? { id: "launcher", verdict: "ok", message: t()("checks.launcherOk", { path }) }
      : { id: "launcher", verdict: "note", message: t()("checks.launcherWithout", { path }) },
  ];
};

const clients: Part = async ({ clients, core: { t } }) => {
  const all = await clients.list();
  const trouble = all.filter(({ state }) => ["needs_update", "removed_by_client", "unreadable"].includes(state));
  const count = all.filter(({ state }) => state === "registered").length;
  const check = (verdict: Check["verdict"], message: MessageText): Check[] => [{ id: "clients", verdict, message }];
  if (trouble.length > 0)
    return check("problem", t()("checks.clientsTrouble", { names: trouble.map(({ label }) => label).join(", ") }));
  return count > 0 ? check("ok", t()("checks.clientsOk", { count })) : check("note", t()("checks.clientsNone"));
};

const settingsFile: Part = async ({ core: { settings, t } }) => {
  const problem = settings.problem();
  return [
    problem ? problemOf("settings", problem) : { id: "settings", verdict: "ok", message: t()("checks.settingsOk") },
  ];
};

const company: Part = async ({ core: { company, t } }) => {
  const state = company();
  if (state.kind === "none") return [];
  const { place } = state;
  return [
    state.kind === "broken"
      ? { id: "policy", verdict: "problem", message: t()("checks.policyBroken", { place, problem: state.problem }) }
      : { id: "policy", verdict: "note", message: t()("checks.policy", { place }) },
  ];
};

const parts: Record<string, Part> = {
  keychain,
  server,
  accounts,
  tray,
  presence,
  shortcuts,
  proxy,
  launcher,
  clients,
  settings: settingsFile,
  policy: company,
};

/** Checks everything that Punchcard needs, one after another; a check that breaks is a problem, not an error. */
export async function runChecks(deps: DiagnosticsDeps): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [id, part] of Object.entries(parts)) {
    try {
      checks.push(...(await part(deps)));
    } catch (error) {
      checks.push(problemOf(id, toFailure(error, deps.log)));
    }
  }
  return checks;
}

/** The checks as text to send to somebody: without tokens, names and addresses. */
export function reportText(checks: Check[], deps: DiagnosticsDeps, at: string): string {
  const { facts, settings } = deps.core;
  const { accounts } = settings.get();
  const names = accounts.flatMap(({ id, label, url, user }) => [
    facts.of(id)?.person.name ?? "",
    url ? new URL(url).host : "",
    user ?? "",
    label.split(" · ")[1] ?? "",
  ]);
  const { proxies, refused } = deps.proxies();
  names.push(...proxies, ...refused.map((via) => via.replace(/^\S+ /, "")));
  const lines = checks.map(({ id, verdict, message, next, milliseconds }) => {
    const time = milliseconds === undefined ? "" : ` (${milliseconds} ms)`;
    return `${verdict.toUpperCase().padEnd(8)}${id.replace(/^account:.*/, "account")}: ${[message, next].filter(Boolean).join(" ")}${time}`;
  });
  const system = Object.entries(deps.system).map(([name, value]) => `${name}: ${value}`);
  return anonymous(["Punchcard diagnostics", `at: ${at}`, ...system, "", ...lines, ""].join("\n"), names);
}
