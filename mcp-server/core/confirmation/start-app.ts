import { type ChildProcess, spawn } from "node:child_process";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ownAppImage } from "../platform/app-image";
import type { Asker } from "./agreement";

/** How the installed app is started to ask its person, in the background. */
export interface AppCommand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** Where this process runs, as far as it tells whether and how the app can be started from it. */
export interface Surroundings {
  platform: NodeJS.Platform;
  /** Of Electron; absent in plain Node, which no app belongs to. */
  electron: string | undefined;
  execPath: string;
  script: string;
  env: NodeJS.ProcessEnv;
  /** The server's folder: an app asks only for its own. */
  home: string;
  root: boolean;
}

const surroundings = (home: string): Surroundings => ({
  platform: process.platform,
  electron: process.versions.electron,
  execPath: process.execPath,
  script: process.argv[1] ?? "",
  env: process.env,
  home,
  root: process.getuid?.() === 0,
});

/** Variables that would start it as Node, or as another program's child. */
const stripped = /^(ELECTRON_|NODE_OPTIONS$|NODE_PATH$)/;

/**
 * The app that this server came with; it runs as that app's own binary in node mode (main/clients/launcher/launcher.ts).
 * @returns null: plain Node, another folder than the app's, a Flatpak, or no display that anybody looks at
 */
export function appCommand(where: Surroundings): AppCommand | null {
  const { platform, electron, execPath, script, env, home, root } = where;
  if (electron === undefined || home !== (env.PUNCHCARD_HOME || join(env.HOME || homedir(), ".punchcard"))) return null;
  // What is started inside of a Flatpak ends with the client that started the Flatpak.
  if (env.FLATPAK_ID && execPath.startsWith("/app/")) return null;
  const display = platform === "linux" ? env.DISPLAY || env.WAYLAND_DISPLAY : !env.SSH_CONNECTION;
  if (!display) return null;
  // On macOS a helper inside of the bundle runs the server; the app's own binary has the bundle's name.
  const bundle = platform === "darwin" ? /^(.*?\/([^/]+)\.app)\//.exec(execPath) : null;
  const command =
    (platform === "linux" && ownAppImage(execPath, env)) ||
    (bundle ? `${bundle[1]}/Contents/MacOS/${bundle[2]}` : execPath);
  const folder = /\.asar[\\/]/.test(script) ? [] : [dirname(dirname(dirname(script)))];
  const kept = Object.entries(env).filter(([name]) => !stripped.test(name));
  return {
    command,
    // Chromium refuses to run as root with its sandbox.
    args: [...folder, "--hidden", ...(platform === "linux" && root ? ["--no-sandbox"] : [])],
    env: Object.fromEntries(kept),
  };
}

const longestStart = 25_000;
const lookEvery = 200;
const tellEvery = 2_000;
const pause = 5 * 60_000;

/** Starts the app at most once at a time, and not again soon where it did not come. */
export class AppStarter {
  private starting: Promise<boolean> | undefined;
  private failedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly command: () => AppCommand | null) {}

  /**
   * @param runs whether the app answers
   * @param until milliseconds since 1970 until which is waited at most
   */
  async start(runs: () => boolean, { signal, progress }: Pick<Asker, "signal" | "progress">, until: number) {
    const began = Date.now();
    this.starting ??= this.launch(runs).finally(() => {
      this.starting = undefined;
    });
    const timer = setInterval(
      () => progress((Date.now() - began) / 1_000_000, undefined, "Starting Punchcard to ask your person"),
      tellEvery,
    );
    let late: NodeJS.Timeout | undefined;
    const ended = new Promise<boolean>((resolve) => {
      late = setTimeout(() => resolve(false), until - began);
      signal.addEventListener("abort", () => resolve(false), { once: true });
    });
    try {
      return await Promise.race([this.starting, ended]);
    } finally {
      clearInterval(timer);
      clearTimeout(late);
    }
  }

  private async launch(runs: () => boolean): Promise<boolean> {
    const wanted = Date.now() - this.failedAt < pause ? null : this.command();
    if (!wanted) return false;
    let gone = false;
    let child: ChildProcess;
    try {
      child = spawn(wanted.command, wanted.args, { env: wanted.env, detached: true, stdio: "ignore" });
    } catch {
      this.failedAt = Date.now();
      return false;
    }
    child.once("error", () => {
      gone = true;
    });
    // One that finds another app running ends at once, and that one answers in a moment.
    child.once("exit", () => setTimeout(() => (gone = true), 1_000));
    child.unref();
    const late = Date.now() + longestStart;
    while (!runs()) {
      if (gone || Date.now() > late) {
        this.failedAt = Date.now();
        return false;
      }
      await sleep(lookEvery);
    }
    return true;
  }
}

export const startInstalledApp = (home: string) => new AppStarter(() => appCommand(surroundings(home)));
