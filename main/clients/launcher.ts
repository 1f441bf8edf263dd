import { posix } from "node:path";
import { type FileSystem, temporaryName } from "./files";
import { launcherPath, passingPlace } from "./intent";
import { refusal } from "./refusal";
import type { ClientContext, LaunchPaths } from "./types";
import { sweep } from "./write";

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
}

function script({ app, script: server, evidence, session }: LauncherFacts): string {
  const gone = "Punchcard is not where it was. Start Punchcard once, or remove it from this client.";
  const lines = [
    "#!/bin/sh",
    "# Written by Punchcard at each start, so changes made here do not last.",
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
  lines.push("ELECTRON_RUN_AS_NODE=1", "export ELECTRON_RUN_AS_NODE", 'exec "$app" "$script" "$@"', "");
  return lines.join("\n");
}

/**
 * Every run of an AppImage is mounted elsewhere, so the script's path is made at run time from the binary that runs it.
 * A copy of the script would lose its native modules.
 */
function appImageStarter(electron: string, server: string): string {
  const inside = JSON.stringify(posix.relative(posix.dirname(electron), server));
  return [
    "// Written by Punchcard: finds the server inside the AppImage that runs this file.",
    'const { dirname, join } = require("node:path");',
    `const server = join(dirname(process.execPath), ${inside});`,
    "process.argv[1] = server;",
    "require(server);",
    "",
  ].join("\n");
}

/** Any program started from another AppImage inherits that one's variables: only what runs out of the mount is ours. */
function runsFromImage({ electron, appImage }: LaunchPaths, env: NodeJS.ProcessEnv): boolean {
  if (!appImage) return false;
  return /\/\.mount_[^/]+\//.test(electron) || Boolean(env.APPDIR && electron.startsWith(`${env.APPDIR}/`));
}

type Parts = Pick<ClientContext, "platform" | "env" | "punchcardHome" | "launch" | "fs">;

/**
 * Writes what clients start, unless it is right already. Called at each start of the app, which heals it after a move or
 * an update. Windows needs none. A copy of the app that will not stay (translocated, a mount) leaves the old one alone.
 * @throws InputError `client_launcher` where the file cannot be written.
 */
export async function writeLauncher(parts: Parts, uid = process.getuid?.()): Promise<void> {
  const { platform, env, punchcardHome, launch, fs } = parts;
  if (platform === "win32" || passingPlace(launch)) return;
  const path = launcherPath(parts);
  const starter = posix.join(punchcardHome, "lib", "appimage.cjs");
  const archive = /^(.*?\.asar)(?:\/|$)/.exec(launch.script)?.[1];
  const image = runsFromImage(launch, env) ? launch.appImage : undefined;
  const facts: LauncherFacts = image
    ? { app: image, script: starter, evidence: starter }
    : { app: launch.helper ?? launch.electron, script: launch.script, evidence: archive ?? launch.script };
  if (platform === "linux" && uid !== undefined)
    facts.session = { uid, bus: env.DBUS_SESSION_BUS_ADDRESS, runtimeFolder: env.XDG_RUNTIME_DIR };
  try {
    if (image) await put(fs, platform, starter, appImageStarter(launch.electron, launch.script), 0o600);
    await put(fs, platform, path, script(facts), 0o755);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal("client_launcher", `${path} could not be written: ${why}`, "Make the folder writable and try again.");
  }
}

async function put(fs: FileSystem, platform: NodeJS.Platform, path: string, text: string, mode: number): Promise<void> {
  const bytes = Buffer.from(text, "utf8");
  const there = await fs.facts(path, { follow: false });
  if (there?.kind === "file" && there.mode === mode && bytes.equals(await fs.read(path))) return;
  await fs.makeFolder(posix.dirname(path), 0o700);
  await sweep(fs, platform, path);
  const temporary = temporaryName(path);
  try {
    await fs.create(temporary, bytes, { mode });
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.remove(temporary).catch(() => undefined);
    throw error;
  }
}
