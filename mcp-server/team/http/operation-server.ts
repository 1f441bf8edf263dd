import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Metrics } from "./metrics";

export interface Health {
  /** Whether requests should be sent here: the database answers, and the server is not about to end. */
  isReady(): Promise<boolean>;
}

/** Milliseconds after which `/readyz` says no where the database has not answered: balancers wait about as long. */
const longestLook = 900;

/** `/livez`, `/readyz` and `/metrics`, on a port that is not public. @param limit milliseconds of one look at the health */
export function createOperationServer(metrics: Metrics, health: Health, limit = longestLook): Server {
  let look: Promise<boolean> | undefined;
  /** Requests at once share one look, so that a silent database does not hold a connection for each. */
  const isReady = async () => {
    look ??= health.isReady().finally(() => {
      look = undefined;
    });
    const timer = new AbortController();
    const late = sleep(limit, false, { signal: timer.signal, ref: false }).catch(() => false);
    return Promise.race([look, late]).finally(() => timer.abort());
  };
  return createServer((request, response) => {
    const send = (status: number, text: string, type = "text/plain; charset=utf-8") =>
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(text);
    const path = (request.url ?? "").split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") return void send(405, "GET only\n");
    if (path === "/livez") return void send(200, "ok\n");
    const answer =
      path === "/readyz"
        ? isReady().then((ready) => send(ready ? 200 : 503, ready ? "ok\n" : "not ready\n"))
        : path === "/metrics"
          ? metrics.registry.metrics().then((text) => send(200, text, metrics.registry.contentType))
          : Promise.resolve(send(404, "not here\n"));
    answer.catch(() => response.headersSent || send(503, "not ready\n"));
  });
}
