import type { Snippet } from "../../ipc/contract/clients";
import type { ServerEntry } from "../formats/types";
import { serverName } from "../server-entry";
import type { ClientContext } from "../types";

type Intent = (client: string) => ServerEntry;
const json = (value: unknown) => JSON.stringify(value, null, 2);

/** Clients inside a Flatpak see none of our files, so they ask the host to start the server (ai-clients.md §2.2). */
export function flatpakSnippets(intent: Intent): Snippet[] {
  const onHost = (client: string) => {
    const { command, args } = intent(client);
    return { command: "flatpak-spawn", args: ["--host", command, ...args] };
  };
  return [
    {
      id: "flatpak",
      label: "VS Code (Flatpak)",
      language: "jsonc",
      text: json({ servers: { [serverName]: { type: "stdio", ...onHost("vscode") } } }),
      where:
        "~/.var/app/com.visualstudio.code/config/Code/User/mcp.json · VSCodium: ~/.var/app/com.vscodium.codium/config/VSCodium/User/mcp.json",
    },
    {
      id: "flatpak-zed",
      label: "Zed (Flatpak)",
      language: "jsonc",
      text: json({ context_servers: { [serverName]: { source: "custom", ...onHost("zed") } } }),
      where: "~/.var/app/dev.zed.Zed/config/zed/settings.json",
    },
  ];
}

/**
 * A program inside WSL that starts Punchcard on Windows (ai-clients.md §2.3). WSL translates the path of the program
 * and nothing else: the script stays a Windows path, and a variable only crosses where WSLENV names it.
 * @returns null where WSL sees no such path: only drives are there, below /mnt.
 */
export function fromWsl(intent: Intent): Snippet | null {
  const { command, args, env = {} } = intent("other");
  const drive = /^([a-z]):[\\/](.*)$/is.exec(command);
  if (!drive) return null;
  const path = `/mnt/${drive[1]?.toLowerCase()}/${drive[2]?.replaceAll("\\", "/")}`;
  const crossing = Object.keys(env)
    .map((name) => `${name}/w`)
    .join(":");
  const entry = { command: path, args, ...(crossing && { env: { ...env, WSLENV: crossing } }) };
  return {
    id: "wsl",
    label: "WSL",
    language: "json",
    text: json({ mcpServers: { [serverName]: entry } }),
    where: "The file of the program inside WSL, for example ~/.cursor/mcp.json there",
  };
}

/** A program on Windows that starts a Punchcard inside WSL: as its person, without a shell in between. */
export function intoWsl(intent: Intent, env: ClientContext["env"]): Snippet | null {
  const { WSL_DISTRO_NAME: distribution, USER: user } = env;
  if (!distribution) return null;
  const { command, args } = intent("other");
  const entry = {
    // Some clients start programs without a search path.
    command: "C:\\Windows\\System32\\wsl.exe",
    args: ["--distribution", distribution, ...(user ? ["--user", user] : []), "--exec", command, ...args],
  };
  return {
    id: "wsl",
    label: "Windows (WSL)",
    language: "json",
    text: json({ mcpServers: { [serverName]: entry } }),
    where: "The file of the program on Windows, for example %USERPROFILE%\\.cursor\\mcp.json",
  };
}
