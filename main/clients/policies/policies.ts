import type { Failure } from "../../ipc/contract";
import { isRecord, pathsOf, serverEntryFor, serverName } from "../server-entry";
import type { ClientContext } from "../types";
import {
  jsonFile,
  jsonFolder,
  managedPreferences,
  type PolicyMachine,
  type PolicySource,
  registryPolicies,
  tomlFile,
  tomlValues,
} from "./policy-sources";

type Machine = PolicyMachine & Pick<ClientContext, "punchcardHome" | "launch">;
/** What forbids our server: the rule in the client's own words, and where it stands. */
interface Policy {
  rule: string;
  where: string;
}
type Resolve = (machine: Machine) => Promise<Policy | null>;

const strings = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null);
const isOff = (value: unknown) => value === false || value === 0 || /^(false|0)$/i.test(String(value));
const present = (sources: (PolicySource | null)[]) => sources.filter((source) => source !== null);
const forbids = (sources: PolicySource[], rule: string, test: (values: PolicySource["values"]) => boolean) => {
  const found = sources.find(({ values }) => test(values));
  return found ? { rule, where: found.where } : null;
};

/** By platform, where administrators put files of an app. */
function systemFolder({ platform, env }: Machine, names: { darwin: string; linux: string; win32: string[] }): string {
  const { join } = pathsOf(platform);
  if (platform === "darwin") return names.darwin;
  if (platform !== "win32") return names.linux;
  const [variable = "", usual = "", ...rest] = names.win32;
  return join(env[variable] || usual, ...rest);
}

/** Of a profile (macOS) or the registry (Windows); Linux has neither. */
async function deviceSources(machine: Machine, domain: string, key: string): Promise<PolicySource[]> {
  if (machine.platform === "darwin") return managedPreferences(domain, machine);
  return machine.platform === "win32" ? registryPolicies(key, machine) : [];
}

const claudeDesktop: Resolve = async (machine) =>
  forbids(
    await deviceSources(machine, "com.anthropic.claudefordesktop", "Claude"),
    "isLocalDevMcpEnabled",
    (values) => "isLocalDevMcpEnabled" in values && isOff(values.isLocalDevMcpEnabled),
  );

/** Whether an entry of Claude Code's lists means our server: by name, or by command and arguments word for word. */
function names(list: unknown[], kind: "serverName" | "serverCommand", own: string[]): boolean {
  const is = (value: unknown) =>
    kind === "serverName" ? value === serverName : JSON.stringify(value) === JSON.stringify(own);
  return list.some((one) => isRecord(one) && is(one[kind]));
}

/**
 * Tried with 2.1.197: a denied name or command always wins; where a list of allowed servers has a command, only
 * commands count; an unreadable list allows nobody. The person's own settings may forbid too.
 */
const claudeCode: Resolve = async (machine) => {
  const { join } = pathsOf(machine.platform);
  const folder = systemFolder(machine, {
    darwin: "/Library/Application Support/ClaudeCode",
    linux: "/etc/claude-code",
    win32: ["ProgramFiles", "C:\\Program Files", "ClaudeCode"],
  });
  const fixed = join(folder, "managed-mcp.json");
  if (await machine.fs.facts(fixed, { follow: false })) return { rule: "managed-mcp.json", where: fixed };

  const device = (await deviceSources(machine, "com.anthropic.claudecode", "ClaudeCode")).map(({ where, values }) => {
    const settings = typeof values.Settings === "string" ? tryJson(values.Settings) : null;
    return { where, values: settings ?? values };
  });
  const managed = [
    ...device,
    ...present([await jsonFile(join(folder, "managed-settings.json"), machine)]),
    ...(await jsonFolder(join(folder, "managed-settings.d"), machine)),
  ];
  const own = await jsonFile(
    join(machine.env.CLAUDE_CONFIG_DIR || join(machine.home, ".claude"), "settings.json"),
    machine,
  );
  const all = present([...managed, own]);
  const { command, args } = serverEntryFor("claude-code", machine);
  const words = [command, ...args];
  const denied = forbids(all, "deniedMcpServers", ({ deniedMcpServers }) => {
    const list = strings(deniedMcpServers) ?? [];
    return names(list, "serverName", words) || names(list, "serverCommand", words);
  });
  if (denied) return denied;

  const onlyManaged = managed.some(({ values }) => values.allowManagedMcpServersOnly === true);
  const lists = (onlyManaged ? managed : all).filter(({ values }) => values.allowedMcpServers !== undefined);
  const allowed = lists.flatMap(({ values }) => strings(values.allowedMcpServers) ?? []);
  const byCommand = allowed.some((one) => isRecord(one) && "serverCommand" in one);
  const first = lists[0];
  if (!first || names(allowed, byCommand ? "serverCommand" : "serverName", words)) return null;
  return { rule: "allowedMcpServers", where: first.where };
};

/** Policy `ChatMCP` (chat.mcp.access): everything, only what a registry lists, or nothing; older versions: yes or no. */
const vscode =
  (domain: string, product: string): Resolve =>
  async (machine) => {
    const linux = machine.platform === "linux" ? await jsonFile("/etc/vscode/policy.json", machine) : null;
    const sources = present([linux, ...(await deviceSources(machine, domain, `Microsoft\\${product}`))]);
    return forbids(
      sources,
      "ChatMCP",
      ({ ChatMCP }) => ChatMCP !== undefined && (ChatMCP === "none" || ChatMCP === "registry" || isOff(ChatMCP)),
    );
  };

/**
 * Tried with 0.169.0: where requirements name any server, only those start whose name and command they give; a layer of
 * the administrator may also switch ours off.
 */
const codex: Resolve = async (machine) => {
  const { join } = pathsOf(machine.platform);
  const folder = systemFolder(machine, {
    darwin: "/etc/codex",
    linux: "/etc/codex",
    win32: ["ProgramData", "C:\\ProgramData", "OpenAI", "Codex"],
  });
  const profile = machine.platform === "darwin" ? await managedPreferences("com.openai.codex", machine) : [];
  const encoded = await Promise.all(
    profile.map(async ({ where, values: { requirements_toml_base64: text } }) => {
      const values = typeof text === "string" ? await tomlValues(Buffer.from(text, "base64").toString("utf8")) : null;
      return values && { where, values };
    }),
  );
  const { command } = serverEntryFor("codex", machine);
  const requirements = present([...encoded, await tomlFile(join(folder, "requirements.toml"), machine)]);
  const required = forbids(requirements, "mcp_servers", ({ mcp_servers: servers }) => {
    if (!isRecord(servers)) return false;
    const ours = servers[serverName];
    return !(isRecord(ours) && isRecord(ours.identity) && ours.identity.command === command);
  });
  const layers = present([
    await tomlFile(join(folder, "managed_config.toml"), machine),
    await tomlFile(join(folder, "config.toml"), machine),
  ]);
  const off = forbids(layers, `mcp_servers.${serverName}.enabled`, ({ mcp_servers: servers }) => {
    const ours = isRecord(servers) ? servers[serverName] : null;
    return isRecord(ours) && ours.enabled === false;
  });
  return required ?? off;
};

/** Tried with 0.61.0: lists of names in the system's settings; what its own defaults exclude stays out as well. */
const gemini: Resolve = async (machine) => {
  const { join } = pathsOf(machine.platform);
  const { GEMINI_CLI_SYSTEM_SETTINGS_PATH: moved, GEMINI_CLI_SYSTEM_DEFAULTS_PATH: movedDefaults } = machine.env;
  const folder = systemFolder(machine, {
    darwin: "/Library/Application Support/GeminiCli",
    linux: "/etc/gemini-cli",
    win32: ["ProgramData", "C:\\ProgramData", "gemini-cli"],
  });
  const file = moved || join(folder, "settings.json");
  const defaults = movedDefaults || join(pathsOf(machine.platform).dirname(file), "system-defaults.json");
  const settings = await jsonFile(file, machine);
  const mcp = (values: PolicySource["values"]) => (isRecord(values.mcp) ? values.mcp : {});
  const excluded = forbids(present([settings, await jsonFile(defaults, machine)]), "mcp.excluded", (values) =>
    Boolean(strings(mcp(values).excluded)?.includes(serverName)),
  );
  const allowed = forbids(present([settings]), "mcp.allowed", (values) => {
    const list = strings(mcp(values).allowed);
    return list !== null && !list.includes(serverName);
  });
  return excluded ?? allowed;
};

function tryJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Clients whose administrators' rules can be read on this computer. Those of the others come with the account. */
const resolvers: Partial<Record<string, Resolve>> = {
  "claude-desktop": claudeDesktop,
  "claude-code": claudeCode,
  vscode: vscode("com.microsoft.VSCode", "VSCode"),
  "vscode-insiders": vscode("com.microsoft.VSCodeInsiders", "VSCodeInsiders"),
  vscodium: vscode("com.vscodium", "VSCodium"),
  codex,
  gemini,
};
export const hasPolicyRules = (clientId: string) => resolvers[clientId] !== undefined;

/** On macOS and Windows a program has to be asked, so for a little while the answer holds. */
const asked = new WeakMap<object, Map<string, { at: number; policy: Promise<Policy | null> }>>();
const holds = 30_000;

function policyOf(clientId: string, machine: Machine): Promise<Policy | null> {
  const resolve = resolvers[clientId] ?? (async () => null);
  if (machine.platform === "linux") return resolve(machine);
  const known = asked.get(machine) ?? new Map();
  asked.set(machine, known);
  const last = known.get(clientId);
  if (last && Date.now() - last.at < holds) return last.policy;
  const policy = resolve(machine);
  known.set(clientId, { at: Date.now(), policy });
  return policy;
}

/** Why the client would not start our server although the entry is there; null: nothing known against it. */
export async function policyAgainst(clientId: string, label: string, machine: Machine): Promise<Failure | null> {
  const policy = await policyOf(clientId, machine);
  if (!policy) return null;
  const { rule, where } = policy;
  // Some lists a person may keep as well, below the home folder.
  const own = [machine.home, machine.env.CLAUDE_CONFIG_DIR].some((folder) => folder && where.startsWith(folder));
  return {
    code: "client_policy",
    message: own
      ? `Your own settings of ${label} do not let it start Punchcard.`
      : `Your organisation sets which servers ${label} may start, and Punchcard is not among them.`,
    saved: "no",
    next: own
      ? `Change ${rule} in ${where}, then try again.`
      : `Ask those who set ${rule} in ${where} to allow Punchcard.`,
  };
}
