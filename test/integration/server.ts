import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { besideHost, hosted } from "./launched";

const bundle = resolve(import.meta.dirname, "../../out/mcp-server/index.js");

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

export interface ToolAnswer {
  isError?: boolean;
  structuredContent: Record<string, unknown>;
  content: { text: string }[];
}

interface Options {
  args?: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  home?: string;
  /** Written before anything else. */
  firstLine?: string;
  /** Sends every request as one of 2026-07-28. */
  modern?: boolean;
  /** What is started in the place of the bundle, with `args` alone. */
  program?: string;
  /** What the client declares and how its person answers. */
  elicit?: (params: Record<string, unknown>) => unknown;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-it-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A local sheet on which a client may answer for its person, where nobody can be asked. */
export const confirmingItself = (home: string) => [
  ...["--local", join(home, "sheet.db"), "--profile", "everything"],
  "--may-confirm-by-itself",
];

/** The client of a server that is given no arguments: hosted ones have to be named, and a named one has no limit. */
export const defaultClient = hosted ? "zed" : "cli";

/** Asked for (vitest.config.ts), and what this server does is what a registered client's does. */
function isHosted(home: string, { args, env, program, firstLine }: Options): boolean {
  if (!hosted || program !== undefined || firstLine !== undefined || env?.HOME || !existsSync(home)) return false;
  if (args === undefined) return true;
  const named = args.length === 1 && args[0]?.startsWith("--client=");
  return (named || args.length === 0) && existsSync(join(home, "settings.json"));
}

/** The launcher instead of the bundle, beside a running host; the accounts are those of the settings. */
function hostedBy(home: string, { args, env }: Options): { command: string[]; HOME: string } {
  if (args === undefined && !existsSync(join(home, "settings.json"))) writeSettings(home, { profile: "everything" });
  const launcher = besideHost(home, env);
  const socket = join(home, "run", "mcp.sock");
  const folder = temporaryFolder();
  symlinkSync(home, join(folder, ".punchcard"));
  const wait = `while [ ! -S "$1" ]; do sleep 0.01; done; shift; exec "$@"`;
  return {
    command: [
      "/bin/sh",
      "-c",
      wait,
      "sh",
      socket,
      launcher,
      ...(args?.length ? args : [args ? "--client=cli" : `--client=${defaultClient}`]),
    ],
    HOME: folder,
  };
}

/** The built server as a client starts it: its own process, the bare environment that clients pass. */
export class Server {
  readonly home: string;
  /** Lines on stdout that are no JSON-RPC: always a mistake. */
  readonly noise: string[] = [];
  readonly notifications: Message[] = [];
  stderr = "";
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private sequence = 0;

  constructor(private readonly options: Options = {}) {
    if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run "npm run build" before the integration tests`);
    this.home = options.home ?? temporaryFolder();
    const { args = ["--local", join(this.home, "sheet.db"), "--profile", "everything"] } = options;
    const alone = options.program
      ? [options.program, ...args]
      : [process.execPath, bundle, "--settings", this.home, ...args];
    const { command, HOME } = (isHosted(this.home, options) && hostedBy(this.home, options)) || {
      command: alone,
      HOME: this.home,
    };
    const [program = "", ...more] = command;
    this.child = spawn(program, more, {
      cwd: options.cwd ?? this.home,
      env: { HOME, PATH: process.env.PATH, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    onTestFinished(() => void this.child.kill("SIGKILL"));
    this.ended = new Promise((done) => this.child.once("close", done));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.child.stdin?.on("error", () => undefined);
    let rest = "";
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.receive(line);
    });
    if (options.firstLine !== undefined) this.child.stdin?.write(`${options.firstLine}\n`);
  }

  private receive(line: string): void {
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.noise.push(line);
      return;
    }
    if (message.method === "elicitation/create") {
      this.send({ jsonrpc: "2.0", id: message.id, result: this.options.elicit?.(message.params ?? {}) });
    } else if (message.method !== undefined) this.notifications.push(message);
    else if (message.id !== undefined) this.waiting.get(message.id)?.(message);
  }

  send(message: object): void {
    this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  async ask(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    const id = ++this.sequence;
    const meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": this.options.elicit ? { elicitation: { form: {} } } : {},
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    };
    const answer = new Promise<Message>((done) => this.waiting.set(id, done));
    this.send({ jsonrpc: "2.0", id, method, params: this.options.modern ? { ...params, _meta: meta } : params });
    const failed = this.ended.then((code): never => {
      throw new Error(`the server ended with ${code}: ${this.stderr}`);
    });
    return Promise.race([answer, failed]);
  }

  async open(): Promise<Message> {
    if (this.options.modern) return this.ask("server/discover");
    const hello = await this.ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: this.options.elicit ? { elicitation: {} } : {},
      clientInfo: { name: "test", version: "1" },
    });
    this.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return hello;
  }

  async tools(): Promise<string[]> {
    const { result } = await this.ask("tools/list");
    const tools = (result?.tools ?? []) as { name: string }[];
    return tools.map(({ name }) => name);
  }

  async call(
    name: string,
    args: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
  ): Promise<ToolAnswer> {
    const { result, error } = await this.ask("tools/call", { name, arguments: args, ...more });
    if (!result) throw new Error(error?.message ?? "no result");
    return result as unknown as ToolAnswer;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  endInput(): void {
    this.child.stdin?.end();
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

/** Milliseconds of the clock that a started server uses, too. */
export const serverTime = () => Date.now();

/** Resolves when the check holds; fails with what it was waiting for. */
export async function until(what: string, check: () => boolean, milliseconds = 15_000): Promise<void> {
  const late = Date.now() + milliseconds;
  while (!check()) {
    if (Date.now() > late) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Settings as the app writes them: one local account. */
export function writeSettings(home: string, permissions: object = {}, more: object = {}): void {
  const account = {
    id: "local-1",
    service: "local",
    label: "This computer",
    file: join(home, "sheet.db"),
    permissions: { profile: "track", ...permissions },
  };
  const file = join(home, "settings.json");
  // As main writes it: a server that runs must not find half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ version: 1, accounts: [account], ...more }));
  renameSync(`${file}.new`, file);
}

export function trayKey(home: string): string {
  const key = randomBytes(32).toString("hex");
  writeFileSync(join(home, "tray.json"), JSON.stringify({ sha256: createHash("sha256").update(key).digest("hex") }));
  return key;
}
