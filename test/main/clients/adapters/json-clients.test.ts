import { describe, expect, it } from "vitest";
import {
  antigravityFiles,
  claudeCodeFiles,
  clineFiles,
  copilotFiles,
  cursorFiles,
  geminiFiles,
  junieFiles,
  lmStudioFiles,
  windsurfFiles,
  zedFiles,
} from "../../../../main/clients/adapters/json-config-locations";
import { clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

const places = {
  antigravityFiles,
  claudeCodeFiles,
  clineFiles,
  copilotFiles,
  cursorFiles,
  geminiFiles,
  junieFiles,
  lmStudioFiles,
  windsurfFiles,
  zedFiles,
};

const user = "C:\\Users\\Marta M";
const roaming = `${user}\\AppData\\Roaming`;
const storage = "User/globalStorage/saoudrizwan.claude-dev";
const settings = "settings/cline_mcp_settings.json";

interface Case {
  client: keyof typeof places;
  on?: NodeJS.Platform;
  env?: NodeJS.ProcessEnv;
  /** Paths that end in a slash are folders. */
  there?: string[];
  found: string[];
  installed?: boolean;
}
const mac = "/h/Library/Application Support";
const cases: Case[] = [
  { client: "cursorFiles", installed: false, found: ["/h/.cursor/mcp.json"] },
  { client: "cursorFiles", there: ["/h/.cursor/"], found: ["/h/.cursor/mcp.json"] },
  { client: "cursorFiles", there: ["/h/.config/Cursor/"], found: ["/h/.cursor/mcp.json"] },
  { client: "cursorFiles", on: "darwin", there: [`${mac}/Cursor/`], found: ["/h/.cursor/mcp.json"] },
  { client: "cursorFiles", on: "win32", there: [`${roaming}\\Cursor/`], found: [`${user}\\.cursor\\mcp.json`] },
  { client: "windsurfFiles", there: ["/h/.codeium/windsurf/"], found: ["/h/.codeium/windsurf/mcp_config.json"] },
  {
    client: "windsurfFiles",
    there: ["/h/.codeium/"],
    installed: false,
    found: ["/h/.codeium/windsurf/mcp_config.json"],
  },
  {
    client: "windsurfFiles",
    on: "win32",
    there: [`${roaming}\\Windsurf/`],
    found: [`${user}\\.codeium\\windsurf\\mcp_config.json`],
  },
  { client: "geminiFiles", there: ["/h/.gemini/antigravity/"], installed: false, found: ["/h/.gemini/settings.json"] },
  { client: "geminiFiles", there: ["/h/.gemini/settings.json"], found: ["/h/.gemini/settings.json"] },
  { client: "geminiFiles", there: ["/opt/n/gemini"], env: { PATH: "/opt/n" }, found: ["/h/.gemini/settings.json"] },
  {
    client: "geminiFiles",
    there: ["/h/n/gemini"],
    env: { PATH: "n" },
    installed: false,
    found: ["/h/.gemini/settings.json"],
  },
  {
    client: "geminiFiles",
    env: { GEMINI_CLI_HOME: "/g" },
    there: ["/g/.gemini/settings.json"],
    found: ["/g/.gemini/settings.json"],
  },
  { client: "antigravityFiles", installed: false, found: ["/h/.gemini/config/mcp_config.json"] },
  { client: "antigravityFiles", there: ["/h/.gemini/config/"], found: ["/h/.gemini/config/mcp_config.json"] },
  { client: "antigravityFiles", there: ["/h/.gemini/antigravity/"], found: ["/h/.gemini/antigravity/mcp_config.json"] },
  {
    client: "antigravityFiles",
    there: ["/h/.gemini/config/", "/h/.gemini/antigravity/mcp_config.json"],
    found: ["/h/.gemini/config/mcp_config.json", "/h/.gemini/antigravity/mcp_config.json"],
  },
  {
    client: "antigravityFiles",
    on: "darwin",
    there: [`${mac}/Antigravity/`],
    found: ["/h/.gemini/config/mcp_config.json"],
  },
  { client: "copilotFiles", there: ["/h/.copilot/"], found: ["/h/.copilot/mcp-config.json"] },
  {
    client: "copilotFiles",
    env: { XDG_CONFIG_HOME: "/cfg" },
    there: ["/cfg/copilot/"],
    installed: false,
    found: ["/h/.copilot/mcp-config.json"],
  },
  { client: "copilotFiles", env: { COPILOT_HOME: "/c" }, there: ["/c/"], found: ["/c/mcp-config.json"] },
  {
    client: "copilotFiles",
    env: { COPILOT_HOME: "c" },
    there: ["/h/.copilot/"],
    found: ["/h/.copilot/mcp-config.json"],
  },
  { client: "zedFiles", there: ["/h/.config/zed/"], found: ["/h/.config/zed/settings.json"] },
  { client: "zedFiles", env: { XDG_CONFIG_HOME: "/cfg" }, there: ["/cfg/zed/"], found: ["/cfg/zed/settings.json"] },
  {
    client: "zedFiles",
    on: "darwin",
    env: { XDG_CONFIG_HOME: "/cfg" },
    there: ["/h/.config/zed/"],
    found: ["/h/.config/zed/settings.json"],
  },
  {
    client: "zedFiles",
    on: "darwin",
    there: [`${mac}/Zed/`],
    installed: false,
    found: ["/h/.config/zed/settings.json"],
  },
  { client: "zedFiles", on: "win32", there: [`${roaming}\\Zed/`], found: [`${roaming}\\Zed\\settings.json`] },
  { client: "junieFiles", there: ["/h/.junie/"], found: ["/h/.junie/mcp/mcp.json"] },
  { client: "lmStudioFiles", installed: false, found: ["/h/.lmstudio/mcp.json"] },
  { client: "lmStudioFiles", there: ["/h/.cache/lm-studio/"], found: ["/h/.cache/lm-studio/mcp.json"] },
  { client: "lmStudioFiles", there: ["/h/.cache/lm-studio/", "/h/.lmstudio/"], found: ["/h/.lmstudio/mcp.json"] },
  {
    client: "clineFiles",
    installed: false,
    there: ["/h/.config/Code/"],
    found: [`/h/.config/Code/${storage}/${settings}`],
  },
  {
    client: "clineFiles",
    there: [`/h/.config/Code/${storage}/`, `/h/.config/Cursor/${storage}/`, "/h/.cline/data/", "/h/.cline/mcp.json"],
    found: [
      `/h/.config/Code/${storage}/${settings}`,
      `/h/.config/Cursor/${storage}/${settings}`,
      `/h/.cline/data/${settings}`,
      "/h/.cline/mcp.json",
    ],
  },
  { client: "clineFiles", env: { CLINE_DIR: "/cl" }, there: ["/cl/data/"], found: [`/cl/data/${settings}`] },
  {
    client: "clineFiles",
    on: "darwin",
    there: [`${mac}/VSCodium/${storage}/`],
    found: [`${mac}/VSCodium/${storage}/${settings}`],
  },
  { client: "claudeCodeFiles", installed: false, found: ["/h/.claude.json"] },
  { client: "claudeCodeFiles", there: ["/h/.claude.json"], found: ["/h/.claude.json"] },
  { client: "claudeCodeFiles", there: ["/h/.local/bin/claude"], found: ["/h/.claude.json"] },
  { client: "claudeCodeFiles", env: { CLAUDE_CONFIG_DIR: "/cc" }, there: ["/cc/"], found: ["/cc/.claude.json"] },
  {
    client: "claudeCodeFiles",
    env: { CLAUDE_CONFIG_DIR: "/cc" },
    there: ["/h/.claude.json"],
    installed: false,
    found: ["/cc/.claude.json"],
  },
  {
    client: "claudeCodeFiles",
    on: "win32",
    there: [`${user}\\.local\\bin\\claude.exe`],
    found: [`${user}\\.claude.json`],
  },
];

describe("where clients keep their servers", () => {
  it.each(cases)(
    "$client on $on with $env and $there",
    async ({ client, on = "linux", env = {}, there = [], found, installed = true }) => {
      const fs = new MemoryFiles([]);
      for (const path of there) {
        if (path.endsWith("/")) fs.addFolder(path.slice(0, -1));
        else fs.put(path, "", 0o755);
      }
      const home = on === "win32" ? user : "/h";
      const windows = on === "win32" ? { APPDATA: roaming } : {};
      expect(await places[client]({ platform: on, env: { ...windows, ...env }, home, fs })).toEqual({
        installed,
        files: found,
      });
    },
  );
});

describe("what a client is given", () => {
  const plain = (client: string) => ({ command: launcher, args: [`--client=${client}`] });
  it.each([
    ["vscodium", "servers", { type: "stdio", ...plain("vscodium") }],
    ["cursor", "mcpServers", plain("cursor")],
    ["windsurf", "mcpServers", plain("windsurf")],
    ["gemini", "mcpServers", plain("gemini")],
    ["antigravity", "mcpServers", plain("antigravity")],
    ["copilot", "mcpServers", { type: "local", tools: ["*"], ...plain("copilot") }],
    ["zed", "context_servers", { source: "custom", ...plain("zed") }],
    ["junie", "mcpServers", plain("junie")],
    ["lmstudio", "mcpServers", plain("lmstudio")],
    ["cline", "mcpServers", plain("cline")],
  ] as const)("%s: one entry under %s, with its own id", async (client, container, entry) => {
    const { clients, text } = machine({ [client]: null });
    expect(await clients.register(client)).toMatchObject({ state: "registered", file: files[client] });
    expect(JSON.parse(text(client) ?? "")).toEqual({ [container]: { punchcard: entry } });
    expect(clients.labelOf(client)).toMatch(/^[A-Z]/);
    await clients.unregister(client);
    expect(text(client)).toBeNull();
  });
});

describe("what a client reads no more after a careless edit", () => {
  const comment = '{\n  // mine\n  "mcpServers": {}\n}';
  const comma = '{\n  "mcpServers": { "a": { "command": "a" }, }\n}';
  const mark = '\uFEFF{ "mcpServers": {} }';
  const all = { comment, comma, mark };
  it.each([
    ["cursor", [], ["comment", "comma", "mark"]],
    ["windsurf", [], ["comment", "comma", "mark"]],
    ["antigravity", [], ["comment", "comma", "mark"]],
    ["junie", [], ["comment", "comma", "mark"]],
    ["lmstudio", [], ["comment", "comma", "mark"]],
    ["cline", [], ["comment", "comma", "mark"]],
    ["gemini", ["comment"], ["comma", "mark"]],
    ["copilot", ["comment", "comma", "mark"], []],
    ["zed", ["comment", "comma", "mark"], []],
  ] as const)("%s reads %j and not %j", async (client, reads, refuses) => {
    const codes = { comment: "client_comments", comma: "client_trailing_comma", mark: "client_bom" };
    for (const name of reads) {
      const { clients, text } = machine({ [client]: all[name] });
      await clients.register(client);
      await clients.unregister(client);
      expect(text(client)).toBe(all[name]);
    }
    for (const name of refuses) {
      const { clients, text } = machine({ [client]: all[name] });
      await expect(clients.register(client)).rejects.toMatchObject({ code: codes[name] });
      expect(text(client)).toBe(all[name]);
    }
  });
});

describe("a person's own settings in our entry", () => {
  it("stay in Cline, and an entry switched off stays off", async () => {
    const own = '"autoApprove": ["get_status"], "disabled": true, "timeout": 120';
    const before = `{ "mcpServers": { "punchcard": { ${own}, "command": "/old/bin/punchcard-mcp", "args": ["--client=cline"] } } }`;
    const { clients, text } = machine({ cline: before });
    expect(await clients.register("cline")).toMatchObject({ state: "disabled_by_user" });
    expect(text("cline")).toBe(before.replace("/old/bin/punchcard-mcp", launcher));
  });

  it("stay in Zed and Copilot: another source, fewer tools", async () => {
    const entry = (more: object) => ({ ...more, command: "/old/bin/punchcard-mcp", args: [] });
    const zed = machine({ zed: JSON.stringify({ context_servers: { punchcard: entry({ enabled: false }) } }) });
    expect(await zed.clients.register("zed")).toMatchObject({ state: "disabled_by_user" });
    expect(JSON.parse(zed.text("zed") ?? "").context_servers.punchcard).toEqual({
      enabled: false,
      command: launcher,
      args: ["--client=zed"],
    });
    const copilot = machine({
      copilot: JSON.stringify({ mcpServers: { punchcard: entry({ tools: ["get_status"] }) } }),
    });
    await copilot.clients.register("copilot");
    expect(JSON.parse(copilot.text("copilot") ?? "").mcpServers.punchcard.tools).toEqual(["get_status"]);
  });
});

describe("Roo Code, which is no longer made", () => {
  const file = "/home/marta/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json";
  it("is listed only while it has an entry, which can be taken out and not put in", async () => {
    const entry = { command: launcher, args: ["--client=other"] };
    const { fs } = machine();
    const clients = clientsOn(fs);
    const roo = async () => (await clients.list()).find(({ id }) => id === "roo");
    expect(await roo()).toBeUndefined();
    fs.put(file, JSON.stringify({ mcpServers: { a: { command: "a" } } }));
    expect(await roo()).toBeUndefined();
    await expect(clients.register("roo")).rejects.toMatchObject({ code: "client_not_installed" });
    fs.put(file, JSON.stringify({ mcpServers: { a: { command: "a" }, punchcard: entry } }));
    expect(await roo()).toMatchObject({
      label: "Roo Code",
      state: "registered",
      canRegister: false,
      canUnregister: true,
    });
    expect(await clients.plan("roo")).toMatchObject({ action: "unregister", refusal: null });
    await expect(clients.register("roo")).rejects.toMatchObject({ code: "client_not_installed" });
    await clients.unregister("roo");
    expect(JSON.parse(fs.text(file) ?? "")).toEqual({ mcpServers: { a: { command: "a" } } });
    expect(await roo()).toBeUndefined();
  });
});

describe("Cline in more than one editor", () => {
  it("is registered in each, and needs an update where one came later", async () => {
    const { fs, clients, text } = machine({ cline: '{\n  "mcpServers": {}\n}' });
    await clients.register("cline");
    const later = `/home/marta/.config/Cursor/${storage}`;
    fs.addFolder(later);
    expect((await clients.list()).find(({ id }) => id === "cline")).toMatchObject({ state: "needs_update" });
    expect(await clients.register("cline")).toMatchObject({ state: "registered" });
    expect(fs.text(`${later}/${settings}`)).toContain("--client=cline");
    expect(await clientsOn(fs).unregister("cline")).toMatchObject({ state: "not_registered" });
    expect(fs.text(`${later}/${settings}`)).toBeNull();
    expect(text("cline")).toBe('{\n  "mcpServers": {}\n}');
  });
});
