import { gooseEditor } from "../formats";
import type { ClientAdapter, ClientContext, Detected } from "../types";
import { configLocationsOf, type Machine } from "./config-locations";
import { fileClient } from "./file-client";
import { programOf } from "./programs";

/** `~/.config` on macOS as well; on Windows below its maker's name (reference/ai-clients.md §1.12). */
export async function gooseFiles(machine: Machine): Promise<Detected> {
  const at = configLocationsOf(machine);
  const root = at.fromEnv("GOOSE_PATH_ROOT");
  const usual =
    machine.platform === "win32" ? at.join(at.roaming, "Block", "goose", "config") : at.join(at.configHome, "goose");
  const folder = root ? at.join(root, "config") : usual;
  const installed = (await at.isFolder(folder)) || (await programOf("goose", machine)) !== null;
  return { installed, files: [at.join(folder, "config.yaml")] };
}

export function goose(context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id: "goose",
      label: "Goose",
      capabilities: { format: "yaml", mustBeQuit: false, needsRestart: true, snippet: "goose" },
      editor: gooseEditor,
      detect: () => gooseFiles(context),
    },
    context,
  );
}
