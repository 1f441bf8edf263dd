import type { ClientAdapter, ClientContext, Detected } from "../types";
import { configLocationsOf, type Machine } from "./config-locations";
import { fileClient } from "./file-client";

const vscodeVariants = {
  vscode: { label: "VS Code", folder: "Code" },
  "vscode-insiders": { label: "VS Code Insiders", folder: "Code - Insiders" },
  vscodium: { label: "VSCodium", folder: "VSCodium" },
} as const;
type VariantId = keyof typeof vscodeVariants;

/**
 * The default profile's `mcp.json`, and that of each other profile that has one (reference/ai-clients.md §1.4). A portable
 * installation and one with its data elsewhere say so by variables that VS Code reads itself.
 */
export async function vscodeFiles(id: VariantId, machine: Machine): Promise<Detected> {
  const { join, userData, fromEnv, isFolder, exists } = configLocationsOf(machine);
  const { folder } = vscodeVariants[id];
  const [portable, moved] = [fromEnv("VSCODE_PORTABLE"), fromEnv("VSCODE_APPDATA")];
  const data = portable ? join(portable, "user-data") : moved ? join(moved, folder) : userData(folder);
  const profiles = join(data, "User", "profiles");
  const files = [join(data, "User", "mcp.json")];
  for (const name of (await machine.fs.list(profiles)).sort()) {
    const file = join(profiles, name, "mcp.json");
    if (await exists(file)) files.push(file);
  }
  return { installed: await isFolder(data), files };
}

/** JSONC, watched by VS Code: it takes up a change by itself and asks for trust when the server first starts. */
export function vscode(id: VariantId, context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id,
      label: vscodeVariants[id].label,
      capabilities: { format: "json", mustBeQuit: false, needsRestart: false, snippet: "vscode" },
      format: { format: "json", container: "servers", rules: { comments: true, trailingCommas: true, bom: "keep" } },
      entry: { type: "stdio" },
      detect: () => vscodeFiles(id, context),
    },
    context,
  );
}
