import { type Clients, type ClientsDeps, createClients } from "#main/clients/index";
import { MemoryFiles } from "./memory-files";

const home = "/home/marta";
const clineHost = `${home}/.config/Code/User/globalStorage/saoudrizwan.claude-dev`;
export const files = {
  "claude-desktop": `${home}/.config/Claude/claude_desktop_config.json`,
  "claude-code": `${home}/.claude.json`,
  vscode: `${home}/.config/Code/User/mcp.json`,
  "vscode-insiders": `${home}/.config/Code - Insiders/User/mcp.json`,
  vscodium: `${home}/.config/VSCodium/User/mcp.json`,
  cursor: `${home}/.cursor/mcp.json`,
  codex: `${home}/.codex/config.toml`,
  goose: `${home}/.config/goose/config.yaml`,
  windsurf: `${home}/.config/devin/mcp_config.json`,
  gemini: `${home}/.gemini/settings.json`,
  antigravity: `${home}/.gemini/config/mcp_config.json`,
  copilot: `${home}/.copilot/mcp-config.json`,
  zed: `${home}/.config/zed/settings.json`,
  junie: `${home}/.junie/mcp/mcp.json`,
  lmstudio: `${home}/.lmstudio/mcp.json`,
  cline: `${clineHost}/settings/cline_mcp_settings.json`,
  opencode: `${home}/.config/opencode/opencode.json`,
  kilo: `${home}/.config/kilo/kilo.json`,
  qwen: `${home}/.qwen/settings.json`,
  kiro: `${home}/.kiro/settings/mcp.json`,
  auggie: `${home}/.augment/settings.json`,
  amp: `${home}/.config/amp/settings.json`,
  qoder: `${home}/.qoder/settings.json`,
  warp: `${home}/.warp/.mcp.json`,
  droid: `${home}/.factory/mcp.json`,
  kimi: `${home}/.kimi-code/mcp.json`,
  anythingllm: `${home}/.config/anythingllm-desktop/storage/plugins/anythingllm_mcp_servers.json`,
  grok: `${home}/.grok/config.toml`,
} as const;
/** What shows that a client is there, where that is more than the folder of its file. */
const traces: Partial<Record<ClientId, string>> = {
  "claude-code": `${home}/.claude/x`,
  gemini: `${home}/.gemini/oauth_creds.json`,
  junie: `${home}/.junie/x`,
  cline: `${clineHost}/x`,
  kiro: `${home}/.kiro/x`,
  anythingllm: `${home}/.config/anythingllm-desktop/storage/anythingllm.db`,
};
export type ClientId = keyof typeof files;
export const launcher = `${home}/.punchcard/bin/punchcard-mcp`;
export const backups = `${home}/.config/Punchcard/mcp-backups`;

/** A Linux computer with Claude Desktop, VS Code and the clients that have content (null: but no file), in memory. */
export function machine(
  content: Partial<Record<ClientId, string | Uint8Array | null>> = {},
  more: Partial<ClientsDeps> = {},
): { fs: MemoryFiles; clients: Clients; text(id: ClientId): string | null } {
  const fs = new MemoryFiles([`${home}/.config/Claude`, `${home}/.config/Code/User`]);
  for (const id of Object.keys(files) as ClientId[]) {
    const text = content[id];
    if (text === undefined) continue;
    const trace = traces[id];
    if (trace) fs.put(trace, "");
    else fs.addFolder(files[id].slice(0, files[id].lastIndexOf("/")));
    if (text !== null) fs.put(files[id], text, 0o640);
  }
  return { fs, clients: clientsOn(fs, more), text: (id) => fs.text(files[id]) };
}

export function clientsOn(fs: MemoryFiles, more: Partial<ClientsDeps> = {}): Clients {
  return createClients({
    platform: "linux",
    env: {},
    home,
    punchcardHome: `${home}/.punchcard`,
    launch: { electron: "/opt/Punchcard/punchcard", script: "/opt/Punchcard/resources/app.asar/server.js" },
    backups,
    isRunning: async () => false,
    fs,
    ...more,
  });
}

/** How many bytes of `before` are not, in one piece at either end, in `after`: 0 for a pure insertion. */
export function lost(before: Uint8Array, after: Uint8Array): number {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return before.length - head - tail;
}
