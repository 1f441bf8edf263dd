import { createServer, request as httpRequest, type Server } from "node:http";
import { Browser } from "./browser";
import { origin } from "./server";
import type { SpawnedServer } from "./spawned";

/** Milliseconds between two looks at who is ready. */
const lookEvery = 100;

/**
 * A proxy before several servers. They take turns, as far as their /readyz said yes when it looked last; where none did, all.
 * What one does not take goes to the next: nothing of such a request was sent.
 * @param all may change while it runs, as servers are restarted on other ports
 */
export function balancer(all: readonly SpawnedServer[]): Server {
  let turn = 0;
  let ready: readonly SpawnedServer[] = [];
  const isReady = async ({ operationPort }: SpawnedServer) =>
    (await new Browser(operationPort, origin).get("/readyz").catch(() => null))?.status === 200;
  const looking = setInterval(async () => {
    const asked = [...all];
    const answers = await Promise.all(asked.map(isReady));
    ready = asked.filter((_server, index) => answers[index]);
  }, lookEvery).unref();
  const proxy = createServer((asked, response) => {
    const body: Buffer[] = [];
    asked.on("data", (part) => body.push(part));
    asked.once("end", () => {
      const pass = (left: number) => {
        const from = ready.length > 0 ? ready : all;
        const { port } = from[turn++ % from.length] ?? { port: 0 };
        const { method, url, headers } = asked;
        const sent = httpRequest({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.once("error", () => response.destroy());
        });
        sent.once("error", (error: NodeJS.ErrnoException) => {
          if (error.code === "ECONNREFUSED" && left > 1) pass(left - 1);
          else if (!response.headersSent) response.writeHead(502).end();
          else response.destroy();
        });
        sent.end(Buffer.concat(body));
      };
      pass(all.length);
    });
  });
  return proxy.once("close", () => clearInterval(looking));
}
