import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, readFileSync, renameSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { writeWholeSync } from "./atomic-file";
import { privateFolder } from "./private-folder";

/** Names of sockets below `<home>/run`; the launcher knows them too (build/launcher/session.c). */
export const socketNames = {
  /** Of the running app: whoever connects is told `ready` when the session host listens. */
  app: "app.sock",
  /** Of the session host. */
  sessions: "mcp.sock",
} as const;

export interface PrivateSocket {
  /** Takes no more connections; those that there are stay. */
  close(): void;
}

/** What stands in for the system, in tests. */
interface System {
  platform: NodeJS.Platform;
  /** A new address of a named pipe. */
  pipe(): string;
}
const thisSystem: System = {
  platform: process.platform,
  pipe: () => `\\\\.\\pipe\\punchcard-${randomBytes(16).toString("hex")}`,
};

/**
 * Listens on `<home>/run/<name>`, which only this person can connect to (folder 0700, socket 0600). The socket takes the
 * place of one that an earlier run left there, in one step, so that nobody finds it half made. On Windows pipes lie in no
 * folder: the file there names one that nobody can guess, and the launcher looks whose it is (build/launcher/windows-pipe.c).
 * @param connected is given sockets that are paused and half-open
 * @throws errors of the file system; of the system where the path is too long for a socket (some 100 bytes)
 */
export async function listenPrivately(
  home: string,
  name: string,
  connected: (socket: Socket) => void,
  { platform, pipe }: System = thisSystem,
): Promise<PrivateSocket> {
  const folder = join(home, "run");
  privateFolder(folder);
  const path = join(folder, name);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, connected);
  if (platform === "win32") return listenOnPipe(server, pipe(), path);
  const draft = `${path}.${randomBytes(3).toString("hex")}`;
  await listen(server, draft);
  chmodSync(draft, 0o600);
  const { ino } = lstatSync(draft);
  renameSync(draft, path);
  return {
    close() {
      // Another one may have taken its place by now.
      if (lstatSync(path, { throwIfNoEntry: false })?.ino === ino) rmSync(path, { force: true });
      server.close();
    },
  };
}

async function listenOnPipe(server: Server, address: string, path: string): Promise<PrivateSocket> {
  await listen(server, address);
  writeWholeSync(path, `${address}\n`);
  return {
    close() {
      if (pipeAt(path) === address) rmSync(path, { force: true });
      server.close();
    },
  };
}

const listen = (server: Server, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });

/** "": no file names one. */
function pipeAt(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

/** Whether somebody listens there now: a socket stays behind whoever was killed. */
export const isListening = (home: string, name: string, { platform } = thisSystem): Promise<boolean> =>
  new Promise((resolve) => {
    const path = join(home, "run", name);
    const address = platform === "win32" ? pipeAt(path) : path;
    if (address === "") return resolve(false);
    const socket = connect(address);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
