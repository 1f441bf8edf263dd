import { type Detect, extensionFolders, fileIn } from "./client-locations";
import { type ConfigLocations, configLocationsOf, type Machine } from "./config-locations";
import { programOf } from "./programs";

/** Where coding agents and editors of 2026 keep their servers; docs/clients.md says how each place is known. */

/** The first of some names that is there in a folder, or the first of all: clients merge them or read one of them. */
const firstIn = (
  folderOf: (at: ConfigLocations, machine: Machine) => string,
  names: [string, ...string[]],
  program: string,
  others: (at: ConfigLocations) => string[] = () => [],
): Detect => {
  return async (machine) => {
    const at = configLocationsOf(machine);
    const folder = folderOf(at, machine);
    const folders = await Promise.all([folder, ...others(at)].map(at.isFolder));
    const installed = folders.includes(true) || (await programOf(program, machine)) !== null;
    for (const name of names)
      if (await at.exists(at.join(folder, name))) return { installed, files: [at.join(folder, name)] };
    return { installed, files: [at.join(folder, names[0])] };
  };
};

/** `~/.config` on every system, and `XDG_CONFIG_HOME` where it is set; what lies in both files is merged. */
export const opencodeFiles = firstIn(
  (at) => at.fromEnv("OPENCODE_CONFIG_DIR") ?? at.join(at.configHome, "opencode"),
  ["opencode.json", "opencode.jsonc"],
  "opencode",
);
/** The extension for VS Code reads the same file as the command line (kilo.ai/docs/automate/mcp/using-in-kilo-code). */
export const kiloFiles = firstIn(
  (at) => at.join(at.configHome, "kilo"),
  ["kilo.json", "kilo.jsonc"],
  "kilo",
  (at) => extensionFolders(at, "kilocode.kilo-code"),
);
export const ampFiles = firstIn(
  (at, { platform }) => at.join(platform === "win32" ? at.home(".config") : at.configHome, "amp"),
  ["settings.json", "settings.jsonc"],
  "amp",
);

export const qwenFiles = fileIn((at) => at.home(".qwen"), ["settings.json"], { program: "qwen" });
export const qoderFiles = fileIn((at) => at.home(".qoder"), ["settings.json"], { program: "qodercli" });
export const auggieFiles = fileIn((at) => at.home(".augment"), ["settings.json"], { program: "auggie" });
export const droidFiles = fileIn((at) => at.home(".factory"), ["mcp.json"], { program: "droid" });
export const kiroFiles = fileIn((at) => at.home(".kiro"), ["settings", "mcp.json"], {
  program: "kiro-cli",
  others: (at) => [at.userData("Kiro")],
});
export const warpFiles = fileIn((at) => at.home(".warp"), [".mcp.json"]);

/** Of all solutions; the file lies in the person's folder itself, so only the program's own folder says that it is there. */
export const visualStudioFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const local = machine.env.LOCALAPPDATA ?? at.home("AppData", "Local");
  const installed = machine.platform === "win32" && (await at.isFolder(at.join(local, "Microsoft", "VisualStudio")));
  return { installed, files: [at.home(".mcp.json")] };
};

/** Kimi Code CLI, and the older Kimi CLI with a folder of its own (kimi.com/code/docs, moonshotai.github.io/kimi-cli). */
export const kimiFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const folder = at.fromEnv("KIMI_CODE_HOME") ?? at.home(".kimi-code");
  const olderFolder = at.home(".kimi");
  const [hasFolder, hasOlder] = [await at.isFolder(folder), await at.isFolder(olderFolder)];
  const folders = [...(hasFolder || !hasOlder ? [folder] : []), ...(hasOlder ? [olderFolder] : [])];
  const installed = hasFolder || hasOlder || (await programOf("kimi", machine)) !== null;
  return { installed, files: folders.map((one) => at.join(one, "mcp.json")) };
};

/** docs.anythingllm.com: "MCP Compatibility" names the file, "Where is my data located?" the folder. */
export const anythingLlmFiles = fileIn(
  (at) => at.join(at.userData("anythingllm-desktop"), "storage"),
  ["plugins", "anythingllm_mcp_servers.json"],
);

/** docs.x.ai/build/settings; `GROK_HOME` moves the folder. */
export const grokFiles = fileIn((at) => at.fromEnv("GROK_HOME") ?? at.home(".grok"), ["config.toml"], {
  program: "grok",
});

/** The app's own source (github/CopilotForXcode, MCPConfigView.swift) makes this folder and file at its first start. */
export const copilotXcodeFiles: Detect = async (machine) => {
  const at = configLocationsOf(machine);
  const folder = at.home(".config", "github-copilot", "xcode");
  const apps = ["/Applications", at.home("Applications")].map((one) => at.join(one, "GitHub Copilot for Xcode.app"));
  const isThere = await Promise.all([folder, ...apps].map(at.isFolder));
  return { installed: machine.platform === "darwin" && isThere.includes(true), files: [at.join(folder, "mcp.json")] };
};
