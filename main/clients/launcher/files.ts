import { posix } from "node:path";
import { launchDescription, launcherFile } from "#core/platform/state/home-files";
import { ownFlatpak } from "../../desktop/flatpak";
import { serverEntryFor } from "../server-entry";
import type { ClientContext } from "../types";
import { appImageStarter, flatpakScript, launcherScript, mark } from "./script";
import { imageOf } from "./transient-install";

export type Parts = Pick<ClientContext, "platform" | "env" | "punchcardHome" | "launch" | "fs">;

export interface LauncherPart {
  path: string;
  bytes: Buffer;
  mode: number;
}

export interface LauncherParts {
  /** In the order in which they are written: what a part needs comes before it. */
  files: LauncherPart[];
  /** The one that says which copy of the app is started, in lines `app=` and `script=` or as JSON. */
  naming: string;
}

/**
 * The program of build/launcher with the script behind it, which it runs where the app does not serve it. The
 * last 32 bytes say how long the script is.
 */
const withScript = (program: Uint8Array, text: string) =>
  Buffer.concat([
    program,
    Buffer.from(`\n${text}# punchcard-script ${String(Buffer.byteLength(text)).padStart(12, "0")}\n`),
  ]);

/** The program, where this copy of the app has one, and the script that it runs. */
async function posixParts(parts: Parts, text: string, read: ReadProgram): Promise<LauncherParts> {
  const { platform, punchcardHome, launch } = parts;
  const path = launcherFile(punchcardHome, platform);
  const script = Buffer.from(text);
  if (launch.program === undefined) return { files: [{ path, bytes: script, mode: 0o755 }], naming: path };
  const program = Buffer.from(await read(launch.program));
  if (platform !== "darwin") return { files: [{ path, bytes: withScript(program, text), mode: 0o755 }], naming: path };
  // A signature does not cover what is put behind a program.
  const beside = `${path}.sh`;
  const files = [
    { path: beside, bytes: script, mode: 0o600 },
    { path, bytes: program, mode: 0o755 },
  ];
  return { files, naming: beside };
}

/** What the program on Windows starts where the app does not serve it (build/launcher/windows-own.c). */
const windowsStart = ({ electron, script }: ClientContext["launch"]) =>
  [mark, `app=${electron}`, `script=${script}`, ""].join("\r\n");

async function windowsParts(parts: Parts, read: ReadProgram): Promise<LauncherParts> {
  const { punchcardHome, platform, launch } = parts;
  const { command, args, env } = serverEntryFor("", parts);
  const described = { punchcard: mark, command, args: args.slice(0, -1), env: env ?? {} };
  const naming = launchDescription(punchcardHome);
  const description = { path: naming, bytes: Buffer.from(`${JSON.stringify(described, null, 2)}\n`), mode: 0o600 };
  if (launch.program === undefined) return { files: [description], naming };
  const path = launcherFile(punchcardHome, platform);
  const start = { path: `${path}.start`, bytes: Buffer.from(windowsStart(launch)), mode: 0o600 };
  const program = { path, bytes: Buffer.from(await read(launch.program)), mode: 0o755 };
  return { files: [start, program, description], naming: start.path };
}

type ReadProgram = (path: string) => Promise<Uint8Array>;

/** The files that clients start, with their content and mode, as they have to be for this copy of the app. */
export async function launcherParts(
  parts: Parts,
  uid: number | undefined,
  read: ReadProgram = (path) => parts.fs.read(path),
): Promise<LauncherParts> {
  const { platform, env, punchcardHome, launch } = parts;
  if (platform === "win32") return windowsParts(parts, read);
  const archive = /^(.*?\.asar)(?:\/|$)/.exec(launch.script)?.[1];
  const session =
    platform === "linux" && uid !== undefined
      ? { uid, bus: env.DBUS_SESSION_BUS_ADDRESS, runtimeFolder: env.XDG_RUNTIME_DIR }
      : undefined;
  const flatpak = platform === "linux" ? ownFlatpak(launch.electron, env) : null;
  if (flatpak !== null) return posixParts(parts, flatpakScript(flatpak, uid), read);
  const app = imageOf(parts);
  if (app === null) {
    const evidence = archive ?? launch.script;
    const facts = { app: launch.helper ?? launch.electron, script: launch.script, evidence, session };
    return posixParts(parts, launcherScript(facts), read);
  }
  const starter = posix.join(punchcardHome, "lib", "appimage.cjs");
  const temporary = env.TMPDIR && launch.electron.startsWith(`${env.TMPDIR}/`) ? env.TMPDIR : undefined;
  const image = { extracted: Boolean(env.APPIMAGE_EXTRACT_AND_RUN), temporary };
  const { files, naming } = await posixParts(
    parts,
    launcherScript({ app, script: starter, evidence: starter, session, image }),
    read,
  );
  return { files: [{ path: starter, bytes: Buffer.from(appImageStarter(launch)), mode: 0o600 }, ...files], naming };
}
