import { posix } from "node:path";
import { launcherFile } from "../../../mcp-server/platform/state/home-files";
import { ownFlatpak } from "../../desktop/flatpak";
import type { FileSystem } from "../file-system";
import { refusal } from "../refusal";
import { diskFull, putFile } from "../replace-file";
import { pathsOf, serverEntryFor } from "../server-entry";
import type { ClientContext } from "../types";
import { imageOf, scriptInside, transientInstall } from "./transient-install";

/** Any text as one word of a POSIX shell: nothing is special between single quotes but the quote itself. */
export const shellWord = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Variables of Electron that a client started from another Electron app would pass on. */
const noise = [
  "ELECTRON_NO_ATTACH_CONSOLE",
  "ELECTRON_ENABLE_LOGGING",
  "ELECTRON_LOG_FILE",
  "ELECTRON_ENABLE_STACK_DUMPING",
  "ELECTRON_NO_ASAR",
  "ELECTRON_OVERRIDE_DIST_PATH",
  "ELECTRON_FORCE_IS_PACKAGED",
  "ELECTRON_DEFAULT_ERROR_MODE",
  "ELECTRON_OZONE_PLATFORM_HINT",
  "ELECTRON_EXEC_PATH",
];

interface LauncherFacts {
  /** What runs the script in node mode. */
  app: string;
  script: string;
  /** A file that exists while the app is installed; scripts inside an archive cannot be looked at by a shell. */
  evidence: string;
  /** Linux: the person's session, for clients that pass almost no environment. */
  session?: { uid: number; bus?: string; runtimeFolder?: string };
  /** `app` is an AppImage. */
  image?: { extracted: boolean; temporary?: string };
}

/** By this a launcher is known as ours, whatever else somebody made of it. */
const mark = "# Written by Punchcard at each start, so changes made here do not last.";

const gone = "Punchcard is not where it was. Start Punchcard once, or remove it from this client.";

function script({ app, script: server, evidence, session, image }: LauncherFacts): string {
  const lines = [
    "#!/bin/sh",
    mark,
    `app=${shellWord(app)}`,
    `script=${shellWord(server)}`,
    `if [ ! -x "$app" ] || [ ! -e ${shellWord(evidence)} ]; then`,
    `  printf '%s\\n' ${shellWord(`punchcard-mcp: ${gone}`)} >&2`,
    "  exit 1",
    "fi",
    `unset ${noise.join(" ")}`,
  ];
  if (session) {
    const folder = `/run/user/${session.uid}`;
    const fallback = (variable: string, known: string, usual: string) => [
      `if [ -z "\${${variable}:-}" ] && [ ! -e ${shellWord(usual)} ]; then`,
      `  ${variable}=${shellWord(known)}`,
      `  export ${variable}`,
      "fi",
    ];
    if (session.bus) lines.push(...fallback("DBUS_SESSION_BUS_ADDRESS", session.bus, `${folder}/bus`));
    if (session.runtimeFolder) lines.push(...fallback("XDG_RUNTIME_DIR", session.runtimeFolder, folder));
  }
  // What this computer needs to run the image at all: no FUSE, or a /tmp that nothing may be started from.
  if (image?.extracted) lines.push("APPIMAGE_EXTRACT_AND_RUN=1", "export APPIMAGE_EXTRACT_AND_RUN");
  if (image?.temporary)
    lines.push(`if [ -z "\${TMPDIR:-}" ]; then`, `  TMPDIR=${shellWord(image.temporary)}`, "  export TMPDIR", "fi");
  // Electron takes Node's own variable away in a packed app; the server reads this one instead.
  lines.push(
    `if [ -n "\${NODE_EXTRA_CA_CERTS:-}" ] && [ -z "\${PUNCHCARD_EXTRA_CA_CERTS:-}" ]; then`,
    "  PUNCHCARD_EXTRA_CA_CERTS=$NODE_EXTRA_CA_CERTS",
    "  export PUNCHCARD_EXTRA_CA_CERTS",
    "fi",
  );
  lines.push("ELECTRON_RUN_AS_NODE=1", "export ELECTRON_RUN_AS_NODE");
  // The image's own start script puts --no-sandbox before the script where user namespaces are restricted (Ubuntu 24),
  // which ends node mode with status 9, unless it finds that word among the arguments.
  lines.push(`exec "$app" "$script" "$@"${image ? ` ${noSandbox}` : ""}`, "");
  return lines.join("\n");
}

const noSandbox = "--no-sandbox";

/** For clients outside of the Flatpak, which see nothing of what is in it. */
function flatpakScript(id: string, uid: number | undefined): string {
  const folder = shellWord(`/run/user/${uid}`);
  return [
    "#!/bin/sh",
    mark,
    `app=${shellWord(id)}`,
    'if ! flatpak info "$app" >/dev/null 2>&1; then',
    `  printf '%s\\n' ${shellWord(`punchcard-mcp: ${gone}`)} >&2`,
    "  exit 1",
    "fi",
    // Flatpak finds the session bus by it, and clients pass almost no environment.
    `if [ -z "\${XDG_RUNTIME_DIR:-}" ] && [ -d ${folder} ]; then`,
    `  XDG_RUNTIME_DIR=${folder}`,
    "  export XDG_RUNTIME_DIR",
    "fi",
    'exec flatpak run --command=punchcard-mcp "$app" "$@"',
    "",
  ].join("\n");
}

/**
 * Every run of an AppImage is mounted elsewhere, so the script's path is made at run time from the binary that runs it.
 * A copy of the script would lose its native modules.
 */
function appImageStarter(launch: ClientContext["launch"]): string {
  return [
    "// Written by Punchcard: finds the server inside the AppImage that runs this file.",
    'const { dirname, join } = require("node:path");',
    `const server = join(dirname(process.execPath), ${JSON.stringify(scriptInside(launch))});`,
    `if (process.argv.at(-1) === ${JSON.stringify(noSandbox)}) process.argv.pop();`,
    "process.argv[1] = server;",
    "require(server);",
    "",
  ].join("\n");
}

type Parts = Pick<ClientContext, "platform" | "env" | "punchcardHome" | "launch" | "fs">;

/**
 * The program of build/launcher with the script behind it, which it runs where the app does not serve it. The
 * last 32 bytes say how long the script is.
 */
const withScript = (program: Uint8Array, text: string) =>
  Buffer.concat([
    program,
    Buffer.from(`\n${text}# punchcard-script ${String(Buffer.byteLength(text)).padStart(12, "0")}\n`),
  ]);

/** What a client starts: the compiled program where this copy of the app has one, else the script alone. */
async function startable({ launch, fs }: Parts, text: string): Promise<Buffer> {
  return launch.program === undefined ? Buffer.from(text) : withScript(await fs.read(launch.program), text);
}

/** Windows starts no scripts: there a file says what the extension of Claude Desktop has to start (build/mcpb/server.cjs). */
function windowsLauncher(parts: Parts): string {
  const { command, args, env } = serverEntryFor("", parts);
  return `${JSON.stringify({ punchcard: mark, command, args: args.slice(0, -1), env }, null, 2)}\n`;
}

interface WantedFile {
  path: string;
  bytes: Buffer;
  mode: number;
}

/** The files that clients start, with their content and mode, as they have to be for this copy of the app. */
async function wanted(parts: Parts, uid: number | undefined): Promise<WantedFile[]> {
  const { platform, env, punchcardHome, launch } = parts;
  const path = launcherFile(parts.punchcardHome, parts.platform);
  if (platform === "win32") return [{ path, bytes: Buffer.from(windowsLauncher(parts)), mode: 0o600 }];
  const archive = /^(.*?\.asar)(?:\/|$)/.exec(launch.script)?.[1];
  const session =
    platform === "linux" && uid !== undefined
      ? { uid, bus: env.DBUS_SESSION_BUS_ADDRESS, runtimeFolder: env.XDG_RUNTIME_DIR }
      : undefined;
  const flatpak = platform === "linux" ? ownFlatpak(launch.electron, env) : null;
  if (flatpak !== null) return [{ path, bytes: await startable(parts, flatpakScript(flatpak, uid)), mode: 0o755 }];
  const app = imageOf(parts);
  if (app === null) {
    const evidence = archive ?? launch.script;
    const facts = { app: launch.helper ?? launch.electron, script: launch.script, evidence, session };
    return [{ path, bytes: await startable(parts, script(facts)), mode: 0o755 }];
  }
  const starter = posix.join(punchcardHome, "lib", "appimage.cjs");
  const temporary = env.TMPDIR && launch.electron.startsWith(`${env.TMPDIR}/`) ? env.TMPDIR : undefined;
  const image = { extracted: Boolean(env.APPIMAGE_EXTRACT_AND_RUN), temporary };
  return [
    { path: starter, bytes: Buffer.from(appImageStarter(launch)), mode: 0o600 },
    {
      path,
      bytes: await startable(parts, script({ app, script: starter, evidence: starter, session, image })),
      mode: 0o755,
    },
  ];
}

/**
 * Writes what clients start, unless it is right already. Called at each start of the app, which heals it after a move,
 * an update, a deletion or somebody's change. A copy of the app that will not stay (translocated, a mount) leaves the
 * old one alone.
 * @throws InputError `client_launcher` where the file cannot be written.
 */
export async function writeLauncher(parts: Parts, uid = process.getuid?.()): Promise<void> {
  if (transientInstall(parts)) return;
  const path = launcherFile(parts.punchcardHome, parts.platform);
  try {
    for (const file of await wanted(parts, uid)) await put(parts.fs, parts.platform, file);
  } catch (error) {
    const full = diskFull(error);
    if (full) throw full;
    const why = error instanceof Error ? error.message : String(error);
    throw refusal("client_launcher", `${path} could not be written: ${why}`, "Make the folder writable and try again.");
  }
}

/**
 * For uninstallers: takes away what clients start, if it starts this very copy of the app. What another copy wrote, or
 * somebody else, stays.
 * @returns whether it was there and is gone
 */
export async function removeLauncher(parts: Parts, uid = process.getuid?.()): Promise<boolean> {
  const { fs } = parts;
  const starts = (text: string) => text.split("\n").filter((line) => /^(?:app|script)=|^ {2}"command":/.test(line));
  const files = await wanted(parts, uid);
  const launcher = files.at(-1);
  if (!launcher || (await fs.facts(launcher.path, { follow: false }))?.kind !== "file") return false;
  const there = Buffer.from(await fs.read(launcher.path)).toString("utf8");
  if (!there.includes(mark) || starts(there).join() !== starts(launcher.bytes.toString("utf8")).join()) return false;
  for (const { path } of files.reverse()) await fs.remove(path);
  return true;
}

async function put(fs: FileSystem, platform: NodeJS.Platform, { path, bytes, mode }: WantedFile): Promise<void> {
  const there = await fs.facts(path, { follow: false });
  const found = there?.kind === "file" ? Buffer.from(await fs.read(path)) : null;
  // Windows keeps no permission bits.
  if (found?.equals(bytes) && (platform === "win32" || there?.mode === mode)) return;
  await fs.privateFolder(pathsOf(platform).dirname(path));
  // Not from us: clients must not start it as if it were, and still nobody loses a file.
  const isOurs = !found || /Written by Punchcard/.test(found.toString("utf8")) || bytes.indexOf(found) === 0;
  if (!isOurs) await fs.rename(path, `${path}.not-ours`);
  await putFile(fs, platform, path, bytes, mode);
}
