import type { Detected } from "../types";
import { type ConfigLocations, configLocationsOf, type Machine } from "./config-locations";
import { programOf } from "./programs";

/** Where each client keeps its servers (reference/ai-clients.md §1), and whether it is there at all. */
export type Detect = (machine: Machine) => Promise<Detected>;

async function anyFolder({ isFolder }: ConfigLocations, ...folders: string[]): Promise<boolean> {
  for (const folder of folders) if (await isFolder(folder)) return true;
  return false;
}
async function anyFile({ exists }: ConfigLocations, ...files: string[]): Promise<boolean> {
  for (const file of files) if (await exists(file)) return true;
  return false;
}

/** A file in a folder of its own; the client is there where the folder is, or its program, or one of its other folders. */
export const fileIn =
  (
    folderOf: (at: ConfigLocations, machine: Machine) => string,
    file: string[],
    more: { program?: string; others?(at: ConfigLocations): string[] } = {},
  ): Detect =>
  async (machine) => {
    const at = configLocationsOf(machine);
    const folder = folderOf(at, machine);
    const there = await anyFolder(at, folder, ...(more.others?.(at) ?? []));
    const installed = there || (more.program !== undefined && (await programOf(more.program, machine)) !== null);
    return { installed, files: [at.join(folder, ...file)] };
  };

/** The same folder on every system; what lies under `%APPDATA%\Cursor` is the editor's own (§1.5). */
export const cursorFiles = fileIn((at) => at.home(".cursor"), ["mcp.json"], {
  others: (at) => [at.userData("Cursor")],
});

/**
 * Windsurf is called Devin Desktop since June 2026 and reads another place; both may be there, one version after the other.
 * The plugin for JetBrains' editors reads a file of its own, one folder above the old place (§1.6).
 */
export const windsurfFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const name = "mcp_config.json";
  const folder = at.join(machine.platform === "win32" ? at.roaming : at.home(".config"), "devin");
  const [now, before, plugin] = [
    at.join(folder, name),
    at.home(".codeium", "windsurf", name),
    at.home(".codeium", name),
  ];
  const hasNow = await anyFolder(at, folder, at.userData("Devin"));
  const hasBefore = await anyFolder(at, at.home(".codeium", "windsurf"), at.userData("Windsurf"));
  const hasPlugin = await at.exists(plugin);
  const files = [...(hasNow ? [now] : []), ...(hasBefore ? [before] : []), ...(hasPlugin ? [plugin] : [])];
  return { installed: files.length > 0, files: files.length > 0 ? files : [now] };
};

/** Antigravity lives in the same folder, so the folder alone says nothing. */
export const geminiFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const folder = at.join(at.fromEnv("GEMINI_CLI_HOME") ?? at.home(), ".gemini");
  const traces = ["settings.json", "oauth_creds.json", "google_accounts.json", "installation_id", "projects.json"];
  const used = await anyFile(at, ...traces.map((name) => at.join(folder, name)));
  const installed = used || (await programOf("gemini", machine)) !== null;
  return { installed, files: [at.join(folder, "settings.json")] };
};

/**
 * The app and the command line (`agy`) share `config/` since version 2 (antigravity.google/docs/mcp). Older builds read
 * the file in `antigravity/`, which is written as well where it exists.
 */
export const antigravityFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const inGemini = (name: string) => at.home(".gemini", name);
  const file = at.join(inGemini("config"), "mcp_config.json");
  const olderFile = at.join(inGemini("antigravity"), "mcp_config.json");
  const folders = ["config", "antigravity", "antigravity-cli"].map(inGemini);
  const hasFolder = await anyFolder(at, ...folders, at.userData("Antigravity"));
  const installed = hasFolder || (await programOf("agy", machine)) !== null;
  return { installed, files: (await at.exists(olderFile)) ? [file, olderFile] : [file] };
};

/** `XDG_CONFIG_HOME` does not move it, whatever older documents say (§1.14). */
export const copilotFiles = fileIn((at) => at.fromEnv("COPILOT_HOME") ?? at.home(".copilot"), ["mcp-config.json"], {
  program: "copilot",
});

/** A moved home is named in a file beside it; older versions kept everything in the cache folder (§1.11). */
export const lmStudioFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const pointer = await machine.fs.read(at.home(".lmstudio-home-pointer")).catch(() => null);
  const moved = pointer && Buffer.from(pointer).toString("utf8").trim();
  if (moved && (await at.isFolder(moved))) return { installed: true, files: [at.join(moved, "mcp.json")] };
  const [folder, legacy] = [at.home(".lmstudio"), at.home(".cache", "lm-studio")];
  const [now, before] = [await at.isFolder(folder), await at.isFolder(legacy)];
  return { installed: now || before, files: [at.join(now || !before ? folder : legacy, "mcp.json")] };
};

/** macOS has it in `~/.config` too, not where other apps keep their data (§1.9). */
export const zedFiles = fileIn(
  (at, { platform }) =>
    platform === "win32"
      ? at.join(at.roaming, "Zed")
      : at.join(platform === "darwin" ? at.home(".config") : at.configHome, "zed"),
  ["settings.json"],
);

export const junieFiles = fileIn((at) => at.home(".junie"), ["mcp", "mcp.json"]);

/** `~/.config` on macOS as well; on Windows below its maker's name (reference/ai-clients.md §1.12). */
export const gooseFiles = fileIn(
  (at, { platform }) => {
    const root = at.fromEnv("GOOSE_PATH_ROOT");
    if (root) return at.join(root, "config");
    return platform === "win32" ? at.join(at.roaming, "Block", "goose", "config") : at.join(at.configHome, "goose");
  },
  ["config.yaml"],
  { program: "goose" },
);

/** Editors that host Cline, Roo Code, and Kilo Code, by the name of their data folder. */
const extensionHosts = ["Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"];

/** Where an extension keeps its data, in each editor that can host it. */
export const extensionFolders = (at: ConfigLocations, extension: string): string[] =>
  extensionHosts.map((host) => at.join(at.userData(host), "User", "globalStorage", extension));

/** Every editor that hosts the extension has a file of its own, and so has the command line (§1.13). */
export const clineFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const settings = "cline_mcp_settings.json";
  const files: string[] = [];
  const folders = extensionFolders(at, "saoudrizwan.claude-dev");
  for (const folder of folders) if (await at.isFolder(folder)) files.push(at.join(folder, "settings", settings));
  const own = at.fromEnv("CLINE_DIR") ?? at.home(".cline");
  const data = at.fromEnv("CLINE_DATA_DIR") ?? at.join(own, "data");
  const named = at.fromEnv("CLINE_MCP_SETTINGS_PATH");
  if (named) files.push(named);
  else if (await at.isFolder(data)) files.push(at.join(data, "settings", settings));
  if (await at.exists(at.join(own, "mcp.json"))) files.push(at.join(own, "mcp.json")); // Some builds.
  if (files.length > 0) return { installed: true, files };
  return { installed: false, files: [at.join(folders[0] ?? "", "settings", settings)] };
};

export const rooFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const files: string[] = [];
  for (const folder of extensionFolders(at, "rooveterinaryinc.roo-cline")) {
    const file = at.join(folder, "settings", "mcp_settings.json");
    if (await at.exists(file)) files.push(file);
  }
  return { installed: files.length > 0, files };
};

export const claudeCodeFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const moved = at.fromEnv("CLAUDE_CONFIG_DIR");
  const file = moved ? at.join(moved, ".claude.json") : at.home(".claude.json");
  const used = (await at.exists(file)) || (await at.isFolder(moved ?? at.home(".claude")));
  return { installed: used || (await programOf("claude", machine)) !== null, files: [file] };
};
