import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { appBeat } from "#core/domain/question/question";
import { writeWholeSync } from "#core/platform/atomic-file";
import { homeFolder } from "#core/platform/private-folder";
import type { AccountSettings } from "#core/platform/settings";
import { homeFiles } from "#core/platform/state/home-files";
import { variablePrefixes } from "#core/service-catalog/descriptors";
import type { Log } from "../app/failure";

/** The first line that the server reads: proves that the running app started it. */
export interface Hello {
  /** Credentials that are in no keychain, by account id; they win over the keychain. */
  secrets?: Record<string, string>;
  /** Replaces the accounts of the settings by this one, to prove it before it is saved. */
  account?: AccountSettings;
}

export type StartServer = (hello: Hello) => ChildProcess;

/**
 * How servers know the running app: `tray.json` (0600) with the hash of a key that lives as long as the app, by which it
 * proves itself to its own server, and with its process id, by which others see that they can ask the person here.
 */
export class TrayProof {
  readonly key = randomBytes(32).toString("hex");
  private readonly file: string;
  private pid: number | undefined = process.pid;
  private beat: NodeJS.Timeout | undefined;

  constructor(home: string) {
    this.file = join(home, homeFiles.trayKey);
  }

  /** Before each start of a server, because another app may have written meanwhile. */
  announce(): void {
    writeWholeSync(this.file, this.text(), homeFolder);
  }

  /**
   * From now on servers can ask here, until the app withdraws or its beat stops. Where nothing can be written the app still
   * opens and ends: it only cannot be asked.
   */
  announceIfPossible(log: Log): void {
    this.beat ??= setInterval(() => this.tell(), appBeat.every).unref();
    try {
      this.announce();
    } catch (error) {
      log("tray proof", { error: String(error) });
    }
  }

  private text(): string {
    const sha256 = createHash("sha256").update(this.key).digest("hex");
    return `${JSON.stringify({ sha256, pid: this.pid })}\n`;
  }

  /** The file's time alone, as long as it is ours. */
  private tell(): void {
    try {
      const now = new Date();
      if (readFileSync(this.file, "utf8") === this.text()) utimesSync(this.file, now, now);
      else this.announce();
    } catch {
      // Said at the start; a disk that is full now may not be at the next beat.
    }
  }

  /** The app is about to end, and its process id may be another program's later. */
  withdraw(log: Log): void {
    this.pid = undefined;
    this.announceIfPossible(log);
    clearInterval(this.beat);
  }
}

/** Variables by which a parent could make Node or Electron load or reveal more than our bundle. */
const strippedVariables =
  /^(ELECTRON_|NODE_OPTIONS$|NODE_EXTRA_|NODE_PATH$|NODE_V8_|NODE_REPL_|NODE_TLS_REJECT_UNAUTHORIZED$|PUNCHCARD_E2E$)/;
/** Those by which the command line names accounts: the app's are in its settings. */
const namesAccount = (name: string) => variablePrefixes.some((prefix) => name.startsWith(prefix));
/** The person's own certificates are theirs to add. */
const keptVariables: ReadonlySet<string> = new Set(["NODE_EXTRA_CA_CERTS"]);

export function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => keptVariables.has(name) || !(strippedVariables.test(name) || namesAccount(name)),
  );
  // A packed app does not let Node see its own variable: the fuse against NODE_OPTIONS takes it away too.
  const authorities = env.PUNCHCARD_EXTRA_CA_CERTS ?? env.NODE_EXTRA_CA_CERTS;
  return {
    ...Object.fromEntries(kept),
    ...(authorities && { PUNCHCARD_EXTRA_CA_CERTS: authorities }),
    ELECTRON_RUN_AS_NODE: "1",
  };
}

/**
 * Makes the function that starts the process which serves AI clients (mcp-server/cli/host.ts). It ends with the channel
 * between both.
 * @param launcher what clients start
 */
export function hostStarter(options: {
  electron: string;
  script: string;
  home: string;
  env: NodeJS.ProcessEnv;
  launcher: string;
}): () => ChildProcess {
  const { electron, script, home, env, launcher } = options;
  return () =>
    spawn(electron, [script, "--host", launcher, "--settings", home], {
      env: serverEnvironment(env),
      cwd: home,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Else Windows ends it with the app (libuv's job object), whose clients it still serves.
      detached: process.platform === "win32",
      windowsHide: true,
    });
}

/**
 * Makes the function that starts the bundled server in tray mode: `tray.json`, then the process, then the hello line
 * as the first bytes of its input.
 * @param electron this app's own executable; as Node it runs the script.
 */
export function serverStarter(options: {
  electron: string;
  script: string;
  home: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
  proof: TrayProof;
}): StartServer {
  return (hello) => {
    options.proof.announce();
    const child = spawn(options.electron, [options.script, "--tray", "--settings", options.home], {
      env: serverEnvironment(options.env),
      // Not the folder the app happened to be started in: a `.env` there is not meant for the tray.
      cwd: options.cwd,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${JSON.stringify({ key: options.proof.key, ...hello })}\n`);
    return child;
  };
}
