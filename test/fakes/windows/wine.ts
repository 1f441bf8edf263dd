import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { type FileSystem, nodeFiles } from "#main/clients/file-system";
import { writeLauncher } from "#main/clients/launcher/launcher";
import { leaveOut } from "../../left-out";

/**
 * Programs for Windows: on Windows, or by Wine where that is installed and PUNCHCARD_WINE names a folder for it
 * (WINEPREFIX=folder wineboot makes one). PUNCHCARD_WINE_NODE names a node.exe for tests that need one there.
 */
export const isWindows = process.platform === "win32";
const installed = (program: string) => spawnSync(program, ["--version"]).error === undefined;
export const compiler = ["x86_64-w64-mingw32-gcc", ...(isWindows ? ["gcc"] : [])].find(installed);
export const canRun =
  compiler !== undefined && (isWindows || (installed("wine") && process.env.PUNCHCARD_WINE !== undefined));
if (!canRun) leaveOut("the launcher for Windows, which needs mingw, Wine and PUNCHCARD_WINE");
export const nodeForWindows = isWindows ? process.execPath : process.env.PUNCHCARD_WINE_NODE;

/** The same file as programs for Windows see it. */
export const windowsPath = (path: string) => (isWindows ? path : `Z:${resolve(path).replaceAll("/", "\\")}`);

/** Wine has one person, so one file of tests at a time has them. */
export async function alone(): Promise<() => void> {
  if (isWindows) return () => undefined;
  const taken = join(process.env.PUNCHCARD_WINE ?? "", "taken-by-tests");
  for (;;)
    try {
      mkdirSync(taken);
      return () => rmSync(taken, { recursive: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
}

export function windowsFolder() {
  const work = mkdtempSync(join(tmpdir(), "punchcard Jö O'Neil "));
  return { work, remove: () => rmSync(work, { recursive: true, force: true, maxRetries: 10 }) };
}

export function compileStandIn(to: string): void {
  const source = join(import.meta.dirname, "stand-in.c");
  const args = ["-municode", "-static", "-o", to, source, "-lws2_32"];
  const { status, stderr } = spawnSync(compiler ?? "", args, { encoding: "utf8" });
  if (status !== 0 || stderr !== "") throw new Error(stderr);
}

/** The folder of a person who has nothing of Punchcard yet. Wine lets nobody say where that is. */
export function newPerson(work: string): { person: string; home: string } {
  const { PUNCHCARD_WINE: prefix = "" } = process.env;
  const person = isWindows ? mkdtempSync(join(work, "person ")) : join(prefix, "drive_c/users", userInfo().username);
  const home = join(person, ".punchcard");
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(join(home, "run"), { recursive: true });
  return { person, home };
}

/** Starts it as that person, whose environment has nothing else. */
export function startAs(person: string, path: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const whole = {
    ...{ PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, USERPROFILE: windowsPath(person) },
    ...(!isWindows && {
      HOME: homedir(),
      WINEPREFIX: process.env.PUNCHCARD_WINE,
      WINEDEBUG: "-all",
      LC_ALL: "C.UTF-8",
    }),
    ...env,
  };
  const child = isWindows ? spawn(path, args, { env: whole }) : spawn("wine", [path, ...args], { env: whole });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin?.on("error", () => undefined);
  return child;
}

/** All that it writes, and its exit status. Bytes, because clients read them. */
export async function outcomeOf(child: ChildProcess) {
  const parts: Buffer[] = [];
  let stderr = "";
  child.stdout?.on("data", (part: Buffer) => parts.push(part));
  child.stderr?.on("data", (part: Buffer) => {
    stderr += part;
  });
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, stdout: Buffer.concat(parts), stderr: stderr.replaceAll("\r", "") };
}

const here = (path: string) => (isWindows ? path : path.replace(/^Z:/, "").replaceAll("\\", "/"));

/** The files of this system under the names that Windows has for them. */
const windowsFiles = new Proxy(nodeFiles, {
  get:
    (files, step: keyof FileSystem) =>
    (...given: unknown[]) =>
      (files[step] as (...all: unknown[]) => unknown)(
        ...given.map((one) => (typeof one === "string" && /^Z:\\/.test(one) ? here(one) : one)),
      ),
});

/** Writes what clients start, as the app does, and says its path here. */
export async function installOnWindows(
  home: string,
  launch: { electron: string; script: string; program: string },
): Promise<string> {
  const [electron = "", script = "", program = ""] = [launch.electron, launch.script, launch.program].map(windowsPath);
  await writeLauncher({
    ...{ platform: "win32", env: {}, punchcardHome: windowsPath(home), fs: windowsFiles },
    launch: { electron, script, program },
  });
  return join(home, "bin", "punchcard-mcp.exe");
}
