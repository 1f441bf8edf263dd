import type { Readable, Writable } from "node:stream";

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

/** The part of a child process that a client of a server uses. */
export interface ServerProcess {
  readonly pid?: number | undefined;
  stdin: Writable | null;
  stdout: Readable | null;
  stderr: Readable | null;
  once(event: "close", listener: (code: number | null) => void): unknown;
  kill(signal: NodeJS.Signals): unknown;
}

export interface SessionOptions {
  /** Sends every request as one of 2026-07-28. */
  modern?: boolean;
  /** Answers a question to the user. Its presence declares that the client can ask. */
  elicit?: (params: Record<string, unknown>) => unknown;
}

/** A minimal MCP client over the streams of a server. Unlike the SDK's client, it sends what a test wants to be sent. */
export class McpSession {
  /** Lines on stdout that are no JSON-RPC: always a mistake. */
  readonly noise: string[] = [];
  readonly notifications: Message[] = [];
  stderr = "";
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private sequence = 0;

  constructor(
    private readonly child: ServerProcess,
    private readonly sessionOptions: SessionOptions = {},
  ) {
    this.ended = new Promise((done) => child.once("close", done));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    child.stdin?.on("error", () => undefined);
    let rest = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.receive(line);
    });
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
      this.send({ jsonrpc: "2.0", id: message.id, result: this.sessionOptions.elicit?.(message.params ?? {}) });
    } else if (message.method !== undefined) this.notifications.push(message);
    else if (message.id !== undefined) this.waiting.get(message.id)?.(message);
  }

  send(message: object): void {
    this.sendLine(JSON.stringify(message));
  }

  sendLine(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  async ask(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    const { modern, elicit } = this.sessionOptions;
    const id = ++this.sequence;
    const meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": elicit ? { elicitation: { form: {} } } : {},
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    };
    const answer = new Promise<Message>((done) => this.waiting.set(id, done));
    this.send({ jsonrpc: "2.0", id, method, params: modern ? { ...params, _meta: meta } : params });
    const failed = this.ended.then((code): never => {
      throw new Error(`the server ended with ${code}: ${this.stderr}`);
    });
    return Promise.race([answer, failed]);
  }

  async open(): Promise<Message> {
    if (this.sessionOptions.modern) return this.ask("server/discover");
    const hello = await this.ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: this.sessionOptions.elicit ? { elicitation: {} } : {},
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

/** Joins the texts of a tool's answer. */
export const textOf = (answer: ToolAnswer) => answer.content.map(({ text }) => text).join("\n");
