import type { ClientView } from "../../ipc/contract/clients";
import { refusal, toFailure } from "../refusal";
import type { ClientAdapter, ClientContext } from "../types";
import { configLocationsOf } from "./config-locations";

/** Editors in a sandbox that sees neither our launcher nor us: what they need differs from what they would read. */
const editors = [
  ["vscode-flatpak", "VS Code (Flatpak)", "com.visualstudio.code", "Code/User/mcp.json", "flatpak"],
  ["vscodium-flatpak", "VSCodium (Flatpak)", "com.vscodium.codium", "VSCodium/User/mcp.json", "flatpak"],
  ["zed-flatpak", "Zed (Flatpak)", "dev.zed.Zed", "zed/settings.json", "zed"],
] as const;

/**
 * Clients that are there and only take a snippet (reference/ai-clients.md §2.2). They are listed so that nobody looks
 * for them in vain, and never written to.
 */
export function snippetClients(context: ClientContext): ClientAdapter[] {
  return editors.map(([id, label, app, config, snippet]) => {
    const at = configLocationsOf(context);
    const file = at.home(".var", "app", app, "config", ...config.split("/"));
    const refused = () =>
      refusal(
        "client_unsupported",
        `${label} runs in a sandbox, from where it starts no program of this computer by itself.`,
        `Paste the snippet for ${snippet === "zed" ? "Zed, with flatpak-spawn --host before the command," : label} into its file yourself.`,
      );
    const detect = async () => ({
      installed: context.platform === "linux" && (await at.isFolder(at.home(".var", "app", app))),
      files: [file],
    });
    return {
      id,
      label,
      detect,
      capabilities: { format: "json", mustBeQuit: false, needsRestart: false, snippet, snippetOnly: true },
      async read(): Promise<ClientView> {
        const { installed } = await detect();
        return {
          id,
          label,
          file,
          running: false,
          needsRestart: false,
          seenAt: null,
          state: installed ? "snippet_only" : "not_installed",
          reason: installed ? (toFailure(refused()).next ?? null) : null,
          canRegister: false,
          canUnregister: false,
          canOpen: false,
        };
      },
      plan: async () => ({
        clientId: id,
        action: "nothing",
        file,
        diff: [],
        notes: [],
        refusal: toFailure(refused()),
      }),
      link: async () => null,
      moveEntry: async () => false,
      removeRecorded: async () => false,
      apply: async () => {
        throw refused();
      },
    };
  });
}
