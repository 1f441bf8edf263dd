import { fileClient } from "./file-client";
import { jsonEditor } from "./format-json";
import { type Machine, placesOf } from "./places";
import type { ClientAdapter, ClientContext, Detected } from "./types";

const vscodeVariants = {
  vscode: { label: "VS Code", folder: "Code" },
  "vscode-insiders": { label: "VS Code Insiders", folder: "Code - Insiders" },
  vscodium: { label: "VSCodium", folder: "VSCodium" },
} as const;
type VariantId = keyof typeof vscodeVariants;

/** The default profile's `mcp.json` (reference/ai-clients.md §1.4); other profiles have their own and are left alone. */
export async function vscodeFiles(id: VariantId, machine: Machine): Promise<Detected> {
  const { join, userData, isFolder } = placesOf(machine);
  const data = userData(vscodeVariants[id].folder);
  return { installed: await isFolder(data), files: [join(data, "User", "mcp.json")] };
}

/** JSONC, watched by VS Code: it takes up a change by itself and asks for trust when the server first starts. */
export function vscode(id: VariantId, context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id,
      label: vscodeVariants[id].label,
      capabilities: { format: "json", mustBeQuit: false, needsRestart: false, snippet: "vscode" },
      editor: jsonEditor("servers", { comments: true, trailingCommas: true, bom: "keep" }),
      entry: { type: "stdio" },
      detect: () => vscodeFiles(id, context),
    },
    context,
  );
}
