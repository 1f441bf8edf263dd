import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { openPostgres } from "#team/store/postgres";
import { leaveOut } from "../left-out";
import { fastPlace } from "./fast-folder";

/** Debian's own; `PUNCHCARD_POSTGRES` names another folder of programs. */
const folders = [process.env.PUNCHCARD_POSTGRES ?? "", ...[17, 16, 15].map((v) => `/usr/lib/postgresql/${v}/bin`)];
const programs = folders.find((folder) => folder !== "" && existsSync(join(folder, "initdb")));
/** It refuses to run as root; Debian's package makes this user. */
const asUser = userInfo().uid === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

export const hasPostgres = programs !== undefined;
if (!hasPostgres) leaveOut("what needs PostgreSQL, which is not installed");

export interface Cluster {
  /** The address of a new, empty database, as DATABASE_URL: a schema of its own, which is made in no time. */
  create(): Promise<string>;
  /** Runs a program that came with it, such as pg_dump, with this database. */
  program(name: string, url: string, ...args: string[]): void;
  /** Ends it at once, as a machine that fails does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of its own in a temporary folder, on a socket there and no port. Start one per test file.
 * @param disk folder for its tables alone: its log, without which it stops, stays where there is space
 */
export async function startPostgres(disk?: string): Promise<Cluster> {
  if (!programs) throw new Error("PostgreSQL is not installed.");
  const root = mkdtempSync(join(fastPlace(), "pc-pg-"));
  chmodSync(root, 0o777);
  const data = join(disk ?? root, "data");
  const [command = "", ...rest] = [...asUser, join(programs, "initdb"), "--waldir", join(root, "log")];
  execFileSync(command, [...rest, "-D", data, "-U", "punchcard", "-A", "trust", "-E", "UTF8", "--no-sync"], {
    cwd: root,
    stdio: "pipe",
  });
  const url = `postgres://punchcard@/postgres?host=${encodeURIComponent(root)}`;
  let running: ReturnType<typeof spawn> | null = null;
  let count = 0;

  async function start(): Promise<void> {
    const [program = "", ...args] = [...asUser, join(programs ?? "", "postgres")];
    const settings = ["listen_addresses=", `unix_socket_directories=${root}`, "fsync=off", "max_connections=200"];
    const child = spawn(program, [...args, "-D", data, ...settings.flatMap((one) => ["-c", one])], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
    });
    running = child;
    let said = "";
    await new Promise<void>((ready, fail) => {
      child.once("exit", (code) => fail(new Error(`PostgreSQL ended (${code}): ${said.slice(-500)}`)));
      child.stderr?.on("data", (text) => {
        said += text;
        if (said.includes("ready to accept connections")) ready();
      });
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = running;
    running = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    async create() {
      const name = `t${++count}`;
      const database = await openPostgres(url);
      await database.run(`CREATE SCHEMA ${name}`);
      await database.close();
      return `${url}&options=${encodeURIComponent(`-c search_path=${name}`)}`;
    },
    program(name, url, ...args) {
      execFileSync(join(programs ?? "", name), [...args, "--dbname", url], { cwd: root, stdio: "pipe" });
    },
    // SIGQUIT is its immediate shutdown: connections break off, and the next start recovers.
    kill: () => end("SIGQUIT"),
    start,
    async stop() {
      await end("SIGINT");
      rmSync(root, { recursive: true, force: true });
    },
  };
}
