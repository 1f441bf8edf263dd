import type { ChildProcess } from "node:child_process";
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from "@modelcontextprotocol/client";

/** MCP over the streams of a process that somebody else started and ends: here the hello line comes first. */
export class ChildTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  private readonly buffer = new ReadBuffer({ maxBufferSize: 64 * 1024 * 1024 });
  private closed = false;

  constructor(private readonly child: Pick<ChildProcess, "stdin" | "stdout" | "once">) {}

  async start(): Promise<void> {
    const { stdin, stdout } = this.child;
    if (!stdin || !stdout) throw new Error("the server has no streams");
    stdin.on("error", (error) => this.onerror?.(error));
    stdout.on("error", (error) => this.onerror?.(error));
    stdout.on("data", (chunk: Buffer) => this.read(chunk));
    this.child.once("close", () => this.end());
  }

  send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.child;
    if (this.closed || !stdin?.writable) return Promise.reject(new Error("the server has ended"));
    return new Promise((resolve, reject) => {
      stdin.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the server's input, by which it ends itself. */
  async close(): Promise<void> {
    this.child.stdin?.end();
    this.end();
  }

  private end(): void {
    if (this.closed) return;
    this.closed = true;
    this.buffer.clear();
    this.onclose?.();
  }

  private read(chunk: Buffer): void {
    if (this.closed) return;
    try {
      this.buffer.append(chunk);
      for (let message = this.buffer.readMessage(); message; message = this.buffer.readMessage())
        this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(error as Error);
    }
  }
}
