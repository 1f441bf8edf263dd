import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import type { Logger } from "pino";
import { secureHeaders, sendProblem } from "./answers";
import { clientAddress, isIn, limitedAddress } from "./client-address";
import type { Metrics } from "./metrics";
import { BodyError } from "./read-body";
import { traceOf } from "./request-log";

/** What a route is told beside request and response. */
export interface Visit {
  url: URL;
  /** Of who asks, past trusted proxies, as limits count it. */
  address: string;
  log: Logger;
}

export interface Route {
  /** For logs and metrics: never a path as it was sent. */
  name: string;
  matches(path: string): boolean;
  /** The answer may take as long as it likes. */
  isStream?: boolean;
  handle(request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> | void;
}

export interface FrameDeps {
  origin: string;
  trustedProxies: BlockList;
  routes: readonly Route[];
  metrics: Metrics;
  log: Logger;
  timeouts?: Partial<Timeouts>;
}

/** Milliseconds. */
export interface Timeouts {
  /** Until the headers of a request are there; also for connections that say nothing. */
  headers: number;
  /** Until the whole body is there. */
  request: number;
  keepAlive: number;
}

const usual: Timeouts = { headers: 10_000, request: 30_000, keepAlive: 65_000 };
/** Bytes of all headers of a request. */
const headerSize = 32 * 1024;

/** The public port: guards in a fixed order (host, origin), then the first route that matches. */
export function createFrame(deps: FrameDeps): Server {
  const timeouts = { ...usual, ...deps.timeouts };
  return createServer(
    {
      // Counted from the beginning of a connection, so that one that never says anything ends too.
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: Math.min(1_000, timeouts.headers / 2),
      maxHeaderSize: headerSize,
      requireHostHeader: true,
    },
    (request, response) => void handle(deps, request, response),
  );
}

async function handle(deps: FrameDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const began = performance.now();
  const { trace, traceparent } = traceOf(request.headers.traceparent as string | undefined);
  const log = deps.log.child({ trace });
  deps.metrics.running.inc();
  response.setHeader("traceparent", traceparent);
  secureHeaders(response, deps.origin.startsWith("https:"));
  let route: Route | undefined;
  response.once("close", () => {
    deps.metrics.running.dec();
    const seconds = (performance.now() - began) / 1_000;
    const name = route?.name ?? "none";
    const status = response.headersSent ? response.statusCode : 0;
    deps.metrics.answered(route?.name ?? null, status, route?.isStream ? null : seconds);
    const ms = Math.round(seconds * 1_000);
    log.info({ method: request.method, route: name, status, ms, ended: response.writableFinished }, "request");
  });
  try {
    const remote = request.socket.remoteAddress;
    const forwarded = request.headers["x-forwarded-for"];
    const address = clientAddress(remote, forwarded?.toString(), deps.trustedProxies);
    const refused = guard(deps, request);
    if (refused) return sendProblem(response, ...refused);
    // What comes after reads these, so they say what was checked here and not what was sent.
    Object.assign(request.headers, {
      "x-forwarded-for": address,
      "x-forwarded-host": new URL(deps.origin).host,
      "x-forwarded-proto": deps.origin.split(":")[0],
    });
    const url = new URL(request.url ?? "/", deps.origin);
    route = deps.routes.find((one) => one.matches(url.pathname));
    if (!route) return sendProblem(response, 404, "not_found", "There is nothing here.");
    await route.handle(request, response, { url, address: limitedAddress(address), log });
  } catch (error) {
    fail(error, response, log);
  }
}

type Refusal = [status: number, error: string, message: string];

function guard({ origin, trustedProxies }: FrameDeps, request: IncomingMessage): Refusal | undefined {
  const { host } = new URL(origin);
  const proxied = isIn(trustedProxies, (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""));
  // Of two, a proxy may have gone by the other one (RFC 9112 §3.2).
  const [told, ...more] = request.headersDistinct.host ?? [];
  const named = [
    more.length === 0 ? told : undefined,
    proxied ? request.headers["x-forwarded-host"]?.toString() : undefined,
  ];
  if (!named.some((name) => name?.toLowerCase() === host))
    return [403, "wrong_host", `This server answers as ${host} only.`];
  const from = request.headers.origin;
  if (from !== undefined && from !== origin)
    return [403, "foreign_origin", "Requests from pages of other sites are refused."];
  // An absolute address in the request line, or one that is no path; `/\` is read as `//`. No database keeps U+0000.
  if (!/^\/(?![/\\])(?!.*%00)/.test(request.url ?? ""))
    return [400, "bad_request", "The address of the request is not a path."];
  return undefined;
}

function fail(error: unknown, response: ServerResponse, log: Logger): void {
  if (error instanceof BodyError) {
    // The rest is read and dropped, because a client that still sends would not see the answer.
    response.req.resume();
    if (!response.headersSent) sendProblem(response, error.status, "bad_body", error.message);
    return;
  }
  log.error({ error }, "request failed");
  if (response.headersSent) return void response.destroy();
  response.setHeader("Retry-After", "5");
  sendProblem(response, 503, "unavailable", "Punchcard cannot answer right now. Nothing was done.");
}
