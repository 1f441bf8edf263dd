import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Provider } from "oidc-provider";
import { registerPath, tokenPath } from "../oauth/addresses";
import { acceptedMetadata } from "../oauth/client-metadata";
import { hashedId } from "../oauth/hashed-id";
import { sendProblem } from "./answers";
import type { Route } from "./frame";
import type { Metrics } from "./metrics";
import type { LimitName, RateLimits } from "./rate-limits";
import { readBody } from "./read-body";

/** Bytes of a registration or a request for tokens. */
const longestBody = 32 * 1024;

export interface OAuthRouteDeps {
  provider(): Promise<Provider>;
  limits: RateLimits;
  metrics: Metrics;
  /** Whether a code or refresh token is one of ours. */
  isStored(secret: string): Promise<boolean>;
  /** Whether the request has the cookie of a browser that is signed in. */
  isSignedIn(request: IncomingMessage): Promise<boolean>;
}

/** The authorization server's own addresses, with a limit for each. */
export function oauthRoute(deps: OAuthRouteDeps): Route {
  const { limits } = deps;
  let serve: ReturnType<Provider["callback"]> | undefined;
  return {
    name: "oauth",
    matches: (path) => path.startsWith("/oauth/"),
    async handle(request, response, { url, address }) {
      const isPost = request.method === "POST";
      let forwarded = request;
      if (isPost && url.pathname === tokenPath) {
        const body = await readBody(request, longestBody);
        if (await isTokenRefused(deps, response, body, address)) return;
        forwarded = withBody(request, body);
      } else {
        const limit = url.pathname === registerPath ? "register" : "authorize";
        const seconds = await limits.take(limit, address);
        if (seconds !== null && !(limit === "authorize" && (await deps.isSignedIn(request))))
          return refuse(deps.metrics, response, limit, seconds);
        if (isPost && limit === "register")
          forwarded = withBody(request, asPublicClient(await readBody(request, longestBody)));
      }
      serve ??= (await deps.provider()).callback();
      await serve(forwarded, response);
    },
  };
}

/**
 * Refuses where this code or refresh token was refused too often, or too many others from this address, unless this one is
 * stored here. Counts the request if the provider refuses it.
 */
async function isTokenRefused(deps: OAuthRouteDeps, response: ServerResponse, body: string, address: string) {
  const { limits, metrics } = deps;
  const form = new URLSearchParams(body);
  const secret = form.get("code") ?? form.get("refresh_token");
  const keys: [LimitName, string][] = [["token", address]];
  if (secret !== null) {
    const credential = hashedId("refused", secret);
    keys.push(["credential", credential]);
    const wait = await limits.waitOf("credential", credential);
    if (wait !== null) return refused(metrics, response, "credential", wait);
  }
  const wait = await limits.waitOf("token", address);
  if (wait !== null && !(secret !== null && (await deps.isStored(secret))))
    return refused(metrics, response, "token", wait);
  response.once("finish", () => {
    if (response.statusCode === 400 || response.statusCode === 401)
      for (const [name, key] of keys) void limits.take(name, key);
  });
  return false;
}

function refused(metrics: Metrics, response: ServerResponse, limit: LimitName, seconds: number): true {
  refuse(metrics, response, limit, seconds);
  return true;
}

function refuse(metrics: Metrics, response: ServerResponse, limit: LimitName, seconds: number): void {
  metrics.limited(limit);
  response.setHeader("Retry-After", String(seconds));
  sendProblem(response, 429, "temporarily_unavailable", `Too many requests. Try again in ${seconds} s.`);
}

/**
 * The same registration without a shared secret (RFC 7591 §3.2.1 lets a server replace what was asked for): many libraries
 * ask for one by default, and work without.
 */
const asPublicClient = (body: string) =>
  acceptedMetadata(body, (metadata) => {
    const own = metadata.token_endpoint_auth_method;
    return { ...metadata, token_endpoint_auth_method: own === "private_key_jwt" ? own : "none" };
  });

/** The same request with a body that was read already. */
function withBody(request: IncomingMessage, body: string): IncomingMessage {
  const headers = { ...request.headers, "content-length": String(Buffer.byteLength(body)) };
  const { method, url, socket, httpVersion } = request;
  return Object.assign(Readable.from([Buffer.from(body)], { objectMode: false }), {
    headers,
    method,
    url,
    socket,
    httpVersion,
  }) as IncomingMessage;
}
