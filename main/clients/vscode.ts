import { fileClient } from "./file-client";
import { jsonEditor } from "./format-json";
import { pathsOf } from "./intent";
import type { ClientAdapter, ClientContext, Detected } from "./types";

type Machine = Pick<ClientContext, "platform" | "env" | "home" | "fs">;

const vscodeVariants = {
  vscode: { label: "VS Code", folder: "Code" },
  "vscode-insiders": { label: "VS Code Insiders", folder: "Code - Insiders" },
} as const;
type VariantId = keyof typeof vscodeVariants;

/** The default profile's `mcp.json` (reference/ai-clients.md §1.4); other profiles have their own and are left alone. */
export async function vscodeFiles(id: VariantId, { platform, env, home, fs }: Machine): Promise<Detected> {
  const { join, isAbsolute } = pathsOf(platform);
  const { folder } = vscodeVariants[id];
  const bases = {
    win32: () => env.APPDATA ?? join(home, "AppData", "Roaming"),
    darwin: () => join(home, "Library", "Application Support"),
    other: () => (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME) ? env.XDG_CONFIG_HOME : join(home, ".config")),
  };
  const base = platform === "win32" || platform === "darwin" ? bases[platform]() : bases.other();
  const data = join(base, folder);
  const installed = (await fs.facts(data, { follow: true }))?.kind === "folder";
  return { installed, files: [join(data, "User", "mcp.json")] };
}

/** JSONC, watched by VS Code: it takes up a change by itself and asks for trust when the server first starts. */
export function vscode(id: VariantId, context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id,
      label: vscodeVariants[id].label,
      capabilities: { format: "json", mustBeQuit: false, needsRestart: false, snippet: "vscode" },
      editor: jsonEditor("servers", { comments: true, trailingCommas: true, bom: "keep" }),
      type: "stdio",
      detect: () => vscodeFiles(id, context),
    },
    context,
  );
}
