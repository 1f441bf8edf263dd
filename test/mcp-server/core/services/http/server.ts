import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpClient, type HttpClient, type HttpOptions } from "#core/services/http/client";

export interface Served {
  url: string;
  seen: { method: string; url: string; headers: IncomingMessage["headers"] }[];
  lines: string[];
  client(options?: Partial<HttpOptions>): HttpClient;
  close(): Promise<void>;
}

/** A real server that answers the n-th request (from 1) as told, and clients on it that retry quickly. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<Served> {
  const seen: Served["seen"] = [];
  const lines: string[] = [];
  const clients: HttpClient[] = [];
  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    answer(request, response, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    lines,
    client(options = {}) {
      const client = createHttpClient({
        baseUrl: `${url}/base`,
        tlsVerify: true,
        headers: async () => ({ authorization: "Bearer s3cret-token" }),
        log: (event, detail) => lines.push(JSON.stringify([event, detail])),
        product: "Testing",
        isOwnRefusal: (_status, body) => body !== undefined,
        retry: { baseMs: 10 },
        timeouts: { silenceMs: 60_000, connectMs: 60_000 },
        ...options,
      });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) await client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it did not fail");
}
