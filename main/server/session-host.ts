import type { ChildProcess } from "node:child_process";
import { isListening, listenPrivately, type PrivateSocket, socketNames } from "#core/platform/private-socket";
import type { Log } from "../app/failure";

/** Milliseconds. */
const patience = 8_000;

/**
 * Starts the process that serves AI clients when the first of them comes, and again after it ended. Launchers ask for it
 * on a socket of the app (build/launcher); their sessions never touch this process.
 */
export class SessionHosts {
  private socket: PrivateSocket | undefined;
  private child: ChildProcess | undefined;
  private starting: Promise<void> | undefined;
  /** Of a host that listened: by this it is known to be gone before the system says so. */
  private ended: Promise<void> | undefined;
  private stopped = false;

  /** @param options.outlives whether the app's files are still there after it quit: of an AppImage and a Flatpak they are not */
  constructor(private readonly options: { home: string; start(): ChildProcess; outlives: boolean; log: Log }) {}

  /** Where it cannot listen, each client gets a server of its own, as while the app does not run. */
  async listen(): Promise<void> {
    try {
      this.socket = await listenPrivately(this.options.home, socketNames.app, (socket) => {
        socket.on("error", () => socket.destroy());
        socket.resume();
        this.ready().then(
          () => socket.end("ready\n"),
          () => socket.destroy(),
        );
      });
      if (this.stopped) this.socket.close();
    } catch (error) {
      this.options.log("session host", { error: String(error) });
    }
  }

  stop(): void {
    this.stopped = true;
    this.socket?.close();
    // Without the app it takes no more clients, and ends with the last of those that it has.
    if (!this.options.outlives) this.child?.kill();
    else if (this.child?.connected) this.child.disconnect();
  }

  /** @throws Error where there is none and none can be started */
  private async ready(): Promise<void> {
    const ended = this.ended;
    if (ended && !(await isListening(this.options.home, socketNames.sessions))) await ended;
    this.starting ??= this.start();
    await this.starting;
  }

  private start(): Promise<void> {
    if (this.stopped) return Promise.reject(new Error("the app quits"));
    const child = this.options.start();
    this.child = child;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => child.kill(), patience);
      let said = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-2_000);
      });
      child.once("message", () => {
        clearTimeout(late);
        this.ended = new Promise((gone) => child.once("exit", () => gone()));
        resolve();
      });
      const ended = (why: unknown) => {
        clearTimeout(late);
        this.starting = undefined;
        this.ended = undefined;
        this.options.log("session host ended", { why: String(why), said });
        reject(new Error("it ended"));
      };
      child.once("error", ended).once("exit", ended);
    });
  }
}
