import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { listen } from "./listen";

/** What happens to one request on its way. `afterEffect`: the service has done the work, only its response is replaced. */
export type Fault =
  | { kind: "cut"; afterEffect: boolean }
  | { kind: "reset"; afterEffect: boolean }
  | { kind: "delay"; milliseconds: number }
  | {
      kind: "respond";
      status: number;
      type?: string;
      body?: string;
      headers?: Record<string, string>;
      afterEffect: boolean;
    };

export interface FaultProxy {
  /** Address that leads to the service through the proxy. */
  url: string;
  /** Decides what happens to each request; absent or null: it is passed on. */
  fault?: (request: { method: string; path: string; body: string }) => Fault | null;
  close(): Promise<void>;
}

interface Passed {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** A reverse proxy in front of a fake service that cuts, resets, delays, and replaces responses. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port, pathname } = new URL(target);

  const pass = (request: IncomingMessage, body: Buffer) =>
    new Promise<Passed>((resolve, reject) => {
      const headers = { ...request.headers, host: `${hostname}:${port}` };
      send({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
        bytesOf(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
          reject,
        );
      })
        .on("error", reject)
        .end(body);
    });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const asked = { method: request.method ?? "GET", path: request.url ?? "/", body: body.toString("utf8") };
    const fault = proxy.fault?.(asked) ?? null;
    if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    const reaches = fault === null || fault.kind === "delay" || fault.afterEffect;
    const passed = reaches ? await pass(request, body) : null;
    if (fault?.kind === "cut") return void request.socket.destroy();
    if (fault?.kind === "reset") return void request.socket.resetAndDestroy();
    if (fault?.kind === "respond") {
      const type = fault.type ?? "text/html";
      response.writeHead(fault.status, { "content-type": type, ...fault.headers }).end(fault.body ?? "");
    } else if (passed) {
      response.writeHead(passed.status, passed.headers).end(passed.body);
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const { port: own, close } = await listen(server);
  const proxy: FaultProxy = { url: `http://127.0.0.1:${own}${pathname.replace(/\/$/, "")}`, close };
  return proxy;
}
