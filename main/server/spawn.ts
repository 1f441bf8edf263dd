import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AccountSettings, homeFiles } from "../../mcp-server/settings";

/** The first line that the server reads: proves that the running app started it. */
export interface Hello {
  /** Credentials that are in no keychain, by account id; they win over the keychain. */
  secrets?: Record<string, string>;
  /** Replaces the accounts of the settings by this one, to prove it before it is saved. */
  account?: AccountSettings;
}

export type StartServer = (hello: Hello) => ChildProcess;

/** One key for as long as the app runs: only its hash is on disk, where the server looks for it. */
function createKey(): { key: string; sha256: string } {
  const key = randomBytes(32).toString("hex");
  return { key, sha256: createHash("sha256").update(key).digest("hex") };
}

/** Variables by which a parent could make Node or Electron load or reveal more than our bundle. */
const strippedVariables = /^(ELECTRON_|NODE_OPTIONS$|NODE_EXTRA_|NODE_PATH$|NODE_V8_|NODE_REPL_|KIMAI_|PUNCHCARD_E2E$)/;
/** The person's own certificates are theirs to add. */
const keptVariables: ReadonlySet<string> = new Set(["NODE_EXTRA_CA_CERTS"]);

export function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => keptVariables.has(name) || !strippedVariables.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: "1" };
}

/**
 * Makes the function that starts the bundled server in tray mode: hash to `tray.json` (0600), then the process, then
 * the hello line as the first bytes of its input.
 * @param electron this app's own executable; as Node it runs the script.
 */
export function serverStarter(options: {
  electron: string;
  script: string;
  home: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
}): StartServer {
  const { key, sha256 } = createKey();
  return (hello) => {
    mkdirSync(options.home, { recursive: true, mode: 0o700 });
    const file = join(options.home, homeFiles.trayKey);
    writeFileSync(`${file}.new`, `${JSON.stringify({ sha256 })}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    const child = spawn(options.electron, [options.script, "--tray", "--settings", options.home], {
      env: serverEnvironment(options.env),
      // Not the folder the app happened to be started in: a `.env` there is not meant for the tray.
      cwd: options.cwd,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${JSON.stringify({ key, ...hello })}\n`);
    return child;
  };
}
