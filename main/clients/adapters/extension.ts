import { InputError } from "#core/domain/errors";
import type { ExtensionView } from "../../ipc/contract/clients";
import { temporaryName } from "../file-system";
import { refuseTransientInstall } from "../launcher/transient-install";
import { refusal } from "../refusal";
import { pathsOf, serverName } from "../server-entry";
import type { ClientContext, Detected } from "../types";

/** Claude Desktop's other way in: a file that it unpacks into a folder of its own (docs/decisions/mcpb.md). */
export interface Extension {
  view(): Promise<ExtensionView>;
  /** Throws where Claude has the extension: an entry beside it would bring every tool twice. */
  mustBeAbsent(): Promise<void>;
  /** Writes the extension where the person wants it, over what is there, and sees to it that it has something to start. */
  save(path: string): Promise<void>;
}

interface Parts {
  context: ClientContext;
  /** The file that comes with the app; null or missing: there is none to offer. */
  bundle: string | null;
  detect(): Promise<Detected>;
}

export function extension({ context, bundle, detect }: Parts): Extension {
  const { fs, platform } = context;
  const { join, dirname } = pathsOf(platform);

  /** Claude unpacks each extension into its own folder beside its configuration. */
  async function isInstalled(files: string[]): Promise<boolean> {
    for (const folder of files.map((file) => join(dirname(file), "Claude Extensions")))
      for (const name of await fs.list(folder).catch(() => []))
        if (await isOurs(join(folder, name, "manifest.json"))) return true;
    return false;
  }

  async function isOurs(manifest: string): Promise<boolean> {
    try {
      const { name, server } = JSON.parse(Buffer.from(await fs.read(manifest)).toString("utf8"));
      // Another maker may use the name.
      return name === serverName && server.mcp_config.args.includes("--client=claude-desktop");
    } catch {
      return false;
    }
  }

  /** Claude as a Windows package fails to install any extension from a file (reference/ai-clients.md §5). */
  const canInstall = (files: string[]) => files.some((file) => !/\\Packages\\Claude_[^\\]+\\/i.test(file));

  async function view(): Promise<ExtensionView> {
    const { installed, files } = await detect();
    if (!installed) return { state: "none" };
    if (await isInstalled(files)) return { state: "installed" };
    const offered = bundle !== null && canInstall(files) && (await fs.facts(bundle, { follow: true }));
    return { state: offered ? "offered" : "none" };
  }

  return {
    view,
    async mustBeAbsent() {
      if ((await view()).state !== "installed") return;
      throw refusal(
        "client_extension",
        "Claude Desktop has Punchcard as an extension already, and with an entry too it would show every tool twice.",
        "Keep the extension, or remove it in Claude Desktop (Settings, Extensions) and try again.",
      );
    },
    async save(path) {
      if (bundle === null)
        throw refusal("client_no_extension", "This copy of Punchcard has no extension.", "Use Register instead.");
      refuseTransientInstall(context);
      await context.prepareLaunch();
      const temporary = temporaryName(path);
      try {
        await fs.create(temporary, await fs.read(bundle), { mode: 0o644 });
        await fs.rename(temporary, path);
      } catch (error) {
        await fs.remove(temporary).catch(() => undefined);
        if (error instanceof InputError) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw refusal("client_extension_file", `${path} could not be written: ${why}`, "Choose another place.");
      }
    },
  };
}
