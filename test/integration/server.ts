import { spawn } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { endWithTest } from "../fakes/end-process";
import { McpSession, type SessionOptions } from "../fakes/mcp-session";
import { temporaryFolder, writeSettings } from "../fakes/server-home";
import { besideHost, hosted } from "./launched";

export type { ToolAnswer } from "../fakes/mcp-session";
export { confirmingItself, temporaryFolder, trayKey, writeSettings } from "../fakes/server-home";

const bundle = resolve(import.meta.dirname, "../../out/mcp-server/index.js");

interface Options extends SessionOptions {
  args?: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  home?: string;
  /** Written before anything else. */
  firstLine?: string;
  /** What is started in the place of the bundle, with `args` alone. */
  program?: string;
}

/** The client of a server that is given no arguments: hosted ones have to be named, and a named one has no limit. */
export const defaultClient = hosted ? "zed" : "cli";

/** Asked for (vitest.config.ts), and what this server does is what a registered client's does. */
function isHosted(home: string, { args, env, program, firstLine }: Options): boolean {
  if (!hosted || program !== undefined || firstLine !== undefined || env?.HOME || !existsSync(home)) return false;
  if (args === undefined) return true;
  const named = args.length === 1 && args[0]?.startsWith("--client=");
  return (named || args.length === 0) && existsSync(join(home, "settings.json"));
}

/** The launcher instead of the bundle, beside a running host; the accounts are those of the settings. */
function hostedBy(home: string, { args, env }: Options): { command: string[]; HOME: string } {
  if (args === undefined && !existsSync(join(home, "settings.json"))) writeSettings(home, { profile: "everything" });
  const launcher = besideHost(home, env);
  const socket = join(home, "run", "mcp.sock");
  const folder = temporaryFolder();
  symlinkSync(home, join(folder, ".punchcard"));
  const wait = `while [ ! -S "$1" ]; do sleep 0.01; done; shift; exec "$@"`;
  return {
    command: [
      "/bin/sh",
      "-c",
      wait,
      "sh",
      socket,
      launcher,
      ...(args?.length ? args : [args ? "--client=cli" : `--client=${defaultClient}`]),
    ],
    HOME: folder,
  };
}

/** The built server as a client starts it: its own process, the bare environment that clients pass. */
export class Server extends McpSession {
  readonly home: string;

  constructor(options: Options = {}) {
    if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run "npm run build" before the integration tests`);
    const home = options.home ?? temporaryFolder();
    const { args = ["--local", join(home, "sheet.db"), "--profile", "everything"] } = options;
    const alone = options.program
      ? [options.program, ...args]
      : [process.execPath, bundle, "--settings", home, ...args];
    const { command, HOME } = (isHosted(home, options) && hostedBy(home, options)) || { command: alone, HOME: home };
    const [program = "", ...more] = command;
    const child = spawn(program, more, {
      cwd: options.cwd ?? home,
      env: { HOME, PATH: process.env.PATH, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    endWithTest(child);
    super(child, options);
    this.home = home;
    if (options.firstLine !== undefined) this.sendLine(options.firstLine);
  }
}

/** Milliseconds of the clock that a started server uses, too. */
export const serverTime = () => Date.now();

/** Resolves when the check holds; fails with what it was waiting for. */
export async function until(what: string, check: () => boolean, milliseconds = 15_000): Promise<void> {
  const late = Date.now() + milliseconds;
  while (!check()) {
    if (Date.now() > late) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
