import type { Server } from "node:http";
import type { AddressInfo, BlockList } from "node:net";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { type AuthMetadataOptions, oauthMetadataResponse } from "@modelcontextprotocol/server";
import type { Logger } from "pino";
import type { NetworkGuard } from "#core/domain/ports";
import { type BrowserSessions, SessionCookie } from "../api/browser";
import { consentEndpoints } from "../api/consent-endpoints";
import type { ConsentAccount } from "../api/contract";
import { grantEndpoints } from "../api/grant-endpoints";
import { apiRoute, type Endpoint } from "../api/router";
import { type SignInDeps, sessionEndpoints } from "../api/session-endpoints";
import { BearerVerifier } from "../oauth/bearer";
import { ClientDocuments } from "../oauth/client-documents";
import { Consent, type ConsentDeps } from "../oauth/consent";
import { errorPage, errorPagePolicy } from "../oauth/error-page";
import { type Grant, GrantRepository } from "../oauth/grants";
import { itemSealer, type ProviderKeys } from "../oauth/keys";
import { LazyProvider } from "../oauth/lazy-provider";
import { discoveryDocuments } from "../oauth/metadata";
import { isStoredSecret } from "../oauth/stored-secret";
import { sweep } from "../oauth/sweep";
import type { Clock, Database } from "../store/database";
import { createFrame, type Route, type Timeouts } from "./frame";
import { McpEndpoint } from "./mcp-endpoint";
import { Metrics } from "./metrics";
import { oauthRoute } from "./oauth-route";
import type { OpenPerson } from "./open-person";
import { createOperationServer } from "./operation-server";
import { type PageFiles, pageFilesRoute } from "./page-files";
import { type AllLimits, RateLimits } from "./rate-limits";

export interface TeamServerConfig {
  /** Scheme, host and port that people and clients use; no path. */
  origin: string;
  host: string;
  /** 0: one of the system's choice. */
  port: number;
  operationHost: string;
  operationPort: number;
  trustedProxies: BlockList;
  /** Says where clients' identity documents may lie. */
  network: NetworkGuard;
  /** false: there is no way to the internet, and clients register themselves. */
  clientDocuments: boolean;
  limits?: AllLimits;
  timeouts?: Partial<Timeouts>;
  /** Milliseconds from listening until the authorization server is loaded, where no request needs it before. */
  loadAfter?: number;
  /** Seconds in which a stopping server is not ready but takes requests: proxies that look send none here then. Absent: 0. */
  stopDelay?: number;
  /** Milliseconds that running requests get to end when the server stops. */
  drain?: number;
}

/** Ways in and people: they count tries with the limits of the whole server. */
export type PeopleParts = (given: { limits: RateLimits; formsKey: string }) => {
  endpoints: Endpoint[];
  routes: Route[];
};

export interface TeamServerParts {
  database: Database;
  clock: Clock;
  log: Logger;
  keys: ProviderKeys;
  sessions: BrowserSessions;
  checkPassword: SignInDeps["checkPassword"];
  /** Whether a person may use the server at this moment. */
  isActive(person: string): Promise<boolean>;
  openPerson: OpenPerson;
  refused?(grant: Grant, tool: string): Promise<void>;
  /** Told of each answer on the public port. @param seconds null: a stream */
  answered?(route: string | null, status: number, seconds: number | null): void;
  locksOf: ConsentDeps["locksOf"];
  lifetimes: ConsentDeps["lifetimes"];
  accountsOf(person: string): Promise<ConsentAccount[]>;
  /** Addresses of the API beside those of sign-in, consent and grants. */
  endpoints?: readonly Endpoint[];
  people?: PeopleParts;
  /** People's pages; absent: the API alone. */
  pages?: PageFiles;
}

export interface TeamServer {
  /** The ports it listens on. */
  listen(): Promise<{ port: number; operationPort: number }>;
  /** Takes nothing new, lets what runs end, and closes all but the database. */
  stop(): Promise<void>;
}

const usualDrain = 20_000;
const usualLoadAfter = 1_000;
const sweepInterval = 600_000;

/** Wires the public port (MCP, authorization server, pages) and the port of operation. */
export function createTeamServer(config: TeamServerConfig, parts: TeamServerParts): TeamServer {
  const { origin } = config;
  const { database, clock, log, keys } = parts;
  const onError = (error: Error) => log.warn({ error }, "request refused");
  const sealer = itemSealer(keys);
  const metrics = new Metrics(parts.answered);
  const limits = new RateLimits(database, config.limits);
  const grants = new GrantRepository(database, clock);
  const documents = new ClientDocuments({ database, clock, network: config.network });
  const provider = new LazyProvider(async () => {
    const { createProvider } = await import("../oauth/provider");
    const made = createProvider({
      ...{ origin, database, clock, sealer, keys, documents, lifetimes: parts.lifetimes },
      clientDocuments: config.clientDocuments,
      isActive: parts.isActive,
      errorPage(ctx, code, message) {
        ctx.set("Content-Security-Policy", errorPagePolicy);
        return errorPage(ctx.get("accept-language"), message ? `${code}: ${message}` : code);
      },
    });
    return made.on("server_error", (_ctx, error: Error) => log.error({ error }, "authorization server failed"));
  });
  const consent = new Consent({ ...parts, origin, provider: provider.get, grants, documents, formsKey: keys.forms });
  const cookie = new SessionCookie(origin);
  const signIn = { ...parts, origin, limits, formsKey: keys.forms };
  const mcp = new McpEndpoint({
    origin,
    verifier: new BearerVerifier({ database, clock, sealer }),
    limits,
    metrics,
    openPerson: parts.openPerson,
    refused: parts.refused,
    used: (grant) => grants.used(grant),
    onError,
  });
  const api = [...sessionEndpoints(signIn), ...consentEndpoints(consent), ...grantEndpoints(grants)];
  const people = parts.people?.({ limits, formsKey: keys.forms });
  const routes: Route[] = [
    metadataRoute(origin, config.clientDocuments),
    {
      name: "mcp",
      matches: (path) => path === "/mcp",
      isStream: true,
      handle: (request, response, { address }) => mcp.serve(request, response, address),
    },
    oauthRoute({
      ...{ provider: provider.get, limits, metrics },
      isStored: (secret) => isStoredSecret(database, clock, secret),
      isSignedIn: async (request) => {
        const session = cookie.read(request);
        return session !== undefined && (await parts.sessions.find(session)) !== undefined;
      },
    }),
    ...(people?.routes ?? []),
    apiRoute([...api, ...(people?.endpoints ?? []), ...(parts.endpoints ?? [])], {
      ...parts,
      origin,
      formsKey: keys.forms,
    }),
    // What no other route takes.
    ...(parts.pages ? [pageFilesRoute(parts.pages)] : []),
  ];
  const frame = createFrame({ ...config, routes, metrics, log });
  let stopping = false;
  const operation = createOperationServer(metrics, {
    async isReady() {
      if (stopping || provider.isBroken) return false;
      await database.first("SELECT 1 AS one");
      return true;
    },
  });
  let loading: NodeJS.Timeout | undefined;
  const sweeping = setInterval(() => void sweep(database, clock).catch(onError), sweepInterval);
  sweeping.unref();
  return {
    async listen() {
      const operationPort = await listen(operation, config.operationPort, config.operationHost);
      const port = await listen(frame, config.port, config.host);
      // Also where nobody signs in: a replica that cannot sign anybody in must not stay ready.
      loading = setTimeout(() => {
        provider.get().catch((error: Error) => log.error({ error }, "authorization server cannot be loaded"));
      }, config.loadAfter ?? usualLoadAfter).unref();
      return { port, operationPort };
    },
    async stop() {
      stopping = true;
      clearTimeout(loading);
      clearInterval(sweeping);
      announceClose(frame);
      await sleep((config.stopDelay ?? 0) * 1_000);
      await drain(frame, config.drain ?? usualDrain, () => mcp.close());
      operation.closeAllConnections();
      await new Promise((closed) => operation.close(closed));
    },
  };
}

function metadataRoute(origin: string, clientDocuments: boolean): Route {
  const documents: AuthMetadataOptions = discoveryDocuments(origin, clientDocuments);
  return {
    name: "metadata",
    matches: (path) => path.startsWith("/.well-known/oauth-"),
    async handle(request, response, { url }) {
      const path = url.pathname === "/.well-known/oauth-protected-resource" ? `${url.pathname}/mcp` : url.pathname;
      const answer = oauthMetadataResponse(
        new Request(new URL(path, origin), { method: request.method ?? "GET" }),
        documents,
      );
      const headers = answer && Object.fromEntries(answer.headers);
      response.writeHead(answer?.status ?? 404, { ...headers, "Cache-Control": "max-age=300" });
      response.end(await answer?.text());
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => done((server.address() as AddressInfo).port));
  });
}

/** Asks clients and proxies to open a new connection for their next request. Some of ours are answered at once, so it runs first. */
function announceClose(server: Server): void {
  server.prependListener("request", (_request, response) => response.setHeader("Connection", "close"));
}

/** Connections that answer nothing end at once, others when they have answered, all when the time is over. */
async function drain(server: Server, milliseconds: number, endStreams: () => Promise<void>): Promise<void> {
  // Closing the port resets connections that the kernel holds for it; two turns of the event loop accept those first.
  await setImmediate();
  await setImmediate();
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const over = setTimeout(() => void endStreams().finally(() => server.closeAllConnections()), milliseconds);
  await closed;
  clearTimeout(over);
}
