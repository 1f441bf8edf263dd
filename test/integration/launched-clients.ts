import { mkdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { installLauncher } from "./launched";
import { Server, temporaryFolder, writeSettings } from "./server";

export interface Person {
  /** HOME. */
  folder: string;
  /** Punchcard's folder in it. */
  home: string;
  /** What clients start. */
  program: string;
}

/** A person with a time sheet on this computer, whose clients can start the launcher. */
export async function person(permissions: object = {}, more: object = {}): Promise<Person> {
  const folder = temporaryFolder();
  const home = join(folder, ".punchcard");
  mkdirSync(home, { mode: 0o700 });
  writeSettings(home, permissions, more);
  return { folder, home, program: await installLauncher(home) };
}

export const start = (
  { folder, home, program }: Person,
  client = "zed",
  more: { args?: string[]; env?: NodeJS.ProcessEnv; modern?: boolean } = {},
) =>
  new Server({
    ...{ program, home, cwd: folder, modern: more.modern },
    args: more.args ?? [`--client=${client}`],
    env: { HOME: folder, ...more.env },
  });

/** What the client's process runs by now: where the app serves it the launcher, else it became the server. */
export const wayOf = (server: Server, { program }: Person) =>
  readlinkSync(`/proc/${server.pid}/exe`) === program ? "app" : "alone";
