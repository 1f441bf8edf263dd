import type { Snippet } from "../../ipc/contract/clients";
import { tomlServer } from "../formats/toml/write";
import type { ServerEntry } from "../formats/types";
import { gooseServer } from "../formats/yaml/write";
import { shellWord } from "../launcher/script";
import { serverEntryFor, serverName } from "../server-entry";
import type { ClientContext } from "../types";
import { moreSnippets } from "./more-snippets";
import { flatpakSnippets, fromWsl, intoWsl } from "./sandboxed-snippets";

type Parts = Pick<ClientContext, "platform" | "punchcardHome" | "launch" | "env">;
type Os = "linux" | "macos" | "windows";

const osOf = (platform: NodeJS.Platform): Os =>
  platform === "win32" ? "windows" : platform === "darwin" ? "macos" : "linux";

const json = (value: unknown) => JSON.stringify(value, null, 2);
/** PowerShell takes curly quotes for straight ones, and each of them twice for itself. */
const powershellWord = (text: string) => `'${text.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`;

/** PowerShell breaks quotes inside arguments, so its lines carry no JSON. */
function commandLines(intent: (client: string) => ServerEntry, os: Os): string {
  const word = os === "windows" ? powershellWord : shellWord;
  const [claude, gemini, copilot] = [intent("claude-code"), intent("gemini"), intent("copilot")];
  const words = ({ command, args }: ServerEntry) => [command, ...args].map(word).join(" ");
  const flags = (flag: string, { env }: ServerEntry) =>
    Object.entries(env ?? {})
      .map(([key, value]) => `${flag} ${word(`${key}=${value}`)} `)
      .join("");
  const beforeMarker = { ...gemini, args: gemini.args.slice(0, -1) };
  return [
    os === "windows"
      ? `claude mcp add -s user ${serverName} ${flags("-e", claude)}-- ${words(claude)}`
      : `claude mcp add-json -s user ${serverName} ${word(JSON.stringify(claude))}`,
    `gemini mcp add -s user ${flags("-e", gemini)}${serverName} ${words(beforeMarker)} -- ${word(gemini.args.at(-1) ?? "")}`,
    `copilot mcp add ${serverName} ${flags("--env", copilot)}-- ${words(copilot)}`,
  ].join("\n");
}

/** The forms in which clients want the same server (reference/ai-clients.md §7), for this computer. No secrets. */
export function snippetsFor(parts: Parts): Snippet[] {
  const os = osOf(parts.platform);
  const intent = (client: string) => serverEntryFor(client, parts);
  const by = (places: Record<Os, string>) => places[os];
  const forms: Snippet[] = [
    {
      id: "mcp-servers",
      label: "mcpServers",
      language: "json",
      text: json({ mcpServers: { [serverName]: intent("other") } }),
      where: by({
        linux:
          "Cursor: ~/.cursor/mcp.json · Claude Desktop: ~/.config/Claude/claude_desktop_config.json · Junie: ~/.junie/mcp/mcp.json",
        macos:
          "Cursor: ~/.cursor/mcp.json · Claude Desktop: ~/Library/Application Support/Claude/claude_desktop_config.json · Junie: ~/.junie/mcp/mcp.json",
        windows:
          "Cursor: %USERPROFILE%\\.cursor\\mcp.json · Claude Desktop: Settings, Developer, Edit Config · Junie: %USERPROFILE%\\.junie\\mcp\\mcp.json",
      }),
    },
    {
      id: "vscode",
      label: "VS Code",
      language: "jsonc",
      text: json({ servers: { [serverName]: { type: "stdio", ...intent("vscode") } } }),
      where: by({
        linux: "~/.config/Code/User/mcp.json",
        macos: "~/Library/Application Support/Code/User/mcp.json",
        windows: "%APPDATA%\\Code\\User\\mcp.json",
      }),
    },
    {
      id: "zed",
      label: "Zed",
      language: "jsonc",
      text: json({ context_servers: { [serverName]: { source: "custom", ...intent("zed") } } }),
      where: by({
        linux: "~/.config/zed/settings.json",
        macos: "~/.config/zed/settings.json",
        windows: "%APPDATA%\\Zed\\settings.json",
      }),
    },
    {
      id: "toml",
      label: "TOML",
      language: "toml",
      text: tomlServer(serverName, intent("codex")).join("\n"),
      where: `Codex and the ChatGPT desktop app: ${by({
        linux: "~/.codex/config.toml",
        macos: "~/.codex/config.toml",
        windows: "%USERPROFILE%\\.codex\\config.toml",
      })}, at the end`,
    },
    {
      id: "goose",
      label: "Goose",
      language: "yaml",
      text: ["extensions:", ...gooseServer(serverName, intent("goose"))].join("\n"),
      where: by({
        linux: "~/.config/goose/config.yaml",
        macos: "~/.config/goose/config.yaml",
        windows: "%APPDATA%\\Block\\goose\\config\\config.yaml",
      }),
    },
    {
      id: "copilot",
      label: "Copilot CLI",
      language: "json",
      text: json({ mcpServers: { [serverName]: { type: "local", ...intent("copilot"), tools: ["*"] } } }),
      where: by({
        linux: "~/.copilot/mcp-config.json",
        macos: "~/.copilot/mcp-config.json",
        windows: "%USERPROFILE%\\.copilot\\mcp-config.json",
      }),
    },
    ...moreSnippets(intent, by),
    {
      id: "command-line",
      label: "Command line",
      language: os === "windows" ? "powershell" : "sh",
      text: commandLines(intent, os),
      where: os === "windows" ? "PowerShell, the line of your client" : "A terminal, the line of your client",
    },
  ];
  if (os === "linux") forms.push(...flatpakSnippets(intent));
  const wsl = os === "windows" ? fromWsl(intent) : os === "linux" ? intoWsl(intent, parts.env) : null;
  return wsl ? [...forms, wsl] : forms;
}
