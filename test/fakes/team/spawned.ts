import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { openPostgres } from "#team/store/postgres";
import { Browser } from "./browser";
import { cheapHash } from "./cheap-hash";
import { marta, origin, password } from "./server";

const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");

export interface SpawnedServer {
  port: number;
  operationPort: number;
  child: ChildProcess;
  /** All that it wrote, on both streams. */
  output(): string;
  browser(): Browser;
  /** Asks it to end. @returns the exit code */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * A folder with a database in which Marta has a password.
 * @param url of PostgreSQL; absent: a file
 * @param place where to make the folder
 */
export async function prepareTeam(
  url?: string,
  place = tmpdir(),
): Promise<{ folder: string; database: Database; remove(): Promise<void> }> {
  const folder = mkdtempSync(join(place, "pc-serve-"));
  const database = await (url === undefined ? openLibsql(join(folder, "team.db")) : openPostgres(url));
  await createSchema(database);
  const { email, name } = marta;
  const person = await new PeopleRepository(database, Date.now).create({
    email,
    name,
    group: null,
    isAdmin: false,
    status: "active",
  });
  const passwords = new Passwords(database, Date.now);
  await passwords.store(database, person.id, cheapHash(password));
  return {
    folder,
    database,
    async remove() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `punchcard-mcp serve` as people start it, on ports of the system's choice. @throws with its output where it ends at once */
export async function spawnTeamServer(folder: string, env: NodeJS.ProcessEnv = {}): Promise<SpawnedServer> {
  const options = ["--public-url", origin, "--port", "0", "--operation-port", "0", "--data", folder];
  const child = spawn(process.execPath, [script, "serve", ...options], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listening = new Promise<{ port: number; operationPort: number }>((ready, fail) => {
    child.stdout?.on("data", (part) => {
      output += part;
    });
    child.stderr?.on("data", (part) => {
      output += part;
      const [, port, operationPort] = /^punchcard: listening on \S+:(\d+) .*:(\d+)\n/m.exec(output) ?? [];
      if (operationPort) ready({ port: Number(port), operationPort: Number(operationPort) });
    });
    child.once("exit", (code) => fail(new Error(`serve ended (${code}): ${output}`)));
  });
  const ports = await listening;
  return {
    ...ports,
    child,
    output: () => output,
    browser: () => new Browser(ports.port, origin),
    async end(signal = "SIGTERM") {
      if (child.exitCode !== null) return child.exitCode;
      child.kill(signal);
      await once(child, "exit");
      return child.exitCode;
    },
  };
}
