import type { ClientContext } from "../types";
import { scriptInside } from "./transient-install";

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

export interface LauncherFacts {
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
export const mark = "# Written by Punchcard at each start, so changes made here do not last.";

const gone = "Punchcard is not where it was. Start Punchcard once, or remove it from this client.";

/** What a POSIX shell runs to start the server in node mode. */
export function launcherScript({ app, script: server, evidence, session, image }: LauncherFacts): string {
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
export function flatpakScript(id: string, uid: number | undefined): string {
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
export function appImageStarter(launch: ClientContext["launch"]): string {
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
