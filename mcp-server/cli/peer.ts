import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Who is at the other end of a connection, as the system says it. */
export interface Peer {
  uid: number;
  pid: number;
  /** Path of the program that started the launcher, or of the one that connected without it; "": not known. */
  program: string;
}

/** Milliseconds. */
const patience = 3_000;

/** @param text fields that each end with NUL: uid, process id, program, its parent's id and program */
export function readPeer(text: string, launcher: string): Peer | null {
  const [uid = "", pid = "", own = "", _parent, parentProgram = "", end] = text.split("\0");
  if (!/^\d+$/.test(uid) || !/^\d+$/.test(pid) || end !== "") return null;
  // A launcher that was replaced while it runs has a word behind its path.
  const isLauncher = own.replace(/ \(deleted\)$/, "") === launcher;
  return { uid: Number(uid), pid: Number(pid), program: isLauncher ? parentProgram : own };
}

/**
 * Asks the launcher, because Node itself tells nothing of the other end of a socket.
 * @param socket nothing was read from it yet; it is paused afterwards
 * @returns null: it could not be found out
 */
export function peerOf(socket: Socket, launcher: string): Promise<Peer | null> {
  return new Promise((resolve) => {
    const child = spawn(launcher, ["--peer"], {
      stdio: [socket, "pipe", "ignore"],
      env: {},
      timeout: patience,
      windowsHide: true,
    });
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve(code === 0 ? readPeer(text, launcher) : null));
  });
}
