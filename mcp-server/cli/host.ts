import { realpathSync } from "node:fs";
import type { Socket } from "node:net";
import { Transform } from "node:stream";
import { type LocalLog, openLog } from "#core/platform/log";
import { listenPrivately, type PrivateSocket, socketNames } from "#core/platform/private-socket";
import type { CommandLine } from "./command-line";
import { readHostHello } from "./host-hello";
import { peerOf } from "./peer";
import { readLine } from "./read-line";
import { openSession, type Session } from "./session";

/** Milliseconds. */
const helloPatience = 5_000;
const usual = { idle: 10 * 60_000, mostSessions: 200 };
/** Bytes of answers that a client has not taken yet, from which on no more of its requests are read. */
const mostUnread = 1024 * 1024;

/** What a launcher on Windows sends where it has no more to say: a pipe cannot be closed to one side alone. No JSON has it. */
const endOfInput = 4;

/** Holds requests back while their client does not read what it was answered, and ends with the client's input. */
function requestsOf(socket: Socket): Transform {
  const requests = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const end = chunk.indexOf(endOfInput);
      const pass = () => {
        if (end < 0) return done(null, chunk);
        this.push(chunk.subarray(0, end));
        this.push(null);
        // Nothing comes after it, but for the end of the connection.
        socket.unpipe(this).resume();
      };
      if (socket.writableLength > mostUnread) socket.once("drain", pass);
      else pass();
    },
  });
  return socket.pipe(requests);
}

/** Serves the clients of the running app: a session for each connection, as a server of its own would. */
export class SessionHost {
  private readonly sessions = new Set<Promise<Session | null>>();
  private readonly sockets = new Set<Socket>();
  private readonly log: LocalLog;
  private readonly env = { ...process.env };
  private listening: PrivateSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private retired = false;

  /** @param ended told when no client was there for a while, or after the last of a retired host; the socket is gone */
  constructor(
    private readonly options: {
      line: CommandLine;
      launcher: string;
      ended(): void;
      limits?: Partial<typeof usual>;
    },
  ) {
    this.log = openLog(options.line.home);
  }

  async listen(): Promise<void> {
    this.listening = await listenPrivately(this.options.line.home, socketNames.sessions, (socket) => {
      clearTimeout(this.timer);
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy());
      const session = this.serve(socket).catch((error: unknown) => {
        this.log.write("session", { error: String(error) });
        socket.destroy();
        return null;
      });
      this.sessions.add(session);
      socket.once("close", () => void this.leave(session, socket));
    });
    if (this.retired) this.listening.close();
    this.rest();
  }

  /** Takes no more clients, and ends with the last of those that are there: the app may quit while they work. */
  retire(): void {
    this.retired = true;
    this.listening?.close();
    this.rest();
  }

  /** Ends all sessions; what is under way is told to stop, and waited for. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.listening?.close();
    await Promise.all([...this.sessions].map(async (session) => (await session)?.close()));
    for (const socket of this.sockets) socket.destroy();
  }

  private async serve(socket: Socket): Promise<Session | null> {
    const { line, launcher, limits } = this.options;
    const refuse = (why: string) => {
      this.log.write("session refused", { why });
      socket.end(`no ${why}\n`, () => socket.destroy());
      return null;
    };
    const { mostSessions } = { ...usual, ...limits };
    // This one is not among them yet.
    if (this.sessions.size >= mostSessions) return refuse("too many");
    const peer = await peerOf(socket, launcher);
    // The folder is closed to others already; root could come in all the same.
    // On Windows the launcher calls its own person 0.
    if (!peer || peer.uid !== (process.getuid?.() ?? 0)) return refuse("peer");
    const hello = readHostHello(await readLine(socket, helloPatience), this.env);
    if ("refused" in hello) return refuse(hello.refused);
    const { client } = hello;
    this.log.write("session", { client, program: peer.program, pid: peer.pid });
    let told = false;
    const input = requestsOf(socket);
    const session = await openSession({
      line: { ...line, client },
      ...{ hello: null, log: this.log, input, output: socket },
      note: (text) => void (told ? this.log.write("note", { client, text }) : socket.write(`note ${text}\n`)),
    });
    told = true;
    socket.write("ok\n");
    input.once("end", () => void session.close().finally(() => socket.end()));
    return session;
  }

  private async leave(session: Promise<Session | null>, socket: Socket): Promise<void> {
    this.sockets.delete(socket);
    await (await session)?.close();
    this.sessions.delete(session);
    this.rest();
  }

  private rest(): void {
    if (this.sessions.size > 0) return;
    clearTimeout(this.timer);
    if (this.retired) {
      this.options.ended();
      return;
    }
    this.timer = setTimeout(() => {
      this.listening?.close();
      this.options.ended();
    }, this.options.limits?.idle ?? usual.idle);
    this.timer.unref();
  }
}

/** Runs until no client was there for ten minutes, or until the last client went after the app ended. */
export async function runHost(line: CommandLine, launcher: string): Promise<void> {
  const end = () => void host.close().finally(() => process.exit(0));
  const host = new SessionHost({ line, launcher: realpathSync(launcher), ended: end });
  process.once("disconnect", () => host.retire());
  process.once("SIGTERM", end).once("SIGINT", end);
  // Nobody reads it once the app is gone.
  process.stderr.on("error", () => undefined);
  await host.listen();
  process.send?.("ready");
}
