import type { ClientAdapter, ClientContext, Detected } from "../types";
import { fileIn } from "./client-locations";
import { configLocationsOf, type Machine } from "./config-locations";
import { fileClient } from "./file-client";

/** One file for the command line, the editor extension and the ChatGPT desktop app (reference/ai-clients.md §1.7). */
export async function codexFiles(machine: Machine): Promise<Detected> {
  const { installed, files } = await ownFiles(machine);
  return { installed: installed || (await hasDesktopApp(machine)), files };
}
const ownFiles = fileIn((at) => at.fromEnv("CODEX_HOME") ?? at.home(".codex"), ["config.toml"], { program: "codex" });

/** The desktop app, which shares the file: a package on Windows; on macOS `ChatGPT.app` may be another program. */
async function hasDesktopApp(machine: Machine): Promise<boolean> {
  const { platform, env, fs } = machine;
  const at = configLocationsOf(machine);
  if (platform === "win32") {
    const packages = await fs.list(at.join(env.LOCALAPPDATA ?? at.home("AppData", "Local"), "Packages"));
    return packages.some((name) => /^OpenAI\.Codex_[a-z0-9]+$/i.test(name));
  }
  if (platform !== "darwin") return false;
  for (const folder of ["/Applications", at.home("Applications")])
    for (const app of ["Codex.app", "ChatGPT.app"]) {
      const list = await fs.read(at.join(folder, app, "Contents", "Info.plist")).catch(() => null);
      if (list && Buffer.from(list).includes("com.openai.codex")) return true;
    }
  return false;
}

/** Its own command would drop comments and unknown keys of all servers, so the file is edited. */
export function codex(context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id: "codex",
      label: "Codex and ChatGPT",
      capabilities: {
        format: "toml",
        mustBeQuit: false,
        needsRestart: true,
        // A project that only switches the server on fails to load without the entry it refers to (§1.7).
        unregisterNotes: ["codex_projects"],
        snippet: "toml",
      },
      format: { format: "toml" },
      detect: () => codexFiles(context),
    },
    context,
  );
}
