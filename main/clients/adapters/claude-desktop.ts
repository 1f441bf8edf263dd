import type { Failure } from "../../ipc/contract";
import type { FileSystem } from "../file-system";
import { pathsOf } from "../server-entry";
import type { ClientAdapter, ClientContext, Detected } from "../types";
import { configLocationsOf, type Machine } from "./config-locations";
import type { Extension } from "./extension";
import { fileClient } from "./file-client";

const configName = "claude_desktop_config.json";

/**
 * Where Claude Desktop keeps its configuration (reference/ai-clients.md §1.2). On Windows the packaged app reads below
 * its own package folder; the plain folder then is often a decoy, so it counts only where a plain installation uses it.
 */
export async function claudeDesktopFiles({ platform, env, home, fs }: Machine): Promise<Detected> {
  if (platform === "win32") return windowsFiles({ env, home, fs });
  const { join, userData } = configLocationsOf({ platform, env, home, fs });
  const folder = userData("Claude");
  const others = await existing(fs, [join(userData("Claude-3p"), configName)]);
  const installed = (await isFolder(fs, folder)) || others.length > 0;
  return { installed, files: [join(folder, configName), ...others] };
}

/** With another provider's models the app keeps a folder beside its own; nobody else makes a file there. */
async function existing(fs: FileSystem, files: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) if (await fs.facts(file, { follow: false })) found.push(file);
  return found;
}

async function windowsFiles({ env, home, fs }: Pick<Machine, "env" | "home" | "fs">): Promise<Detected> {
  const { join } = pathsOf("win32");
  const local = env.LOCALAPPDATA ?? join(home, "AppData", "Local");
  const roaming = env.APPDATA ?? join(home, "AppData", "Roaming");
  const plain = join(roaming, "Claude", configName);
  const plainInstalled = await isFolder(fs, join(local, "AnthropicClaude"));

  const others = await existing(
    fs,
    [roaming, local].map((root) => join(root, "Claude-3p", configName)),
  );
  const packages = (await fs.list(join(local, "Packages"))).filter((name) => /^Claude_[a-z0-9]+$/i.test(name)).sort();
  const packaged: { file: string; exists: boolean }[] = [];
  for (const name of packages) {
    const root = join(local, "Packages", name, "LocalCache", "Roaming");
    if (!(await isFolder(fs, root))) continue;
    const file = join(root, "Claude", configName);
    packaged.push({ file, exists: (await fs.facts(file, { follow: false })) !== null });
  }
  if (packaged.length === 0) {
    const installed = plainInstalled || others.length > 0 || (await isFolder(fs, join(roaming, "Claude")));
    return { installed, files: [plain, ...others] };
  }

  const used = packaged.length === 1 ? packaged : packaged.filter(({ exists }) => exists);
  const files = used.map(({ file }) => file);
  if (files.length === 0) return { installed: true, files: packaged.map(({ file }) => file), problem: ambiguous };
  const plainUsed = plainInstalled || (await fs.facts(plain, { follow: false })) !== null;
  return { installed: true, files: [...files, ...(plainUsed ? [plain] : []), ...others] };
}

const ambiguous: Failure = {
  code: "client_ambiguous",
  message: "Claude Desktop is installed more than once, and none of the copies has a configuration yet.",
  saved: "no",
  next: "Open Settings, Developer, Edit Config in the Claude Desktop that you use, then try again.",
};

const isFolder = async (fs: FileSystem, path: string) => (await fs.facts(path, { follow: true }))?.kind === "folder";

/** Strict JSON only, and the app writes its own copy over the file: it must be quit while we write. */
export function claudeDesktop(context: ClientContext, extension: Extension): ClientAdapter {
  return fileClient(
    {
      id: "claude-desktop",
      label: "Claude Desktop",
      capabilities: { format: "json", mustBeQuit: true, needsRestart: true, snippet: "mcp-servers" },
      format: {
        format: "json",
        container: "mcpServers",
        rules: { comments: false, trailingCommas: false, bom: "refuse" },
      },
      detect: () => claudeDesktopFiles(context),
      beforeRegister: extension.mustBeAbsent,
    },
    context,
  );
}
