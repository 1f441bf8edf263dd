import { describe, expect, it } from "vitest";
import { claudeDesktopFiles } from "../../../../main/clients/adapters/claude-desktop";
import { codexFiles } from "../../../../main/clients/adapters/codex";
import type { Machine } from "../../../../main/clients/adapters/config-locations";
import { lmStudioFiles, windsurfFiles } from "../../../../main/clients/adapters/json-config-locations";
import { vscodeFiles } from "../../../../main/clients/adapters/vscode";
import type { Detected } from "../../../../main/clients/types";
import { clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

const user = "C:\\Users\\m";
const [local, roaming] = [`${user}\\AppData\\Local`, `${user}\\AppData\\Roaming`];
const mac = "/h/Library/Application Support";
const config = "claude_desktop_config.json";

interface Case {
  what: string;
  detect(on: Machine): Promise<Detected>;
  on?: NodeJS.Platform;
  env?: NodeJS.ProcessEnv;
  /** Path -> content; a folder ends in its separator. */
  there: Record<string, string>;
  installed?: false;
  found: string[];
}
const cases: Case[] = [
  {
    what: "Windsurf's plugin for JetBrains alone",
    detect: windsurfFiles,
    there: { "/h/.codeium/mcp_config.json": "{}" },
    found: ["/h/.codeium/mcp_config.json"],
  },
  {
    what: "Windsurf beside its plugin",
    detect: windsurfFiles,
    there: { "/h/.codeium/mcp_config.json": "{}", "/h/.codeium/windsurf/": "" },
    found: ["/h/.codeium/windsurf/mcp_config.json", "/h/.codeium/mcp_config.json"],
  },
  {
    what: "another program of Codeium",
    detect: windsurfFiles,
    there: { "/h/.codeium/": "" },
    installed: false,
    found: ["/h/.codeium/windsurf/mcp_config.json"],
  },
  {
    what: "LM Studio with a moved home",
    detect: lmStudioFiles,
    there: { "/h/.lmstudio-home-pointer": "/data/lm\n", "/data/lm/": "", "/h/.lmstudio/": "" },
    found: ["/data/lm/mcp.json"],
  },
  {
    what: "LM Studio whose moved home is gone",
    detect: lmStudioFiles,
    there: { "/h/.lmstudio-home-pointer": "/gone", "/h/.lmstudio/": "" },
    found: ["/h/.lmstudio/mcp.json"],
  },
  {
    what: "Codex' desktop app alone, on Windows",
    detect: codexFiles,
    on: "win32",
    there: { [`${local}\\Packages\\OpenAI.Codex_2p2nqsd0c76g0\\`]: "" },
    found: [`${user}\\.codex\\config.toml`],
  },
  {
    what: "ChatGPT that is Codex' desktop app, on macOS",
    detect: codexFiles,
    on: "darwin",
    there: { "/Applications/ChatGPT.app/Contents/Info.plist": "<string>com.openai.codex</string>" },
    found: ["/h/.codex/config.toml"],
  },
  {
    what: "ChatGPT that is only a chat, on macOS",
    detect: codexFiles,
    on: "darwin",
    there: { "/Applications/ChatGPT.app/Contents/Info.plist": "<string>com.openai.chat</string>" },
    installed: false,
    found: ["/h/.codex/config.toml"],
  },
  {
    what: "VS Code with profiles, of which one has servers of its own",
    detect: (on) => vscodeFiles("vscode", on),
    there: { "/h/.config/Code/User/profiles/-1a2b/mcp.json": "{}", "/h/.config/Code/User/profiles/5c6d/": "" },
    found: ["/h/.config/Code/User/mcp.json", "/h/.config/Code/User/profiles/-1a2b/mcp.json"],
  },
  {
    what: "a portable VSCodium",
    detect: (on) => vscodeFiles("vscodium", on),
    env: { VSCODE_PORTABLE: "/usb/data" },
    there: { "/usb/data/user-data/": "" },
    found: ["/usb/data/user-data/User/mcp.json"],
  },
  {
    what: "VS Code Insiders with its data elsewhere",
    detect: (on) => vscodeFiles("vscode-insiders", on),
    env: { VSCODE_APPDATA: "/data" },
    there: { "/data/Code - Insiders/": "" },
    found: ["/data/Code - Insiders/User/mcp.json"],
  },
  {
    what: "Claude Desktop with another provider's models beside its own",
    detect: claudeDesktopFiles,
    on: "darwin",
    there: { [`${mac}/Claude/`]: "", [`${mac}/Claude-3p/${config}`]: "{}" },
    found: [`${mac}/Claude/${config}`, `${mac}/Claude-3p/${config}`],
  },
  {
    what: "Claude Desktop with a folder for other models and no file in it",
    detect: claudeDesktopFiles,
    on: "darwin",
    there: { [`${mac}/Claude/`]: "", [`${mac}/Claude-3p/`]: "" },
    found: [`${mac}/Claude/${config}`],
  },
  {
    what: "Claude Desktop in every place at once, on Windows",
    detect: claudeDesktopFiles,
    on: "win32",
    there: {
      [`${local}\\Packages\\Claude_a\\LocalCache\\Roaming\\Claude\\${config}`]: "{}",
      [`${local}\\Packages\\Claude_b\\LocalCache\\Roaming\\Claude\\${config}`]: "{}",
      [`${local}\\AnthropicClaude\\`]: "",
      [`${local}\\Claude-3p\\${config}`]: "{}",
    },
    found: [
      `${local}\\Packages\\Claude_a\\LocalCache\\Roaming\\Claude\\${config}`,
      `${local}\\Packages\\Claude_b\\LocalCache\\Roaming\\Claude\\${config}`,
      `${roaming}\\Claude\\${config}`,
      `${local}\\Claude-3p\\${config}`,
    ],
  },
];

describe("where clients keep their servers besides the usual place", () => {
  it.each(cases)("$what", async ({ detect, on = "linux", env = {}, there, installed = true, found }) => {
    const fs = new MemoryFiles([]);
    for (const [path, content] of Object.entries(there))
      if (/[\\/]$/.test(path)) fs.addFolder(path.slice(0, -1));
      else fs.put(path, content);
    const home = on === "win32" ? user : "/h";
    expect(await detect({ platform: on, env, home, fs })).toMatchObject({ installed, files: found });
  });

  it("every profile gets the entry, and every one loses it", async () => {
    const { fs, text } = machine({ vscode: '{"servers":{}}' });
    const profile = files.vscode.replace("mcp.json", "profiles/-1a2b/mcp.json");
    fs.put(profile, '{\n  // work\n  "servers": {}\n}\n');
    const clients = clientsOn(fs);
    expect(await clients.register("vscode")).toMatchObject({ state: "registered" });
    for (const one of [text("vscode"), fs.text(profile)]) expect(one).toContain(launcher);
    await clients.unregister("vscode");
    expect([text("vscode"), fs.text(profile)]).toEqual(['{"servers":{}}', '{\n  // work\n  "servers": {}\n}\n']);
  });
});

describe("an editor from Flatpak", () => {
  it("is listed with what to do, and never written to", async () => {
    const { fs } = machine();
    const file = "/home/marta/.var/app/com.visualstudio.code/config/Code/User/mcp.json";
    fs.put(file, "{}");
    const clients = clientsOn(fs);
    const views = await clients.list();
    expect(views.filter(({ id }) => id.endsWith("flatpak"))).toMatchObject([
      { id: "vscode-flatpak", state: "snippet_only", file, canRegister: false, canUnregister: false, canOpen: false },
    ]);
    expect(views.find(({ id }) => id === "vscode-flatpak")?.reason).toContain("snippet for VS Code (Flatpak)");
    expect((await clients.snippets()).map(({ label }) => label)).toContain("VS Code (Flatpak)");
    fs.written = 0;
    await expect(clients.register("vscode-flatpak")).rejects.toMatchObject({ code: "client_unsupported" });
    await expect(clients.unregister("vscode-flatpak")).rejects.toMatchObject({ code: "client_unsupported" });
    expect(await clients.plan("vscode-flatpak")).toMatchObject({ action: "nothing", refusal: { saved: "no" } });
    await expect(clients.linkOf("vscode-flatpak")).rejects.toMatchObject({ code: "client_no_link" });
    expect([fs.text(file), fs.written]).toEqual(["{}", 0]);
  });
});
