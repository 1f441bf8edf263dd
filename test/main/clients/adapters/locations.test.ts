import { expect, it } from "vitest";
import * as agents from "#main/clients/adapters/agent-locations";
import { claudeDesktopFiles } from "#main/clients/adapters/claude-desktop";
import * as places from "#main/clients/adapters/client-locations";
import { codexFiles } from "#main/clients/adapters/codex";
import type { Machine } from "#main/clients/adapters/config-locations";
import { vscodeFiles } from "#main/clients/adapters/vscode";
import type { Detected } from "#main/clients/types";
import { MemoryFiles } from "../memory-files";

const detect: Record<string, (on: Machine) => Promise<Detected>> = {
  Antigravity: places.antigravityFiles,
  "Claude Code": places.claudeCodeFiles,
  "Claude Desktop": claudeDesktopFiles,
  Amp: agents.ampFiles,
  AnythingLLM: agents.anythingLlmFiles,
  "Copilot for Xcode": agents.copilotXcodeFiles,
  Grok: agents.grokFiles,
  Kimi: agents.kimiFiles,
  Auggie: agents.auggieFiles,
  Cline: places.clineFiles,
  Droid: agents.droidFiles,
  Kilo: agents.kiloFiles,
  Kiro: agents.kiroFiles,
  Qoder: agents.qoderFiles,
  Qwen: agents.qwenFiles,
  "Visual Studio": agents.visualStudioFiles,
  Warp: agents.warpFiles,
  opencode: agents.opencodeFiles,
  Codex: codexFiles,
  Copilot: places.copilotFiles,
  Cursor: places.cursorFiles,
  Gemini: places.geminiFiles,
  Goose: places.gooseFiles,
  Junie: places.junieFiles,
  "LM Studio": places.lmStudioFiles,
  "VS Code": (on) => vscodeFiles("vscode", on),
  "VS Code Insiders": (on) => vscodeFiles("vscode-insiders", on),
  VSCodium: (on) => vscodeFiles("vscodium", on),
  Windsurf: places.windsurfFiles,
  Zed: places.zedFiles,
};

/**
 * `client [on system] [with variables]: what is there => the files that it reads`. A folder ends in a slash, a file has its
 * content in braces; `not` is not installed, `?` not to be told which. Paths are written as on Linux.
 */
const table = `
Cursor:  => not ~/.cursor/mcp.json
Cursor: ~/.cursor/ => ~/.cursor/mcp.json
Cursor: ~/.config/Cursor/ => ~/.cursor/mcp.json
Cursor on darwin: <data>/Cursor/ => ~/.cursor/mcp.json
Cursor on win32: <data>/Cursor/ => ~/.cursor/mcp.json
Windsurf: ~/.codeium/windsurf/ => ~/.codeium/windsurf/mcp_config.json
Windsurf: ~/.codeium/ => not ~/.config/devin/mcp_config.json
Windsurf: ~/.config/devin/ => ~/.config/devin/mcp_config.json
Windsurf: ~/.config/devin/, ~/.codeium/windsurf/ => ~/.config/devin/mcp_config.json, ~/.codeium/windsurf/mcp_config.json
Windsurf on darwin: ~/.config/devin/ => ~/.config/devin/mcp_config.json
Windsurf on win32: <data>/devin/ => <data>/devin/mcp_config.json
Windsurf on win32: <data>/Windsurf/ => ~/.codeium/windsurf/mcp_config.json
Windsurf: ~/.codeium/mcp_config.json => ~/.codeium/mcp_config.json
Windsurf: ~/.codeium/mcp_config.json, ~/.codeium/windsurf/ => ~/.codeium/windsurf/mcp_config.json, ~/.codeium/mcp_config.json
Gemini: ~/.gemini/antigravity/ => not ~/.gemini/settings.json
Gemini: ~/.gemini/settings.json => ~/.gemini/settings.json
Gemini with PATH=/opt/n: /opt/n/gemini => ~/.gemini/settings.json
Gemini with PATH=n: ~/n/gemini => not ~/.gemini/settings.json
Gemini with GEMINI_CLI_HOME=/g: /g/.gemini/settings.json => /g/.gemini/settings.json
Antigravity:  => not ~/.gemini/config/mcp_config.json
Antigravity: ~/.gemini/config/ => ~/.gemini/config/mcp_config.json
Antigravity: ~/.gemini/antigravity/ => ~/.gemini/config/<mcp>
Antigravity: ~/.gemini/antigravity/<mcp> => ~/.gemini/config/<mcp>, ~/.gemini/antigravity/<mcp>
Antigravity: ~/.gemini/antigravity-cli/ => ~/.gemini/config/<mcp>
Antigravity: ~/.local/bin/agy => ~/.gemini/config/<mcp>
Antigravity on win32: ~/.local/bin/agy.exe => ~/.gemini/config/<mcp>
Antigravity: ~/.gemini/settings.json => not ~/.gemini/config/<mcp>
Antigravity: ~/.gemini/config/, ~/.gemini/antigravity/<mcp> => ~/.gemini/config/<mcp>, ~/.gemini/antigravity/<mcp>
Antigravity on darwin: <data>/Antigravity/ => ~/.gemini/config/mcp_config.json
Copilot: ~/.copilot/ => ~/.copilot/mcp-config.json
Copilot with XDG_CONFIG_HOME=/cfg: /cfg/copilot/ => not ~/.copilot/mcp-config.json
Copilot with COPILOT_HOME=/c: /c/ => /c/mcp-config.json
Copilot with COPILOT_HOME=c: ~/.copilot/ => ~/.copilot/mcp-config.json
Zed: ~/.config/zed/ => ~/.config/zed/settings.json
Zed with XDG_CONFIG_HOME=/cfg: /cfg/zed/ => /cfg/zed/settings.json
Zed on darwin with XDG_CONFIG_HOME=/cfg: ~/.config/zed/ => ~/.config/zed/settings.json
Zed on darwin: <data>/Zed/ => not ~/.config/zed/settings.json
Zed on win32: <data>/Zed/ => <data>/Zed/settings.json
Junie: ~/.junie/ => ~/.junie/mcp/mcp.json
LM Studio:  => not ~/.lmstudio/mcp.json
LM Studio: ~/.cache/lm-studio/ => ~/.cache/lm-studio/mcp.json
LM Studio: ~/.cache/lm-studio/, ~/.lmstudio/ => ~/.lmstudio/mcp.json
LM Studio: ~/.lmstudio-home-pointer{/data/lm }, /data/lm/, ~/.lmstudio/ => /data/lm/mcp.json
LM Studio: ~/.lmstudio-home-pointer{/gone}, ~/.lmstudio/ => ~/.lmstudio/mcp.json
Cline: <data>/Code/ => not <data>/Code/<cline>/<settings>
Cline: <data>/Code/<cline>/, <data>/Cursor/<cline>/ => <data>/Code/<cline>/<settings>, <data>/Cursor/<cline>/<settings>
Cline: ~/.cline/data/, ~/.cline/mcp.json => ~/.cline/data/<settings>, ~/.cline/mcp.json
Cline with CLINE_DIR=/cl: /cl/data/ => /cl/data/<settings>
Cline with CLINE_DATA_DIR=/cd: /cd/ => /cd/<settings>
Cline with CLINE_DATA_DIR=/cd: ~/.cline/data/ => not <data>/Code/<cline>/<settings>
Cline with CLINE_MCP_SETTINGS_PATH=/cm/mcp.json: ~/.cline/data/ => /cm/mcp.json
Cline on darwin: <data>/VSCodium/<cline>/ => <data>/VSCodium/<cline>/<settings>
opencode:  => not ~/.config/opencode/opencode.json
opencode: ~/.config/opencode/ => ~/.config/opencode/opencode.json
opencode: ~/.config/opencode/opencode.jsonc => ~/.config/opencode/opencode.jsonc
opencode with XDG_CONFIG_HOME=/xdg: /xdg/opencode/ => /xdg/opencode/opencode.json
opencode with OPENCODE_CONFIG_DIR=/oc: /oc/ => /oc/opencode.json
opencode on win32: ~/.config/opencode/ => ~/.config/opencode/opencode.json
opencode with PATH=/opt/n: /opt/n/opencode => ~/.config/opencode/opencode.json
Kilo on darwin: ~/.config/kilo/kilo.jsonc => ~/.config/kilo/kilo.jsonc
Kilo: <data>/Cursor/User/globalStorage/kilocode.kilo-code/ => ~/.config/kilo/kilo.json
Kilo: <data>/Code/User/globalStorage/ => not ~/.config/kilo/kilo.json
Amp on win32: ~/.config/amp/ => ~/.config/amp/settings.json
Amp: ~/.config/amp/settings.jsonc => ~/.config/amp/settings.jsonc
Qwen: ~/.qwen/ => ~/.qwen/settings.json
Qoder: ~/.qoder/ => ~/.qoder/settings.json
Auggie: ~/.augment/ => ~/.augment/settings.json
Droid: ~/.factory/ => ~/.factory/mcp.json
Kiro on win32: <data>/Kiro/ => ~/.kiro/settings/mcp.json
Kiro: ~/.kiro/ => ~/.kiro/settings/mcp.json
Kimi:  => not ~/.kimi-code/mcp.json
Kimi: ~/.kimi-code/ => ~/.kimi-code/mcp.json
Kimi: ~/.kimi/ => ~/.kimi/mcp.json
Kimi: ~/.kimi/, ~/.kimi-code/ => ~/.kimi-code/mcp.json, ~/.kimi/mcp.json
Kimi with KIMI_CODE_HOME=/k: /k/ => /k/mcp.json
Kimi: ~/.local/bin/kimi => ~/.kimi-code/mcp.json
Grok: ~/.grok/ => ~/.grok/config.toml
Grok with GROK_HOME=/g: /g/ => /g/config.toml
AnythingLLM: <data>/anythingllm-desktop/storage/ => <data>/anythingllm-desktop/<plugins>
AnythingLLM on win32: <data>/anythingllm-desktop/storage/ => <data>/anythingllm-desktop/<plugins>
AnythingLLM on darwin: <data>/anythingllm-desktop/ => not <data>/anythingllm-desktop/<plugins>
Copilot for Xcode on darwin: ~/.config/github-copilot/xcode/ => ~/.config/github-copilot/xcode/mcp.json
Copilot for Xcode on darwin: /Applications/GitHub Copilot for Xcode.app/ => ~/.config/github-copilot/xcode/mcp.json
Copilot for Xcode: ~/.config/github-copilot/xcode/ => not ~/.config/github-copilot/xcode/mcp.json
Warp: ~/.warp/ => ~/.warp/.mcp.json
Visual Studio on win32: <local>/Microsoft/VisualStudio/ => ~/.mcp.json
Visual Studio: ~/.mcp.json => not ~/.mcp.json
Claude Code:  => not ~/.claude.json
Claude Code: ~/.claude.json => ~/.claude.json
Claude Code: ~/.local/bin/claude => ~/.claude.json
Claude Code with CLAUDE_CONFIG_DIR=/cc: /cc/ => /cc/.claude.json
Claude Code with CLAUDE_CONFIG_DIR=/cc: ~/.claude.json => not /cc/.claude.json
Claude Code on win32: ~/.local/bin/claude.exe => ~/.claude.json
Codex: ~/.codex/ => ~/.codex/config.toml
Codex: ~/.local/bin/codex => ~/.codex/config.toml
Codex: ~/.config/codex/ => not ~/.codex/config.toml
Codex on darwin with CODEX_HOME=/c: /c/ => /c/config.toml
Codex on darwin with CODEX_HOME=/c: ~/.codex/ => not /c/config.toml
Codex on win32: ~/.codex/ => ~/.codex/config.toml
Codex on win32: <local>/Packages/OpenAI.Codex_2p2nqsd0c76g0/ => ~/.codex/config.toml
Codex on darwin: /Applications/ChatGPT.app/Contents/Info.plist{<string>com.openai.codex</string>} => ~/.codex/config.toml
Codex on darwin: /Applications/ChatGPT.app/Contents/Info.plist{<string>com.openai.chat</string>} => not ~/.codex/config.toml
Goose: ~/.config/goose/ => ~/.config/goose/config.yaml
Goose with XDG_CONFIG_HOME=/c: /c/goose/ => /c/goose/config.yaml
Goose on darwin: ~/.config/goose/ => ~/.config/goose/config.yaml
Goose on darwin: <data>/Block/goose/ => not ~/.config/goose/config.yaml
Goose with GOOSE_PATH_ROOT=/g: /g/config/ => /g/config/config.yaml
Goose on win32: <data>/Block/goose/config/ => <data>/Block/goose/config/config.yaml
VS Code:  => not <data>/Code/User/mcp.json
VS Code: <data>/Code/ => <data>/Code/User/mcp.json
VS Code Insiders: <data>/Code - Insiders/ => <data>/Code - Insiders/User/mcp.json
VS Code with XDG_CONFIG_HOME=/cfg: /cfg/Code/ => /cfg/Code/User/mcp.json
VS Code on darwin: <data>/Code/ => <data>/Code/User/mcp.json
VS Code on win32: <data>/Code/ => <data>/Code/User/mcp.json
VS Code Insiders on win32 with APPDATA=: <data>/Code - Insiders/ => <data>/Code - Insiders/User/mcp.json
VS Code: <user>/profiles/-1a/mcp.json, <user>/profiles/5c/ => <user>/mcp.json, <user>/profiles/-1a/mcp.json
VSCodium with VSCODE_PORTABLE=/usb/data: /usb/data/user-data/ => /usb/data/user-data/User/mcp.json
VS Code Insiders with VSCODE_APPDATA=/data: /data/Code - Insiders/ => /data/Code - Insiders/User/mcp.json
Claude Desktop:  => not <data>/Claude/<config>
Claude Desktop: <data>/Claude/ => <data>/Claude/<config>
Claude Desktop: <data>/claude/ => not <data>/Claude/<config>
Claude Desktop with XDG_CONFIG_HOME=/cfg: /cfg/Claude/ => /cfg/Claude/<config>
Claude Desktop with XDG_CONFIG_HOME=cfg: <data>/Claude/ => <data>/Claude/<config>
Claude Desktop on darwin with XDG_CONFIG_HOME=/cfg: <data>/Claude/ => <data>/Claude/<config>
Claude Desktop on darwin: <data>/Claude/, <data>/Claude-3p/<config> => <data>/Claude/<config>, <data>/Claude-3p/<config>
Claude Desktop on darwin: <data>/Claude/, <data>/Claude-3p/ => <data>/Claude/<config>
Claude Desktop on win32:  => not <data>/Claude/<config>
Claude Desktop on win32: <data>/Claude/ => <data>/Claude/<config>
Claude Desktop on win32 with APPDATA= and LOCALAPPDATA=: <data>/Claude/ => <data>/Claude/<config>
Claude Desktop on win32: <msix Claude_p>/ => <msix Claude_p>/Claude/<config>
Claude Desktop on win32: <msix Claude_p>/, <data>/Claude/ => <msix Claude_p>/Claude/<config>
Claude Desktop on win32: <msix Claude_p>/, <data>/Claude/<config> => <msix Claude_p>/Claude/<config>, <data>/Claude/<config>
Claude Desktop on win32: <msix Claude_p>/, <local>/AnthropicClaude/ => <msix Claude_p>/Claude/<config>, <data>/Claude/<config>
Claude Desktop on win32: <msix Claude_a1>/, <msix ClaudeCode_x>/, <msix Claude.Extra_x>/ => <msix Claude_a1>/Claude/<config>
Claude Desktop on win32: <local>/Packages/Claude_old/AC/, <data>/Claude/ => <data>/Claude/<config>
Claude Desktop on win32: <msix Claude_a>/, <msix Claude_b>/Claude/<config> => <msix Claude_b>/Claude/<config>
Claude Desktop on win32: <both> => <both>
Claude Desktop on win32: <msix Claude_a>/, <msix Claude_b>/ => ? <both>
Claude Desktop on win32: <both>, <local>/AnthropicClaude/, <3p> => <both>, <data>/Claude/<config>, <3p>
`;

const short: Record<string, string> = {
  "<both>": "<msix Claude_a>/Claude/<config>, <msix Claude_b>/Claude/<config>",
  "<3p>": "<local>/Claude-3p/<config>",
  "<config>": "claude_desktop_config.json",
  "<cline>": "User/globalStorage/saoudrizwan.claude-dev",
  "<settings>": "settings/cline_mcp_settings.json",
  "<mcp>": "mcp_config.json",
  "<plugins>": "storage/plugins/anythingllm_mcp_servers.json",
  "<user>": "<data>/Code/User",
};
const dataFolders: Record<string, string> = {
  linux: "~/.config",
  darwin: "~/Library/Application Support",
  win32: "~/AppData/Roaming",
};

function parse(line: string) {
  const [, client = "", on = "linux", variables, there = "", mark = "", found = ""] =
    /^(.+?)(?: on (\w+))?(?: with (.+?))?: (.*?) => (not |\? )?(.*)$/.exec(line) ?? [];
  const home = on === "win32" ? "C:\\Users\\Marta M" : "/h";
  const whole = (text: string) => {
    const long = Object.entries(short).reduce((now, [name, path]) => now.replaceAll(name, path), text);
    return long
      .replace(/<msix ([\w.]+)>/g, "<local>/Packages/$1/LocalCache/Roaming")
      .replaceAll("<local>", "~/AppData/Local")
      .replaceAll("<data>", dataFolders[on] ?? "");
  };
  const path = (text: string) => (on === "win32" ? text.replaceAll("/", "\\") : text).replace("~", home);
  const paths = (text: string) => whole(text).split(", ").filter(Boolean).map(path);
  const env: NodeJS.ProcessEnv =
    on === "win32" ? { LOCALAPPDATA: path("~/AppData/Local"), APPDATA: path("~/AppData/Roaming") } : {};
  for (const pair of variables?.split(" and ") ?? []) {
    const [name = "", value] = pair.split("=");
    if (value) env[name] = value;
    else delete env[name];
  }
  return { client, platform: on as NodeJS.Platform, env, home, there: paths(there), mark, files: paths(found) };
}

it.each(table.trim().split("\n"))("%s", async (line) => {
  const { client, there, mark, files, ...machine } = parse(line);
  const fs = new MemoryFiles([]);
  for (const path of there) {
    const [, name = "", content = "{}"] = /^(.*?)(?:\{(.*)\})?$/.exec(path) ?? [];
    if (/[\\/]$/.test(name)) fs.addFolder(name.slice(0, -1));
    else fs.put(name, content, 0o755);
  }
  const found = await detect[client]?.({ ...machine, fs });
  expect(found).toMatchObject({ installed: mark !== "not ", files });
  expect(found?.problem?.code).toBe(mark === "? " ? "client_ambiguous" : undefined);
});
