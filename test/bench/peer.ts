import { type ChildProcess, spawn } from "node:child_process";
import { memoryOf } from "./memory";

interface Message {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A stdio MCP client that adds as little as possible to what it measures. Times are milliseconds. */
export class Peer {
  private readonly child: ChildProcess;
  private readonly started = performance.now();
  private readonly waiting = new Map<number, (message: Message) => void>();
  private next = 1;
  private rest = "";

  constructor(command: string[], env: NodeJS.ProcessEnv = process.env) {
    const [file = "", ...args] = command;
    this.child = spawn(file, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    this.child.stdout?.setEncoding("utf8").on("data", (chunk: string) => this.read(chunk));
  }

  private read(chunk: string): void {
    this.rest += chunk;
    for (let at = this.rest.indexOf("\n"); at >= 0; at = this.rest.indexOf("\n")) {
      const message = JSON.parse(this.rest.slice(0, at)) as Message;
      this.rest = this.rest.slice(at + 1);
      if (message.id !== undefined) this.waiting.get(message.id)?.(message);
    }
  }

  private send(message: object): void {
    this.child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = this.next;
    this.next += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (message) => {
        this.waiting.delete(id);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result ?? {});
      });
      this.send({ id, method, params });
    });
  }

  /** @returns the answer to tools/list and the milliseconds from spawn until it was parsed. */
  async open(): Promise<{ milliseconds: number; tools: unknown[] }> {
    await this.ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "bench", version: "1.0.0" },
    });
    this.send({ method: "notifications/initialized" });
    const { tools } = (await this.ask("tools/list")) as { tools: unknown[] };
    return { milliseconds: performance.now() - this.started, tools };
  }

  async call(name: string, args: object): Promise<Record<string, unknown>> {
    const result = await this.ask("tools/call", { name, arguments: args });
    if (result.isError) throw new Error(`${name}: ${JSON.stringify(result.structuredContent ?? result.content)}`);
    return (result.structuredContent ?? {}) as Record<string, unknown>;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  memory(): { rss: number; pss: number } {
    return memoryOf(this.pid);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once("close", () => resolve());
      this.child.stdin?.end();
    });
  }
}
