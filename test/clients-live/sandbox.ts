import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Clients, type ClientsDeps, createClients } from "#main/clients/index";
import { ask, clientPrograms } from "./programs";

/** The built server, which clients start. */
export const script = resolve("out/mcp-server/index.js");
/** Home folders that were made here. */
export const homes: string[] = [];
const { programs, env: silence } = clientPrograms();
/** The inspector is no client that we register with, and a newer Node lies beside it. */
const { "mcp-inspector": _inspector, ...registered } = programs;

export function removeHomes(): void {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
}

/** A home folder for one client, with its program on the path and the network out of reach. */
export function sandbox(more: Partial<ClientsDeps> = {}) {
  const home = mkdtempSync(join(tmpdir(), "punchcard home-"));
  homes.push(home);
  const env = {
    HOME: home,
    PATH: [...Object.values(registered), dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
    TERM: "dumb",
    ...silence,
  };
  const clients: Clients = createClients({
    ...{ platform: process.platform, env, home, punchcardHome: join(home, ".punchcard") },
    ...{ launch: { electron: process.execPath, script }, backups: join(home, "backups"), ...more },
  });
  const work = join(home, "work");
  mkdirSync(work);
  const file = (path: string, text?: string) => {
    const whole = join(home, path);
    mkdirSync(dirname(whole), { recursive: true });
    if (text !== undefined) writeFileSync(whole, text, { mode: 0o640 });
    const write = (now: string) => writeFileSync(whole, now, { mode: 0o640 });
    return { text: () => readFileSync(whole, "utf8"), exists: () => existsSync(whole), write };
  };
  const said = async (program: string, ...args: string[]) => {
    const { stdout, stderr } = await ask(join(programs[program] ?? "", program), args, { env, cwd: work });
    return `${stdout}\n${stderr}`;
  };
  const json = async (program: string, ...args: string[]) => {
    const { stdout } = await ask(join(programs[program] ?? "", program), args, { env, cwd: work });
    return JSON.parse(stdout);
  };
  return { home, work, clients, file, said, json, launcher: join(home, ".punchcard", "bin", "punchcard-mcp") };
}
