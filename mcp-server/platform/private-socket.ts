import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, renameSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { privateFolder } from "./private-folder";

/** Names of sockets below `<home>/run`; the launcher knows them too (build/launcher/launcher.c). */
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

/**
 * Listens on `<home>/run/<name>`, which only this person can connect to (folder 0700, socket 0600). The socket takes the
 * place of one that an earlier run left there, in one step, so that nobody finds it half made.
 * @param connected is given sockets that are paused and half-open
 * @throws errors of the file system; of the system where the path is too long for a socket (some 100 bytes)
 */
export async function listenPrivately(
  home: string,
  name: string,
  connected: (socket: Socket) => void,
): Promise<PrivateSocket> {
  const folder = join(home, "run");
  privateFolder(folder);
  const path = join(folder, name);
  const draft = `${path}.${randomBytes(3).toString("hex")}`;
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, connected);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(draft, resolve);
  });
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

/** Whether somebody listens there now: a socket stays behind whoever was killed. */
export const isListening = (home: string, name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(join(home, "run", name));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
