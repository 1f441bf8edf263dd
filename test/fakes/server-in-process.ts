import { EventEmitter } from "node:events";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { onTestFinished } from "vitest";
import { type CommandLine, parseCommandLine } from "#cli/command-line";
import { runDoctor } from "#cli/doctor";
import { openSession, type Session } from "#cli/session";
import { readTrayHello } from "#cli/tray-hello";
import { openLog } from "#core/platform/log";
import { McpSession, type SessionOptions } from "./mcp-session";
import { temporaryFolder } from "./server-home";

/**
 * The server behind the streams of a child process, but in this process: the same command line, session, tools, and
 * services, without the second or more that each start of the built server costs. test/integration starts that one.
 */
export class InProcessServer extends EventEmitter {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  private readonly session: Promise<Session | null>;

  constructor(line: CommandLine) {
    super();
    if (line.command !== "stdio") throw new Error(`${line.command} is not a command that serves MCP`);
    for (const note of line.notes) this.note(note);
    this.session = this.open(line).catch((error: Error) => {
      this.note(error.message);
      this.end(1);
      return null;
    });
    this.stdin.once("end", () => void this.close());
  }

  kill(): void {
    void this.close();
  }

  /** Ends the session as the end of its input does. */
  async close(): Promise<void> {
    const session = await this.session;
    await session?.close();
    this.end(0);
  }

  private async open(line: CommandLine): Promise<Session> {
    const hello = line.tray ? await readTrayHello(this.stdin, line.home) : null;
    if (line.tray && !hello) throw new Error("--tray is for Punchcard itself: what it said did not prove it.");
    const streams = { input: this.stdin, output: this.stdout };
    return openSession({ line, hello, log: openLog(line.home), ...streams, note: (text) => this.note(text) });
  }

  private note(text: string): void {
    this.stderr.write(`punchcard: ${text}\n`);
  }

  private end(code: number): void {
    this.emit("close", code, null);
    this.removeAllListeners("close");
  }
}

interface Options extends SessionOptions {
  /** Default: a local time sheet in the home, with everything allowed. */
  args?: string[];
  /** Variables that name accounts. All others are those of this process. */
  env?: NodeJS.ProcessEnv;
  home?: string;
  /** Sent before anything else: the proof of the app, with `--tray`. */
  firstLine?: string;
}

/** A client of a server in this process, which ends with the test. */
export class InProcessClient extends McpSession {
  readonly home: string;

  constructor(options: Options = {}) {
    const home = options.home ?? temporaryFolder();
    const { args = ["--local", join(home, "sheet.db"), "--profile", "everything"] } = options;
    const server = new InProcessServer(parseCommandLine(["--settings", home, ...args], options.env ?? {}, home));
    super(server, options);
    this.home = home;
    onTestFinished(() => server.close());
    if (options.firstLine !== undefined) this.sendLine(options.firstLine);
  }
}

/** Runs `doctor` in this process. @returns the exit code and what it printed */
export async function runDoctorInProcess(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ status: number; said: string }> {
  const home = temporaryFolder();
  const lines: string[] = [];
  const line = parseCommandLine(["doctor", "--settings", home, ...args], env, home);
  const status = await runDoctor(line, (text) => void lines.push(text));
  return { status, said: lines.join("\n") };
}
