import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished, test } from "vitest";
import { nodeFiles } from "#main/clients/file-system";
import { writeLauncher } from "#main/clients/launcher/launcher";
import { SessionHosts } from "#main/server/session-host";
import { serverEnvironment } from "#main/server/spawn";
import { launcherProgram } from "../fakes/launcher-program";
import { nightly } from "../nightly";

const bundle = resolve("out/mcp-server/index.js");

/** Writes what clients start into `<home>/bin`, as the app does, with plain Node in the role of Electron. */
export async function installLauncher(home: string): Promise<string> {
  const launch = { electron: process.execPath, script: bundle, program: launcherProgram() };
  await writeLauncher({ platform: "linux", env: {}, punchcardHome: home, launch, fs: nodeFiles });
  return join(home, "bin", "punchcard-mcp");
}

/** The tests of the server run a second time with it behind the launcher (vitest.config.ts). */
export const hosted = process.env.PUNCHCARD_HOSTED === "1";
/** A test that the gate runs with the spawned server only, because another test of its file represents it behind the launcher. */
export const spawnedTest = test.skipIf(hosted && !nightly);
const template = hosted ? mkdtempSync(join(tmpdir(), "punchcard-it-launcher-")) : "";
const made = hosted ? await installLauncher(template) : "";
if (hosted) process.once("exit", () => rmSync(template, { recursive: true, force: true }));

/** The same launcher, and a host that begins to listen: at once, for tests that start a server so. */
export function besideHost(home: string, env: NodeJS.ProcessEnv = {}): string {
  const launcher = join(home, "bin", "punchcard-mcp");
  if (existsSync(launcher)) return launcher;
  mkdirSync(join(home, "bin"), { mode: 0o700, recursive: true });
  copyFileSync(made, launcher);
  const host = spawnHost(home, env);
  onTestFinished(() => void host.kill("SIGKILL"));
  return launcher;
}

/** The process that serves clients, as the app starts it. */
export async function startHost(home: string, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const host = spawnHost(home, env);
  onTestFinished(() => void host.kill("SIGKILL"));
  await once(host, "message");
  return host;
}

function spawnHost(home: string, env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [bundle, "--host", join(home, "bin", "punchcard-mcp"), "--settings", home], {
    cwd: home,
    env: serverEnvironment({ HOME: home, PATH: process.env.PATH, ...env }),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** What the running app has: its own socket, and a host from the first client on. */
export async function runApp(home: string, env: NodeJS.ProcessEnv = {}, outlives = true) {
  const children: ChildProcess[] = [];
  const app = new SessionHosts({
    home,
    outlives,
    log: () => undefined,
    start() {
      const child = spawnHost(home, env);
      children.push(child);
      return child;
    },
  });
  await app.listen();
  onTestFinished(() => {
    app.stop();
    for (const child of children) child.kill("SIGKILL");
  });
  return { stop: () => app.stop(), children };
}
