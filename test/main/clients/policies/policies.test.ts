import { describe, expect, it } from "vitest";
import { hasPolicyRules, policyAgainst } from "#main/clients/policies/policies";
import { clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

/** A computer on which an administrator left these files, and (macOS, Windows) settings that a program prints. */
function managed(
  platform: NodeJS.Platform,
  content: Record<string, unknown>,
  { env = {}, printed = {} }: { env?: NodeJS.ProcessEnv; printed?: Record<string, string> } = {},
) {
  const home = platform === "win32" ? "C:\\Users\\m" : "/home/marta";
  const fs = new MemoryFiles([]);
  for (const [path, value] of Object.entries(content))
    fs.put(path, typeof value === "string" ? value : JSON.stringify(value));
  const ran: string[] = [];
  const made = {
    ...{ platform, env: { USER: "marta", ...env }, home, fs },
    punchcardHome: platform === "win32" ? `${home}\\.punchcard` : `${home}/.punchcard`,
    launch: { electron: "C:\\P\\Punchcard.exe", script: "C:\\P\\server.js" },
    run: async (program: string, args: string[]) => {
      ran.push(program);
      const output = printed[args.at(-1) ?? ""];
      return output === undefined ? { code: 1, output: "" } : { code: 0, output };
    },
  };
  return { ...made, ran };
}
type Machine = ReturnType<typeof managed>;
const against = async (id: string, on: Machine) => (await policyAgainst(id, "The client", on))?.next ?? null;
const named = (rule: string, where: string) => `Ask those who set ${rule} in ${where} to allow Punchcard.`;
const own = [launcher, "--client=claude-code"];

/** As Claude Code 2.1.197 answered `claude mcp add-json` under each of these on 2026-11-21. */
describe("Claude Code under an administrator", () => {
  const settings = "/etc/claude-code/managed-settings.json";
  const allowed = (...list: unknown[]) => ({ [settings]: { allowedMcpServers: list } });
  const denied = (...list: unknown[]) => ({ [settings]: { deniedMcpServers: list } });
  it.each<[string, Record<string, unknown>, string | null]>([
    ["no file", {}, null],
    ["a fixed list", { "/etc/claude-code/managed-mcp.json": { mcpServers: {} } }, "managed-mcp.json"],
    ["nobody allowed", allowed(), "allowedMcpServers"],
    ["our name allowed", allowed({ serverName: "punchcard" }), null],
    [
      "our name, but others by command",
      allowed({ serverName: "punchcard" }, { serverCommand: ["npx"] }),
      "allowedMcpServers",
    ],
    ["our command allowed", allowed({ serverCommand: own }), null],
    ["our command without its argument", allowed({ serverCommand: own.slice(0, 1) }), "allowedMcpServers"],
    ["only addresses allowed", allowed({ serverUrl: "https://*" }), "allowedMcpServers"],
    ["a list that is none", { [settings]: { allowedMcpServers: "x" } }, "allowedMcpServers"],
    ["our name denied", denied({ serverName: "punchcard" }), "deniedMcpServers"],
    ["our command denied", denied({ serverCommand: own }), "deniedMcpServers"],
    ["another denied", denied({ serverName: "wiki" }), null],
    ["settings that are no JSON", { [settings]: "{ torn" }, null],
  ])("%s", async (_name, content, rule) => {
    const where = Object.keys(content)[0] ?? "";
    expect(await against("claude-code", managed("linux", content))).toBe(rule && named(rule, where));
  });

  it("reads drop-ins, and a denial beats an allowance elsewhere", async () => {
    const dropIn = "/etc/claude-code/managed-settings.d/10-x.json";
    const on = managed("linux", {
      [settings]: { allowedMcpServers: [{ serverName: "punchcard" }] },
      [dropIn]: { deniedMcpServers: [{ serverName: "punchcard" }] },
      "/etc/claude-code/managed-settings.d/.hidden.json": { allowedMcpServers: [] },
    });
    expect(await against("claude-code", on)).toBe(named("deniedMcpServers", dropIn));
  });

  it("counts the person's own lists, except where only the administrator's do", async () => {
    const mine = "/home/marta/.claude/settings.json";
    const list = { [mine]: { allowedMcpServers: [{ serverName: "a" }] } };
    expect(await against("claude-code", managed("linux", list))).toBe(
      `Change allowedMcpServers in ${mine}, then try again.`,
    );
    const sealed = managed("linux", { ...list, [settings]: { allowManagedMcpServersOnly: true } });
    expect(await against("claude-code", sealed)).toBeNull();
    const both = managed("linux", { ...list, ...allowed({ serverName: "punchcard" }) });
    expect(await against("claude-code", both)).toBeNull();
    const moved = managed(
      "linux",
      { "/cfg/settings.json": { deniedMcpServers: [{ serverName: "punchcard" }] } },
      {
        env: { CLAUDE_CONFIG_DIR: "/cfg" },
      },
    );
    expect(await against("claude-code", moved)).toContain("/cfg/settings.json");
  });

  it("on macOS and Windows, also by device management", async () => {
    const plist = "/Library/Managed Preferences/com.anthropic.claudecode.plist";
    const mac = managed("darwin", { [plist]: "bplist" }, { printed: { [plist]: '{"allowedMcpServers":[]}' } });
    expect(await against("claude-code", mac)).toBe(named("allowedMcpServers", plist));
    const key = "HKLM\\SOFTWARE\\Policies\\ClaudeCode";
    const value = '{"deniedMcpServers":[{"serverName":"punchcard"}]}';
    const windows = managed(
      "win32",
      {},
      { printed: { [key]: `\r\n${key}\r\n    Settings    REG_SZ    ${value}\r\n` } },
    );
    expect(await against("claude-code", windows)).toBe(named("deniedMcpServers", key));
    const file = "C:\\Program Files\\ClaudeCode\\managed-mcp.json";
    expect(await against("claude-code", managed("win32", { [file]: {} }))).toBe(named("managed-mcp.json", file));
  });
});

/** As codex-cli 0.169.0 listed its servers under each of these on 2026-11-21. */
describe("Codex under an administrator", () => {
  const file = "/etc/codex/requirements.toml";
  const identity = (name: string, command: string) => `[mcp_servers.${name}.identity]\ncommand = "${command}"\n`;
  it.each<[string, string, string | null]>([
    ["nothing about servers", 'allowed_approval_policies = ["on-request"]\n', null],
    ["no server at all", "[mcp_servers]\n", "mcp_servers"],
    ["another server", identity("wiki", "/opt/wiki"), "mcp_servers"],
    ["ours", identity("wiki", "/opt/wiki") + identity("punchcard", launcher), null],
    ["ours in one line", `mcp_servers = { punchcard = { identity = { command = "${launcher}" } } }\n`, null],
    ["our name with another command", identity("punchcard", "/opt/x"), "mcp_servers"],
    ["torn", "[mcp_servers", null],
  ])("requirements with %s", async (_name, text, rule) => {
    expect(await against("codex", managed("linux", { [file]: text }))).toBe(rule && named(rule, file));
  });

  it.each(["/etc/codex/managed_config.toml", "/etc/codex/config.toml"])("switched off in %s", async (path) => {
    const on = (text: string) => managed("linux", { [path]: text });
    const rule = named("mcp_servers.punchcard.enabled", path);
    expect(await against("codex", on("[mcp_servers.punchcard]\nenabled = false\n"))).toBe(rule);
    expect(await against("codex", on("[mcp_servers.punchcard]\nenabled = true\n"))).toBeNull();
    expect(await against("codex", on("[mcp_servers.wiki]\nenabled = false\n"))).toBeNull();
  });

  it("on macOS by a profile, on Windows below ProgramData", async () => {
    const plist = "/Library/Managed Preferences/marta/com.openai.codex.plist";
    const text = Buffer.from("[mcp_servers]\n").toString("base64");
    const mac = managed(
      "darwin",
      { [plist]: "bplist" },
      { printed: { [plist]: `{"requirements_toml_base64":"${text}"}` } },
    );
    expect(await against("codex", mac)).toBe(named("mcp_servers", plist));
    const windows = managed(
      "win32",
      { "D:\\Data\\OpenAI\\Codex\\requirements.toml": "[mcp_servers]\n" },
      {
        env: { ProgramData: "D:\\Data" },
      },
    );
    expect(await against("codex", windows)).toContain("D:\\Data\\OpenAI\\Codex\\requirements.toml");
  });
});

/** As Gemini CLI 0.61.0 listed its servers under each of these on 2026-11-21. */
describe("Gemini CLI under an administrator", () => {
  const file = "/etc/gemini-cli/settings.json";
  it.each<[string, string, unknown, string | null]>([
    ["others allowed", file, { mcp: { allowed: ["wiki"] } }, "mcp.allowed"],
    ["nobody allowed", file, { mcp: { allowed: [] } }, "mcp.allowed"],
    ["ours allowed", file, { mcp: { allowed: ["wiki", "punchcard"] } }, null],
    ["ours excluded", file, { mcp: { excluded: ["punchcard"] } }, "mcp.excluded"],
    [
      "ours excluded by default",
      "/etc/gemini-cli/system-defaults.json",
      { mcp: { excluded: ["punchcard"] } },
      "mcp.excluded",
    ],
    ["a switch that counts only from the account", file, { admin: { mcp: { enabled: false } } }, null],
    ["comments", file, '{ // mine\n "mcp": { "excluded": ["punchcard",] } }', "mcp.excluded"],
  ])("%s", async (_name, path, value, rule) => {
    expect(await against("gemini", managed("linux", { [path]: value }))).toBe(rule && named(rule, path));
  });
  it.each([
    ["darwin", "/Library/Application Support/GeminiCli/settings.json", {}],
    ["win32", "C:\\ProgramData\\gemini-cli\\settings.json", {}],
    ["linux", "/srv/gemini.json", { GEMINI_CLI_SYSTEM_SETTINGS_PATH: "/srv/gemini.json" }],
  ] as const)("on %s in %s", async (platform, path, env) => {
    const on = managed(platform, { [path]: { mcp: { excluded: ["punchcard"] } } }, { env });
    expect(await against("gemini", on)).toBe(named("mcp.excluded", path));
  });
});

describe("VS Code and Claude Desktop under an administrator", () => {
  const policy = "/etc/vscode/policy.json";
  it.each<[unknown, boolean]>([
    ["none", true],
    ["registry", true],
    [false, true],
    ["all", false],
    [true, false],
    [undefined, false],
  ])("ChatMCP %j", async (ChatMCP, blocked) => {
    const on = managed("linux", { [policy]: { ChatMCP, UpdateMode: "none" } });
    for (const id of ["vscode", "vscode-insiders", "vscodium"])
      expect(await against(id, on)).toBe(blocked ? named("ChatMCP", policy) : null);
  });

  it("each product has a key of its own on Windows, for the machine or the person", async () => {
    const key = "HKCU\\SOFTWARE\\Policies\\Microsoft\\VSCodeInsiders";
    const printed = { [key]: `${key}\r\n    UpdateMode    REG_SZ    none\r\n    ChatMCP    REG_DWORD    0x0\r\n` };
    expect(await against("vscode-insiders", managed("win32", {}, { printed }))).toBe(named("ChatMCP", key));
    expect(await against("vscode", managed("win32", {}, { printed }))).toBeNull();
  });

  it("local servers of Claude Desktop, as texts and as numbers", async () => {
    const key = "HKLM\\SOFTWARE\\Policies\\Claude";
    const line = (rest: string) => ({ printed: { [key]: `${key}\r\n    isLocalDevMcpEnabled    ${rest}\r\n` } });
    for (const off of ["REG_DWORD    0x0", "REG_SZ    false", "REG_SZ    0"])
      expect(await against("claude-desktop", managed("win32", {}, line(off)))).toBe(named("isLocalDevMcpEnabled", key));
    expect(await against("claude-desktop", managed("win32", {}, line("REG_DWORD    0x1")))).toBeNull();
    const plist = "/Library/Managed Preferences/marta/com.anthropic.claudefordesktop.plist";
    const mac = managed("darwin", { [plist]: "" }, { printed: { [plist]: '{"isLocalDevMcpEnabled":false}' } });
    expect(await against("claude-desktop", mac)).toBe(named("isLocalDevMcpEnabled", plist));
  });

  it("no program is asked where there is no profile, and none twice in a row", async () => {
    const mac = managed("darwin", {});
    await against("claude-desktop", mac);
    expect(mac.ran).toEqual([]);
    const windows = managed("win32", {});
    await against("vscode", windows);
    await against("vscode", windows);
    expect(windows.ran).toHaveLength(2);
    expect(hasPolicyRules("cursor")).toBe(false);
    expect(await against("cursor", windows)).toBeNull();
  });
});

describe("a client under a policy", () => {
  it("says so with the place, and not a byte is written in either direction", async () => {
    const { fs, text } = machine({ codex: 'model = "x"\n', gemini: "{}" });
    fs.put("/etc/codex/requirements.toml", "[mcp_servers]\n");
    const clients = clientsOn(fs);
    fs.written = 0;
    const view = (await clients.list()).find(({ id }) => id === "codex");
    expect(view).toMatchObject({
      state: "blocked_by_policy",
      canRegister: false,
      canOpen: false,
      canUnregister: false,
    });
    expect(view?.reason).toContain("/etc/codex/requirements.toml");
    await expect(clients.register("codex")).rejects.toMatchObject({ code: "client_policy" });
    await expect(clients.unregister("codex")).rejects.toMatchObject({ code: "client_policy" });
    expect((await clients.plan("codex")).refusal).toMatchObject({ code: "client_policy", saved: "no" });
    expect([text("codex"), fs.written]).toEqual(['model = "x"\n', 0]);
    expect(await clients.register("gemini")).toMatchObject({ state: "registered" });

    fs.files.delete("/etc/codex/requirements.toml");
    expect(await clients.register("codex")).toMatchObject({ state: "registered" });
    fs.put("/etc/codex/requirements.toml", "[mcp_servers]\n");
    expect((await clients.list()).find(({ id }) => id === "codex")).toMatchObject({ state: "blocked_by_policy" });
    expect(fs.text(files.codex)).toContain("[mcp_servers.punchcard]");
  });
});
